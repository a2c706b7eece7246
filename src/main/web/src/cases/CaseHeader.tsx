import { day, moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { useNow } from '../parts/clock';
import { Link } from '../place/usePlace';
import { isOpen, isOverdue, type CaseDetail, type Move } from './case';
import { Clock } from './Clock';
import { PatientLine } from './PatientLine';
import { useReader } from './reader';
import { useCases } from './useCases';

interface CaseHeaderProps {
  detail: CaseDetail;
  /** Id of the next case. */
  next: string | undefined;
  onMove: (what: Move) => void;
}

/** Who, what, from where, how much time is left, and who has it. */
export function CaseHeader({ detail, next, onMove }: CaseHeaderProps) {
  const { t, language } = useLanguage();
  const { ahead } = useCases();
  const now = useNow() + ahead;
  const { patient, description, modality, accession } = detail;
  return (
    <header className="case-header">
      <Link to={{ page: 'worklist', filters: {} }} className="back">
        <span aria-hidden="true">‹</span> {t.worklist.title}
      </Link>
      <div className="identity">
        <h1>
          <PatientLine patient={patient} />
          {patient?.birthDate && <span className="person">{day(patient.birthDate, language)}</span>}
        </h1>
        <p>
          {[description ?? modality, detail.siteName ?? detail.site, accession, moment(detail.receivedAt, language, now)]
            .filter((piece) => piece)
            .join(' · ')}
        </p>
      </div>
      <div className="standing">
        {detail.critical && <span className="badge critical">▲ {t.worklist.critical}</span>}
        {isOverdue(detail, now) && <span className="badge overdue">! {t.worklist.overdue}</span>}
        {isOpen(detail) && <Clock one={detail} now={now} />}
      </div>
      <Holding detail={detail} onMove={onMove} />
      {next && (
        <Link to={{ page: 'case', id: next }} className="button" aria-keyshortcuts="n">
          {t.case.next} <span aria-hidden="true">›</span>
        </Link>
      )}
      {detail.conflict && <p className="notice failure">{detail.conflict[language]}</p>}
    </header>
  );
}

/** Who has it, and the moves that are allowed now. */
function Holding({ detail, onMove }: Omit<CaseHeaderProps, 'next'>) {
  const { t } = useLanguage();
  const reader = useReader();
  const { claimedBy, moves } = detail;
  const mine = claimedBy !== undefined && claimedBy.id === reader?.id;
  return (
    <div className="holding">
      {claimedBy && (
        <span className={mine ? 'holder-name mine' : 'holder-name'}>
          {mine ? t.case.yours : t.case.holder(claimedBy.name ?? claimedBy.id)}
        </span>
      )}
      {!claimedBy && moves.includes('claim') && (
        <button type="button" className="primary" onClick={() => onMove('claim')} aria-keyshortcuts="c">
          {t.case.claim}
        </button>
      )}
      {mine && moves.includes('release') && (
        <button type="button" onClick={() => onMove('release')}>
          {t.case.release}
        </button>
      )}
    </div>
  );
}
