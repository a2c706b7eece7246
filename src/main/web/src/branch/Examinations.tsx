import { useState } from 'react';
import { PatientLine } from '../cases/PatientLine';
import { moment, number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { pathWith, usePoll } from '../parts/usePoll';
import { Link } from '../place/usePlace';
import { Story } from '../story/Story';
import { STEPS, stepOf, type Examination, type ExaminationsAnswer, type Step } from './examination';

/** Examinations at first, and how many more by a click. */
const PAGE = 30;
const MOST = 200;

/** What the branch has sent, the newest first, and where each is. */
export function Examinations({ site, words }: { site: string; words: string | undefined }) {
  const { t } = useLanguage();
  const [limit, setLimit] = useState(PAGE);
  const { value, problem } = usePoll<ExaminationsAnswer>(
    pathWith('/branch/examinations', { site, limit, q: words }),
  );
  const examinations = value?.examinations ?? [];
  return (
    <section className="branch-list" aria-labelledby="branch-examinations">
      <h2 id="branch-examinations">{t.branch.examinations}</h2>
      {!value && (problem ? <Failure problem={problem} /> : <Loading />)}
      {value && examinations.length === 0 && (
        <p className="notice">{words ? t.branch.nothingFound : t.branch.noExaminations}</p>
      )}
      <ul>
        {examinations.map((one) => (
          <ExaminationRow key={one.exchange} one={one} />
        ))}
      </ul>
      {value?.more && limit < MOST && (
        <button type="button" onClick={() => setLimit(Math.min(MOST, limit + PAGE))}>
          {t.branch.more}
        </button>
      )}
    </section>
  );
}

function ExaminationRow({ one }: { one: Examination }) {
  const { t, language } = useLanguage();
  const [told, setTold] = useState(false);
  const read = one.case;
  const said = [
    read && (read.accession ?? one.accession),
    moment(one.receivedAt, language),
    t.branch.objects(number(one.objects, language)),
  ];
  return (
    <li className={`examination ${read?.critical ? 'critical' : ''}`}>
      <div className="report-who">
        {read?.critical && <span className="badge critical">▲ {t.worklist.critical}</span>}
        <Link to={{ page: 'examination', exchange: one.exchange }} className="open">
          {read ? <PatientLine patient={read.patient} /> : <span className="name">{one.accession || '–'}</span>}
        </Link>
      </div>
      <div className="report-what">
        {one.modality && <span className="modality">{one.modality}</span>}
        {read?.description !== one.modality && (read?.description ?? t.worklist.noDescription)}
      </div>
      <p className="report-said">{said.filter((piece) => piece).join(' · ')}</p>
      <Steps step={stepOf(one)} holder={read?.claimedBy?.name} />
      {one.keptBack && <p className="kept-back">! {t.branch.keptBack}</p>}
      <details onToggle={(event) => setTold(event.currentTarget.open)}>
        <summary>{t.branch.story}</summary>
        {told && <Story exchange={one.exchange} told={[]} />}
      </details>
    </li>
  );
}

/** The way of an examination as a line of steps; in words, too. */
export function Steps({ step, holder }: { step: Step | undefined; holder: string | undefined }) {
  const { t } = useLanguage();
  if (step === undefined) {
    return <p className="steps-none">{t.branch.cancelled}</p>;
  }
  const at = STEPS.indexOf(step);
  const words = t.branch.steps[step];
  return (
    <div className="steps">
      <div className="step-line" role="img" aria-label={t.branch.stepOf(words, at + 1, STEPS.length)}>
        {STEPS.map((one, i) => (
          <span key={one} className={i < at ? 'past' : i === at ? 'now' : ''} title={t.branch.steps[one]} />
        ))}
      </div>
      <span className={`step-word ${step}`} aria-hidden="true">
        {words}
        {step === 'reading' && holder && ` · ${t.branch.readBy(holder)}`}
      </span>
    </div>
  );
}
