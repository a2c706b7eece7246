import { useEffect, useState } from 'react';
import { PatientLine } from '../cases/PatientLine';
import { moment, number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { pathWith, usePoll } from '../parts/usePoll';
import { Link } from '../place/usePlace';
import { isAmended, isNew, isRecalled, keyOf, type BranchReport, type ReportsAnswer } from './report';

/** Reports at first, and how many more by a click. */
const PAGE = 30;
const MOST = 200;

/** Milliseconds after which an opened report is noted. */
const NOTED = 1500;

/** Signed reports, the newest first; what nobody has opened stands out. */
export function Reports({ site, words }: { site: string; words: string | undefined }) {
  const { t, language } = useLanguage();
  const [limit, setLimit] = useState(PAGE);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { value, problem, again } = usePoll<ReportsAnswer>(
    pathWith('/branch/reports', { site, limit, q: words }),
  );
  useEffect(() => {
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, [again]);
  const onOpen = (report: BranchReport) => {
    setOpened((before) => new Set(before).add(keyOf(report)));
    setTimeout(again, NOTED);
  };
  const reports = value?.reports ?? [];
  const fresh = reports.filter((one) => isNew(one, opened)).length;
  return (
    <section className="branch-list" aria-labelledby="branch-reports">
      <h2 id="branch-reports">
        {t.branch.reports}
        {fresh > 0 && <span className="badge new">{t.branch.newReports(number(fresh, language))}</span>}
      </h2>
      {!value && (problem ? <Failure problem={problem} /> : <Loading />)}
      {value && reports.length === 0 && (
        <p className="notice">{words ? t.branch.nothingFound : t.branch.noReports}</p>
      )}
      <ul>
        {reports.map((report) => (
          <ReportRow key={keyOf(report)} report={report} fresh={isNew(report, opened)} onOpen={onOpen} />
        ))}
      </ul>
      {value?.next !== undefined && limit < MOST && (
        <button type="button" onClick={() => setLimit(Math.min(MOST, limit + PAGE))}>
          {t.branch.more}
        </button>
      )}
    </section>
  );
}

interface ReportRowProps {
  report: BranchReport;
  fresh: boolean;
  onOpen: (report: BranchReport) => void;
}

function ReportRow({ report, fresh, onOpen }: ReportRowProps) {
  const { t, language } = useLanguage();
  const name = report.patient?.name ?? t.worklist.noName;
  const exam = report.description ?? report.modality ?? t.worklist.noDescription;
  const said = [
    report.accession,
    report.signedAt && t.branch.signedBy(report.by ?? '', moment(report.signedAt, language)),
    report.version > 1 ? t.branch.version(report.version) : undefined,
  ];
  return (
    <li className={`report-row ${fresh ? 'fresh' : ''} ${report.critical ? 'critical' : ''}`}>
      <div className="report-who">
        {fresh && <span className="badge new">{t.branch.isNew}</span>}
        {report.critical && <span className="badge critical">▲ {t.worklist.critical}</span>}
        <Link to={{ page: 'examination', exchange: report.exchange }} className="open">
          <PatientLine patient={report.patient} />
        </Link>
      </div>
      <div className="report-what">
        {report.modality && <span className="modality">{report.modality}</span>}
        {exam !== report.modality && exam}
        {isAmended(report) && <span className="tag changed">{t.branch.amended}</span>}
        {isRecalled(report) && <span className="tag withdrawn">{t.branch.recalled}</span>}
      </div>
      <p className="report-said">{said.filter((piece) => piece).join(' · ')}</p>
      <p className="report-open">
        {report.links.pdf && (
          <a
            className={fresh ? 'button small first' : 'button small'}
            href={report.links.pdf}
            target="_blank"
            rel="noreferrer"
            aria-label={t.branch.openOf(name, exam)}
            onClick={() => onOpen(report)}
          >
            {t.branch.open}
          </a>
        )}
        {report.links.html && (
          <a
            className="as-page"
            href={report.links.html}
            target="_blank"
            rel="noreferrer"
            aria-label={t.branch.asPageOf(name)}
            onClick={() => onOpen(report)}
          >
            {t.branch.asPage}
          </a>
        )}
        {report.openedAt && <span className="opened">{openedWords(report, t.branch, moment(report.openedAt, language))}</span>}
      </p>
    </li>
  );
}

interface OpenedWords {
  openedBy: (name: string, at: string) => string;
  openedAt: (at: string) => string;
}

function openedWords(report: BranchReport, words: OpenedWords, at: string): string {
  return report.openedBy ? words.openedBy(report.openedBy, at) : words.openedAt(at);
}
