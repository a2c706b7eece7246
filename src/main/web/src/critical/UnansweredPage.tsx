import { useLanguage } from '../language/useLanguage';
import { PatientLine } from '../cases/PatientLine';
import { useCases } from '../cases/useCases';
import { useNow } from '../parts/clock';
import { Loading } from '../parts/Notice';
import { Link } from '../place/usePlace';
import { NoticeClock, NoticeFacts } from './NoticeFacts';
import type { Notice } from './notice';
import { useReadersNotices, useTabCount } from './useNotices';

/** For readers: every critical value that its branch has not answered, with its clock. */
export function UnansweredPage() {
  const { t } = useLanguage();
  const { notices, ready } = useReadersNotices();
  const { ahead } = useCases();
  const now = useNow() + ahead;
  useTabCount(notices.length, t.critical.tab);
  return (
    <main className="sheet">
      <Link to={{ page: 'worklist', filters: {} }} className="back">
        <span aria-hidden="true">‹</span> {t.worklist.title}
      </Link>
      <h1>{t.critical.unanswered}</h1>
      {!ready && <Loading />}
      {ready && notices.length === 0 && <p className="all-well">✓ {t.critical.none}</p>}
      <ul className="notices">
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} now={now} />
        ))}
      </ul>
    </main>
  );
}

function NoticeRow({ notice, now }: { notice: Notice; now: number }) {
  const { t } = useLanguage();
  return (
    <li className="notice-card">
      <NoticeHead notice={notice} now={now} />
      <NoticeFacts notice={notice} now={now} />
      {notice.case && (
        <Link to={{ page: 'case', id: notice.case }} className="button">
          {t.critical.openCase}
        </Link>
      )}
    </li>
  );
}

/** Whose it is, where, and how much time is left to answer. */
export function NoticeHead({ notice, now, site = true }: { notice: Notice; now: number; site?: boolean }) {
  const exam = [notice.description ?? notice.modality, site ? (notice.siteName ?? notice.site) : undefined];
  return (
    <header className="notice-head">
      <h2>
        <span aria-hidden="true">▲ </span>
        <PatientLine patient={notice.patient} />
      </h2>
      <p>{exam.filter((piece) => piece).join(' · ')}</p>
      {!notice.acknowledged && <NoticeClock notice={notice} now={now} />}
    </header>
  );
}
