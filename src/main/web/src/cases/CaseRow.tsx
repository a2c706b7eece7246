import { memo } from 'react';
import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Link } from '../place/usePlace';
import { fetchAhead } from '../ecg/useRecording';
import { isOverdue, type Case } from './case';
import { Clock } from './Clock';
import { PatientLine } from './PatientLine';

interface CaseRowProps {
  one: Case;
  row: number;
  top: number;
  chosen: boolean;
  mine: boolean;
  /** Whether its branch has not answered a critical value. */
  unanswered: boolean;
  /** By the engine's clock. */
  now: number;
  onChoose: (row: number) => void;
}

/** A case in the list. */
export const CaseRow = memo(function CaseRow(props: CaseRowProps) {
  const { one, row, chosen, now } = props;
  const { t, language } = useLanguage();
  const overdue = isOverdue(one, now);
  const critical = one.critical || props.unanswered || one.criticalNotice !== undefined;
  const tone = critical ? 'critical' : overdue ? 'overdue' : one.priority;
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={chosen}
      className={`row ${tone}${props.unanswered ? ' unanswered' : ''}`}
      style={{ transform: `translateY(${props.top}px)` }}
      data-case={one.id}
      onPointerDown={() => {
        props.onChoose(row);
        if (one.modality === 'ECG') {
          fetchAhead(one.exchange);
        }
      }}
    >
      <div role="cell" className="urgency">
        <Urgency one={one} critical={critical} overdue={overdue} />
        <Answered one={one} unanswered={props.unanswered} />
      </div>
      <div role="cell" className="time">
        <Clock one={one} now={now} />
      </div>
      <div role="cell" className="who">
        <Link to={{ page: 'case', id: one.id }} className="open" tabIndex={chosen ? 0 : -1}>
          <PatientLine patient={one.patient} />
        </Link>
      </div>
      <div role="cell" className="exam">
        <span className="modality">{one.modality ?? '–'}</span>
        <span className="what" title={one.description}>
          {one.description ?? t.worklist.noDescription}
          {one.kind === 'addendum' && <span className="tag">{t.worklist.addendum}</span>}
        </span>
      </div>
      <div role="cell" className="site" title={one.siteName}>
        {one.siteName ?? one.site}
      </div>
      <div role="cell" className="received">
        {moment(one.receivedAt, language, now)}
      </div>
      <div role="cell" className="holder">
        <Holder one={one} mine={props.mine} />
      </div>
    </div>
  );
});

/** Whether the branch has answered a critical value. */
function Answered({ one, unanswered }: { one: Case; unanswered: boolean }) {
  const { t, language } = useLanguage();
  const answer = one.criticalNotice?.acknowledged;
  if (unanswered) {
    return <small className="not-answered">{t.critical.notAnswered}</small>;
  }
  return answer ? (
    <small className="answered" title={t.critical.acknowledged(answer.by, moment(answer.at, language))}>
      ✓ {answer.by}
    </small>
  ) : null;
}

function Urgency({ one, critical, overdue }: { one: Case; critical: boolean; overdue: boolean }) {
  const { t } = useLanguage();
  if (critical) {
    return <span className="badge critical">▲ {t.worklist.critical}</span>;
  }
  if (overdue) {
    return <span className="badge overdue">! {t.worklist.overdue}</span>;
  }
  return one.priority === 'routine' ? (
    <span className="badge routine">{t.priorities.routine}</span>
  ) : (
    <span className={`badge ${one.priority}`}>● {t.priorities[one.priority]}</span>
  );
}

function Holder({ one, mine }: { one: Case; mine: boolean }) {
  const { t } = useLanguage();
  if (!one.claimedBy) {
    return <span className="free">{t.worklist.free}</span>;
  }
  return (
    <span className={mine ? 'holder-name mine' : 'holder-name'}>
      {mine ? t.worklist.you : (one.claimedBy.name ?? one.claimedBy.id)}
      {one.status === 'in-progress' && <small> {t.worklist.reading}</small>}
    </span>
  );
}
