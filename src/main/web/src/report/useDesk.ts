import { useEffect, useState, useSyncExternalStore } from 'react';
import type { CaseDetail } from '../cases/case';
import { useReader, type Reader } from '../cases/reader';
import type { Problem } from '../parts/http';
import { putDraft, readTemplates, readVersion } from './api';
import { begin, fitting, plain } from './content';
import { DraftKeeper, type KeeperState } from './keeper';
import { KeptDrafts } from './kept';
import { open } from './merge';
import { standing, type CaseReport, type Content, type Template } from './report';
import { useReport, type LoadedReport } from './useReport';

/** This window among those of the browser. */
const WINDOW = Math.random().toString(36).slice(2);

/** Everything that is needed to write. */
export interface Writing {
  keeper: DraftKeeper;
  templates: Template[];
  /** Whether a signed version stands already. */
  amends: boolean;
}

export interface Desk extends LoadedReport {
  detail: CaseDetail;
  reader: Reader | undefined;
  /** There while something is written. */
  writing: Writing | undefined;
  /** Why one cannot begin to write. */
  trouble: Problem | undefined;
  /** Begins an amendment. */
  amend: (() => void) | undefined;
  /** Given up, or signed: back to what is signed. */
  leave: (signed?: boolean) => void;
  /** Signed here and just now: what comes next is near at hand. */
  justSigned: boolean;
}

/** What a reader has before him for one case: the signed versions, and what is being written. */
export function useDesk(detail: CaseDetail): Desk {
  const reader = useReader();
  const loaded = useReport(detail.id, detail.change);
  const { report } = loaded;
  const [amending, setAmending] = useState(false);
  const [justSigned, setJustSigned] = useState(false);
  const signed = report?.signed[0]?.version ?? 0;
  const mine = detail.claimedBy !== undefined && detail.claimedBy.id === reader?.id;
  const amends = report !== undefined && standing(report) !== undefined;
  const allowed = report !== undefined && mayWrite(report, mine, amends);
  const wanted = allowed && (!amends || amending || report.draft !== undefined || hasKept(detail, reader, signed));
  const { writing, trouble } = useWriting(detail.id, reader, wanted ? report : undefined, signed);
  const draft = report?.draft;
  useEffect(() => writing?.keeper.seen(draft), [writing, draft]);
  return {
    ...loaded,
    detail,
    reader,
    writing,
    trouble,
    amend: amends && allowed && !wanted ? () => setAmending(true) : undefined,
    leave: (signed = false) => {
      setAmending(false);
      setJustSigned(signed);
    },
    justSigned,
  };
}

/** The first version is written by whoever has the case, a later one by whom the engine lets. */
function mayWrite(report: CaseReport, mine: boolean, amends: boolean): boolean {
  return amends ? report.moves.includes('amend') : mine && report.moves.includes('draft');
}

function keptFor(caseId: string, reader: Reader | undefined): KeptDrafts {
  return new KeptDrafts(localStorage, reader?.id ?? '', caseId, WINDOW);
}

function hasKept(detail: CaseDetail, reader: Reader | undefined, signed: number): boolean {
  return keptFor(detail.id, reader).all().some((one) => one.signed === signed);
}

/** Begins to write once it is known what stands; ends when there is nothing to be written any more. */
function useWriting(
  caseId: string,
  reader: Reader | undefined,
  report: CaseReport | undefined,
  signed: number,
): { writing: Writing | undefined; trouble: Problem | undefined } {
  const [writing, setWriting] = useState<Writing>();
  const [trouble, setTrouble] = useState<Problem>();
  const wanted = report !== undefined;
  useEffect(() => {
    if (!report) {
      return undefined;
    }
    const stop = new AbortController();
    let begun: DraftKeeper | undefined;
    sitDown(caseId, reader, report, stop.signal).then(
      (next) => {
        if (!stop.signal.aborted) {
          begun = next.keeper;
          setWriting(next);
          setTrouble(undefined);
        }
      },
      (problem: Problem) => !stop.signal.aborted && setTrouble(problem),
    );
    const onHide = () => begun?.hurry();
    window.addEventListener('pagehide', onHide);
    window.addEventListener('online', onHide);
    return () => {
      stop.abort();
      begun?.hurry();
      begun?.end();
      setWriting(undefined);
      window.removeEventListener('pagehide', onHide);
      window.removeEventListener('online', onHide);
    };
    // a report that is merely asked for again begins nothing anew
  }, [caseId, reader?.id, wanted, signed]);
  return { writing, trouble };
}

async function sitDown(
  caseId: string,
  reader: Reader | undefined,
  report: CaseReport,
  signal: AbortSignal,
): Promise<Writing> {
  const templates = await readTemplates(caseId, signal);
  const before = standing(report);
  const fresh: Content = before ? await readVersion(before, signal) : begin(fitting(templates));
  const kept = keptFor(caseId, reader);
  const signed = report.signed[0]?.version ?? 0;
  const opened = open(report.draft, kept.all(), signed, plain(fresh));
  const put = putDraft(caseId, reader);
  const keeper = new DraftKeeper(opened, signed, kept, put, report.draft?.changed);
  return { keeper, templates, amends: before !== undefined };
}

const NOTHING = () => () => undefined;

/** What is being written, live. */
export function useKeeper(writing: Writing | undefined): KeeperState | undefined {
  return useSyncExternalStore(
    writing?.keeper.subscribe ?? NOTHING,
    () => writing?.keeper.snapshot(),
  );
}
