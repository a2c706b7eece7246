import { useEffect, useState, useSyncExternalStore } from 'react';
import type { CaseDetail } from '../cases/case';
import { useReader, type Reader } from '../cases/reader';
import type { Language } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import type { Problem } from '../parts/http';
import { putDraft, readTemplates, readVersion } from './api';
import { plain } from './content';
import { DraftKeeper, type KeeperState } from './keeper';
import { KeptDrafts } from './kept';
import { open } from './merge';
import type { CaseReport, Content, Template } from './report';
import { begin, fitting } from './template';
import { useReport, type LoadedReport } from './useReport';

/** This window among those of the browser. */
const WINDOW = Math.random().toString(36).slice(2);

/** Everything that is needed to write. */
export interface Writing {
  keeper: DraftKeeper;
  templates: Template[];
  /** Whether a version was signed before. */
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
  const signed = signedVersion(report);
  const mine = detail.claimedBy !== undefined && detail.claimedBy.id === reader?.id;
  const amends = signed > 0;
  const allowed = report !== undefined && mayWrite(report, mine, amends);
  const begun = amending || report?.draft !== undefined || hasKept(detail, reader, signed);
  const wanted = allowed && (!amends || begun);
  const { writing, trouble } = useWriting(detail.id, reader, wanted ? report : undefined, loaded.reload);
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
  reload: () => Promise<CaseReport | undefined>,
): { writing: Writing | undefined; trouble: Problem | undefined } {
  const { language } = useLanguage();
  const [writing, setWriting] = useState<Writing>();
  const [trouble, setTrouble] = useState<Problem>();
  const signed = signedVersion(report);
  const wanted = report !== undefined;
  useEffect(() => {
    if (!report) {
      return undefined;
    }
    const stop = new AbortController();
    let begun: DraftKeeper | undefined;
    const lost = () =>
      void reload().then((now) => {
        // thrown away in another window: what is written here goes on, upon nothing
        if (now && !now.draft && signedVersion(now) === signed) {
          begun?.beginAnew();
        }
      });
    sitDown({ caseId, reader, report, language, lost }, stop.signal).then(
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

function signedVersion(report: CaseReport | undefined): number {
  return report?.signed[0]?.version ?? 0;
}

interface Beginning {
  caseId: string;
  reader: Reader | undefined;
  report: CaseReport;
  language: Language;
  /** The engine's draft is gone. */
  lost: () => void;
}

async function sitDown(from: Beginning, signal: AbortSignal): Promise<Writing> {
  const { caseId, reader, report, language, lost } = from;
  const templates = await readTemplates(caseId, language, signal);
  const before = report.signed[0];
  const fresh: Content = before
    ? await readVersion(before, signal)
    : begin(fitting(templates), language);
  const kept = keptFor(caseId, reader);
  const signed = signedVersion(report);
  const opened = open(report.draft, kept.all(), signed, plain(fresh));
  const ports = { kept, put: putDraft(caseId, reader), lost };
  const keeper = new DraftKeeper(opened, signed, ports, report.draft?.changed);
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
