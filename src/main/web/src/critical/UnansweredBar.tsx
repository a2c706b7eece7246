import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Link } from '../place/usePlace';
import { NoticeClock } from './NoticeFacts';
import type { Notice } from './notice';
import { useTabCount } from './useNotices';

/** Above the worklist, as long as a branch has not answered: how many, and the clock of the first. */
export function UnansweredBar({ notices, now }: { notices: Notice[]; now: number }) {
  const { t, language } = useLanguage();
  useTabCount(notices.length, t.critical.tab);
  const first = notices[0];
  return (
    <div role="status" className="bar-place">
      {first && (
        <Link to={{ page: 'unanswered' }} className="unanswered-bar">
          <strong>▲ {t.critical.countWithout(number(notices.length, language))}</strong>
          <NoticeClock notice={first} now={now} />
          <span className="show">{t.critical.show} ›</span>
        </Link>
      )}
    </div>
  );
}
