import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import type { Place } from '../place/place';
import { Link } from '../place/usePlace';
import { NoticeClock } from './NoticeFacts';
import type { Notice } from './notice';
import { useTabCount } from './useNotices';

interface UnansweredBarProps {
  notices: Notice[];
  now: number;
  /** Where all are shown. */
  to?: Place;
  /** How many there are, with those that are shown elsewhere on the page. */
  all?: number;
}

/** As long as a branch has not answered: how many, and the clock of the first. */
export function UnansweredBar({ notices, now, to = { page: 'unanswered' }, all }: UnansweredBarProps) {
  const { t, language } = useLanguage();
  useTabCount(all ?? notices.length, t.critical.tab);
  const first = notices[0];
  return (
    <div role="status" className="bar-place">
      {first && (
        <Link to={to} className="unanswered-bar">
          <strong>▲ {t.critical.countWithout(number(notices.length, language))}</strong>
          <NoticeClock notice={first} now={now} />
          <span className="show">{t.critical.show} ›</span>
        </Link>
      )}
    </div>
  );
}
