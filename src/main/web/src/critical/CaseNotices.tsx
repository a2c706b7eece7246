import { useLanguage } from '../language/useLanguage';
import { useNow } from '../parts/clock';
import { pathWith, usePoll } from '../parts/usePoll';
import { AcknowledgeForm } from './AcknowledgeForm';
import { NoticeClock, NoticeFacts } from './NoticeFacts';
import { compareNotices, isOpenNotice, type NoticesAnswer } from './notice';

interface CaseNoticesProps {
  exchange: string;
  /** Milliseconds by which the engine's clock is ahead of this one. */
  ahead?: number;
  /** Name of whoever may answer here for the branch; may be empty. */
  answering?: string | undefined;
}

/** What the branch was told of a case, by which ways, and what it has answered. */
export function CaseNotices({ exchange, ahead = 0, answering }: CaseNoticesProps) {
  const { t } = useLanguage();
  const now = useNow() + ahead;
  const { value, again } = usePoll<NoticesAnswer>(pathWith('/critical', { exchange, state: 'all' }));
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
      {isOpenNotice(notice) && answering !== undefined && (
        <details className="answer-here">
          <summary className="button small">{t.critical.answer}</summary>
          <AcknowledgeForm notice={notice} name={answering} onDone={again} />
        </details>
      )}
    </section>
  ));
}
