import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../parts/http';
import { readReport } from './api';
import { isUnderway, standing, type CaseReport } from './report';

export interface LoadedReport {
  report: CaseReport | undefined;
  problem: Problem | undefined;
  /** Asks again; gives what the engine answered. */
  reload: () => Promise<CaseReport | undefined>;
}

/** Milliseconds until a signed report is asked for again: something is on its way, or it may be opened. */
const UNDERWAY = 1000;
const SETTLED = 20_000;

/** The report of a case; asked for again when the case has changed, when the page is looked at again, and while it is on its way. */
export function useReport(caseId: string, change: number): LoadedReport {
  const [loaded, setLoaded] = useState<{ id: string; report?: CaseReport; problem?: Problem }>();
  const alive = useRef(true);
  const reload = useCallback(async () => {
    try {
      const report = await readReport(caseId);
      if (alive.current) {
        setLoaded({ id: caseId, report });
      }
      return report;
    } catch (caught) {
      const problem = caught as Problem;
      // what is known stays on the screen
      setLoaded((known) => ({ ...(known?.id === caseId ? known : { id: caseId }), problem }));
      return undefined;
    }
  }, [caseId]);
  useEffect(() => {
    alive.current = true;
    void reload();
    return () => {
      alive.current = false;
    };
  }, [reload, change]);
  useEffect(() => {
    const onSeen = () => document.visibilityState === 'visible' && void reload();
    document.addEventListener('visibilitychange', onSeen);
    return () => document.removeEventListener('visibilitychange', onSeen);
  }, [reload]);
  const { report, problem } = loaded?.id === caseId ? loaded : {};
  usePolling(report, problem, reload);
  return { report, problem, reload };
}

function usePolling(
  report: CaseReport | undefined,
  problem: Problem | undefined,
  reload: () => Promise<unknown>,
): void {
  useEffect(() => {
    const signed = report && standing(report);
    const wait = isUnderway(report?.progress)
      ? UNDERWAY
      : problem || (signed && !report.progress?.openedAt)
        ? SETTLED
        : undefined;
    if (wait === undefined) {
      return undefined;
    }
    const timer = setTimeout(() => void reload(), problem ? SETTLED : wait);
    return () => clearTimeout(timer);
  }, [report, problem, reload]);
}
