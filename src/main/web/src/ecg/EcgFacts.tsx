import { number, type Language } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import type { MeasurementJson, RecordingJson, VerdictJson } from './recording';

/** The measurements that a reader looks for first, in the order of the field. */
const FIRST = [
  'heart-rate', 'rr-interval', 'pr-interval', 'p-duration', 'qrs-duration', 'qt-interval',
  'qtc-interval', 'qtc-bazett', 'qtc-fridericia', 'p-axis', 'qrs-axis', 't-axis',
];

/** What the cart and the engine say of an ECG: criticals, measurements, statements, faults. */
export function EcgFacts({ told }: { told: RecordingJson }) {
  const { t, language } = useLanguage();
  const hits = told.critical.filter((verdict) => verdict.outcome === 'hit');
  const open = told.critical.filter((verdict) => verdict.outcome === 'undecided');
  return (
    <div className="facts">
      {hits.length > 0 && (
        <section className="critical-box">
          <h3>{t.ecg.critical}</h3>
          <ul>
            {hits.map((hit) => (
              <Hit key={hit.rule} hit={hit} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t.ecg.measurements}</h3>
        <Measurements told={told} />
      </section>
      <section>
        <h3>{t.ecg.statements}</h3>
        {told.statements.length === 0 && <p className="hint">{t.ecg.noStatements}</p>}
        <ul className="statements">
          {told.statements.map((statement, i) => (
            <li key={i}>
              {statement.text}
              <span className="by">{t.ecg.authors[statement.author]}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t.ecg.quality}</h3>
        {told.quality.length === 0 && <p className="hint">{t.ecg.noFindings}</p>}
        <ul>
          {told.quality.map((finding, i) => (
            <li key={i}>{finding[language]}</li>
          ))}
        </ul>
      </section>
      {open.length > 0 && <Undecided verdicts={open} />}
    </div>
  );
}

function Hit({ hit }: { hit: VerdictJson }) {
  const { language } = useLanguage();
  return (
    <li>
      <strong>{hit.name[language]}</strong>
      {hit.evidence?.map((one, i) => (
        <div key={i} className="evidence">
          {one.words[language]}
        </div>
      ))}
    </li>
  );
}

function Undecided({ verdicts }: { verdicts: VerdictJson[] }) {
  const { t, language } = useLanguage();
  return (
    <details>
      <summary>{t.ecg.undecided(verdicts.length)}</summary>
      <ul>
        {verdicts.map((verdict) => (
          <li key={verdict.rule}>
            {verdict.name[language]}
            {verdict.reason && <div className="evidence">{verdict.reason[language]}</div>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Measurements({ told }: { told: RecordingJson }) {
  const { t, language } = useLanguage();
  const whole = told.measurements.filter((one) => !one.lead);
  const first = FIRST.flatMap((kind) => whole.filter((one) => one.kind === kind).slice(0, 1));
  const others = told.measurements.filter((one) => !first.includes(one));
  if (told.measurements.length === 0) {
    return <p className="hint">{t.ecg.noMeasurements}</p>;
  }
  return (
    <>
      <MeasurementTable list={first.length > 0 ? first : others.slice(0, 8)} />
      {first.length > 0 && others.length > 0 && (
        <details>
          <summary>{t.ecg.moreMeasurements(number(others.length, language))}</summary>
          <MeasurementTable list={others} />
        </details>
      )}
    </>
  );
}

function MeasurementTable({ list }: { list: MeasurementJson[] }) {
  const { t, language } = useLanguage();
  const kinds: Record<string, string> = t.ecg.kinds;
  return (
    <table className="measurements">
      <tbody>
        {list.map((one, i) => (
          <tr key={i}>
            <th scope="row">
              {kinds[one.kind ?? ''] ?? one.label}
              {one.lead && ` ${one.lead}`}
            </th>
            <td>{value(one, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function value(one: MeasurementJson, language: Language): string {
  const unit = one.unit === 'deg' ? '°' : one.unit ? ` ${one.unit}` : '';
  return `${number(one.value, language, 3)}${unit}`;
}
