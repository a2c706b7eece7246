import { useEffect, useState } from 'react';
import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Sheet } from '../report/Sheet';
import type { WholeExamination } from './examination';
import '../style/report.css';

/** The report that has come back, as it was signed; that it is shown here is noted at the engine. */
export function ReturnedReport({ one }: { one: WholeExamination }) {
  const { t, language } = useLanguage();
  const [chosen, choose] = useState<string>();
  const shown = one.reports.find((report) => report.case === chosen) ?? one.reports[0];
  useEffect(() => choose(undefined), [one.exchange]);
  if (!shown) {
    return <p className="hint">{t.branch.notReported}</p>;
  }
  return (
    <section className="signed alone" aria-label={t.case.tabs.report}>
      {one.reports.length > 1 && (
        <label className="line-field">
          <span>{t.branch.reports}</span>
          <select value={shown.case} onChange={(event) => choose(event.target.value)}>
            {one.reports.map((report, i) => (
              <option key={report.case} value={report.case}>
                {t.branch.reportOf(one.reports.length - i)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Sheet links={shown.links} title={t.report.signed.frame(shown.version)} />
      {shown.openedAt && (
        <p className="hint">
          {shown.openedBy
            ? t.branch.openedBy(shown.openedBy, moment(shown.openedAt, language))
            : t.branch.openedAt(moment(shown.openedAt, language))}
        </p>
      )}
    </section>
  );
}
