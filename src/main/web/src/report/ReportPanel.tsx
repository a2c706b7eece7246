import { isOpen, type Move } from '../cases/case';
import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { ReportEditor } from './ReportEditor';
import { ReportProgress } from './ReportProgress';
import { SignedReport } from './SignedReport';
import type { Desk } from './useDesk';
import '../style/report.css';

interface ReportPanelProps {
  desk: Desk;
  /** Id of the next case. */
  next: string | undefined;
  onMove: (what: Move) => void;
}

/** The report of a case: what is written, what is signed, or how to begin. */
export function ReportPanel({ desk, next, onMove }: ReportPanelProps) {
  const { t } = useLanguage();
  const { report, problem, writing, trouble } = desk;
  if (!report) {
    return problem ? <Failure problem={problem} /> : <Loading />;
  }
  const isSigned = report.signed.length > 0;
  return (
    <div className="report">
      {trouble && <Failure problem={trouble} />}
      {writing && <ReportEditor key={desk.detail.id} desk={desk} writing={writing} />}
      {isSigned && !writing && <SignedReport desk={desk} report={report} next={next} />}
      {isSigned && writing && (
        <details className="present">
          <summary>{t.report.signed.present}</summary>
          <SignedReport desk={desk} report={report} next={undefined} />
        </details>
      )}
      {!isSigned && !writing && <HowToBegin desk={desk} onMove={onMove} />}
    </div>
  );
}

function HowToBegin({ desk, onMove }: Omit<ReportPanelProps, 'next'>) {
  const { t, language } = useLanguage();
  const { detail, report, reader, trouble } = desk;
  const { claimedBy, moves } = detail;
  const mine = claimedBy !== undefined && claimedBy.id === reader?.id;
  if (mine && report?.moves.includes('draft')) {
    return trouble ? null : <Loading />; // the templates are on their way
  }
  const draft = report?.draft;
  return (
    <div className="begin">
      <p>
        <strong>{t.report.none}</strong>
      </p>
      {detail.report && <p>{t.report.elsewhere(detail.report.by ?? t.report.unknown)}</p>}
      {!isOpen(detail) && !detail.report && <p>{t.report.closed}</p>}
      {isOpen(detail) && claimedBy && !mine && <p>{t.report.others(claimedBy.name ?? claimedBy.id)}</p>}
      {draft && (
        <p className="hint">
          {t.report.otherDraft(
            draft.by?.name ?? draft.by?.id ?? t.report.unknown,
            moment(draft.changed, language),
          )}
        </p>
      )}
      {report?.progress && <ReportProgress progress={report.progress} />}
      {isOpen(detail) && !claimedBy && moves.includes('claim') && (
        <>
          <p>{t.report.claimFirst}</p>
          <p>
            <button type="button" className="primary" onClick={() => onMove('claim')} aria-keyshortcuts="c">
              {t.case.claim} <kbd>c</kbd>
            </button>
          </p>
        </>
      )}
    </div>
  );
}
