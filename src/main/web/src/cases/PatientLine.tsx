import { useLanguage } from '../language/useLanguage';
import type { Case } from './case';

/** Name, sex and age. */
export function PatientLine({ patient }: { patient: Case['patient'] }) {
  const { t } = useLanguage();
  const sex = patient?.sex && patient.sex !== 'unknown' ? t.sexes[patient.sex] : undefined;
  const age = patient?.age && t.age(patient.age.value, patient.age.unit);
  return (
    <>
      <span className="name">{patient?.name ?? t.worklist.noName}</span>
      {(sex ?? age) && (
        <span className="person">{[sex, age].filter((piece) => piece).join(' · ')}</span>
      )}
    </>
  );
}
