import { clockFace, moment, roughly } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { isLate, valueIn, type Notice, type WayProgress } from './notice';

/** Beyond this the seconds do not matter. */
const LONG = 12 * 3600_000;

/** What is critical, who says so, by which ways it was told and who has answered. */
export function NoticeFacts({ notice, now }: { notice: Notice; now: number }) {
  const { t, language } = useLanguage();
  const { acknowledged } = notice;
  return (
    <div className="notice-facts">
      {notice.withdrawn && (
        <p className="critical-withdrawn">
          <strong>{notice.withdrawn[language]}</strong>
        </p>
      )}
      <ul className="critical-values">
        {notice.values.map((value) => (
          <li key={value}>{notice.cause === 'RULE' ? valueIn(value, language) : value}</li>
        ))}
      </ul>
      <p className="critical-when">
        {t.critical.cause[notice.cause]} · {t.critical.since(moment(notice.at, language, now))}
      </p>
      <Ways ways={notice.ways} />
      {acknowledged && (
        <p className="critical-answer">
          <strong>
            ✓ {t.critical.acknowledged(acknowledged.by, moment(acknowledged.at, language, now))}
          </strong>
          <span>{acknowledged.action}</span>
        </p>
      )}
    </div>
  );
}

/** Time left for an answer, or how much too late it is. */
export function NoticeClock({ notice, now }: { notice: Notice; now: number }) {
  const { t, language } = useLanguage();
  const face = (millis: number) =>
    Math.abs(millis) > LONG ? roughly(millis, language) : clockFace(millis);
  if (notice.due === undefined) {
    return <span className="clock">{t.critical.waits(face(now - Date.parse(notice.at)))}</span>;
  }
  const left = Date.parse(notice.due) - now;
  return isLate(notice, now) ? (
    <strong className="clock over">! {t.critical.overdue(face(left))}</strong>
  ) : (
    <span className="clock">{t.critical.due(face(left))}</span>
  );
}

function Ways({ ways }: { ways: WayProgress[] }) {
  const { t, language } = useLanguage();
  const names: Record<string, string> = t.critical.ways;
  if (ways.length === 0) {
    return <p className="critical-ways">{t.critical.toldNot}</p>;
  }
  return (
    <ul className="critical-ways" aria-label={t.critical.told}>
      {ways.map((one) => (
        <li key={one.way} className={one.state.toLowerCase()} title={one.why}>
          <span aria-hidden="true">{one.state === 'DONE' ? '✓' : one.state === 'WAITING' ? '…' : '!'}</span>{' '}
          {names[one.way] ?? one.name ?? one.way}: {t.critical.wayStates[one.state]}
          {one.at && <time dateTime={one.at}> {moment(one.at, language)}</time>}
        </li>
      ))}
    </ul>
  );
}
