import { useEffect, useRef, useState } from 'react';
import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Link } from '../place/usePlace';
import { RecallDialog } from './RecallDialog';
import { ReportProgress } from './ReportProgress';
import { Sheet } from './Sheet';
import type { CaseReport, SignedVersion } from './report';
import type { Desk } from './useDesk';

interface SignedReportProps {
  desk: Desk;
  report: CaseReport;
  /** Id of the next case; absent where one goes on writing. */
  next: string | undefined;
}

/** What is signed, in all its versions, and how far it has come. */
export function SignedReport({ desk, report, next }: SignedReportProps) {
  const { t } = useLanguage();
  const [chosen, choose] = useState<number>();
  const shown = report.signed.find((one) => one.version === chosen) ?? report.signed[0]!;
  return (
    <section className="signed" aria-label={t.report.signed.present}>
      <Head version={shown} />
      {report.signed.length > 1 && (
        <label className="line-field">
          <span>{t.report.signed.versions}</span>
          <select value={shown.version} onChange={(event) => choose(Number(event.target.value))}>
            {report.signed.map((one) => (
              <VersionOption key={one.version} version={one} />
            ))}
          </select>
        </label>
      )}
      <Sheet links={shown.links} title={t.report.signed.frame(shown.version)} />
      <Moves desk={desk} report={report} next={next} />
      {report.progress && <ReportProgress progress={report.progress} />}
    </section>
  );
}

function VersionOption({ version }: { version: SignedVersion }) {
  const { t, language } = useLanguage();
  const { by, signedAt } = version;
  return (
    <option value={version.version}>
      {t.report.signed.version(version.version)} · {by.name} · {moment(signedAt, language)}
    </option>
  );
}

function Head({ version }: { version: SignedVersion }) {
  const { t, language } = useLanguage();
  const words = t.report.signed;
  const statuses: Record<string, string> = words.statuses;
  return (
    <header>
      <p>
        <span className={`badge status ${version.status}`}>
          {statuses[version.status] ?? version.status}
        </span>{' '}
        {words.by(version.by.name ?? version.by.id, moment(version.signedAt, language))}
      </p>
      {version.reason && <p className="hint">{words.reason(version.reason)}</p>}
      {version.critical && (
        <div className="critical-box">
          <h3>{t.worklist.critical}</h3>
          <p>{version.critical}</p>
        </div>
      )}
    </header>
  );
}

function Moves({ desk, report, next }: SignedReportProps) {
  const { t } = useLanguage();
  const [recalling, setRecalling] = useState(false);
  const words = t.report.signed;
  const onward = useRef<HTMLAnchorElement>(null);
  const { justSigned } = desk;
  useEffect(() => {
    if (justSigned) {
      onward.current?.focus();
    }
  }, [justSigned, next]);
  if (desk.writing) {
    return null;
  }
  return (
    <div className="moves">
      <span className="onward">
        <Link
          ref={onward}
          to={next ? { page: 'case', id: next } : { page: 'worklist', filters: {} }}
          className={justSigned ? 'button primary' : 'button'}
          aria-keyshortcuts={next ? 'n' : 'u'}
        >
          {next ? words.next : words.worklist} <kbd>{next ? 'n' : 'u'}</kbd>
        </Link>
      </span>
      {desk.amend && (
        <button type="button" onClick={desk.amend}>
          {words.amend}
        </button>
      )}
      {report.moves.includes('recall') && report.signed[0]?.status !== 'entered-in-error' && (
        <button type="button" onClick={() => setRecalling(true)}>
          {words.recall}
        </button>
      )}
      {recalling && <RecallDialog desk={desk} onClose={() => setRecalling(false)} />}
    </div>
  );
}
