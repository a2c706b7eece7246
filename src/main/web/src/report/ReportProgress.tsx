import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import type { Progress, StepState } from './report';

/** How far a signed report has come, on each of its ways. */
export function ReportProgress({ progress }: { progress: Progress }) {
  const { t, language } = useLanguage();
  const words = t.report.progress;
  const { kept, fhir, ways = [], openedAt, openedBy } = progress;
  const wayNames: Record<string, string> = words.ways;
  const waiting = fhir?.state === 'WAITING' || fhir?.state === 'PARKED';
  return (
    <section className="progress" aria-live="polite">
      <h3>{words.title}</h3>
      {waiting && <p className="waiting">{words.waiting}</p>}
      <ul className="targets">
        {kept && <Step name={words.kept} state="DONE" at={kept} />}
        {fhir && <Step name={words.fhir} {...fhir} />}
        {ways.map((way) => (
          <Step key={`${way.way} ${way.name}`} {...way} name={wayNames[way.name ?? way.way] ?? way.name ?? way.way} />
        ))}
      </ul>
      <p className={openedAt ? 'opened' : 'hint'}>
        {openedAt
          ? words.opened(openedBy ?? t.report.unknown, moment(openedAt, language))
          : words.notOpened}
      </p>
    </section>
  );
}

interface StepProps {
  name: string;
  state: StepState;
  at?: string;
  proof?: string;
  why?: string;
}

function Step({ name, state, at, proof, why }: StepProps) {
  const { t, language } = useLanguage();
  const states: Record<string, string> = t.report.progress.states;
  return (
    <li className={state.toLowerCase()}>
      <span>{name}</span>
      <span>{states[state] ?? state}</span>
      {at && <time dateTime={at}>{moment(at, language)}</time>}
      {proof && <code title={proof}>{proof}</code>}
      {why && <p>{why}</p>}
    </li>
  );
}
