import { clockFace, moment, roughly } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { isOpen, type Case } from './case';

/** Less time than this is told as running out. */
const SHORT = 5 * 60_000;

/** Beyond this the seconds do not matter. */
const LONG = 12 * 3600_000;

/** The time left on a case's clock, in words and colour. */
export function Clock({ one, now }: { one: Case; now: number }) {
  const { t, language } = useLanguage();
  if (one.deadline === undefined || !isOpen(one)) {
    return <span className="clock none">{t.worklist.noClock}</span>;
  }
  const left = Date.parse(one.deadline) - now;
  const face = Math.abs(left) > LONG ? roughly(left, language) : clockFace(left);
  const tone = left <= 0 ? 'over' : left < SHORT ? 'short' : 'fine';
  return (
    <span
      className={`clock ${tone}`}
      title={t.worklist.deadline(moment(one.deadline, language, now))}
    >
      {left <= 0 && <span className="over-word">{t.worklist.overdueBy}</span>}
      {face}
    </span>
  );
}
