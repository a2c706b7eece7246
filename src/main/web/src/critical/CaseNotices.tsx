import { useLanguage } from '../language/useLanguage';
import { useCases } from '../cases/useCases';
import { useNow } from '../parts/clock';
import { pathWith, usePoll } from '../parts/usePoll';
import { NoticeClock, NoticeFacts } from './NoticeFacts';
import { compareNotices, isOpenNotice, type NoticesAnswer } from './notice';

/** What the branch was told of a case, by which ways, and what it has answered. */
export function CaseNotices({ exchange }: { exchange: string }) {
  const { t } = useLanguage();
  const { ahead } = useCases();
  const now = useNow() + ahead;
  const { value } = usePoll<NoticesAnswer>(pathWith('/critical', { exchange, state: 'all' }));
  const notices = (value?.critical ?? []).filter((one) => one.exchange === exchange).sort(compareNotices);
  return notices.map((notice) => (
    <section
      key={notice.id}
      className={isOpenNotice(notice) ? 'case-notice open' : 'case-notice'}
      aria-label={t.critical.title}
    >
      <p className="case-notice-head">
        <strong>▲ {isOpenNotice(notice) ? t.critical.notAnswered : t.worklist.critical}</strong>
        {isOpenNotice(notice) && <NoticeClock notice={notice} now={now} />}
      </p>
      <NoticeFacts notice={notice} now={now} />
    </section>
  ));
}
