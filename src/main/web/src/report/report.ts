/** The report of a case as the engine tells it (docs/reports.md). */
import type { Words } from '../ecg/recording';

export interface KeyImage {
  /** SOP Instance UID. */
  instance: string;
  /** From 1. */
  frame: number;
}

/** What a reader writes. */
export interface Content {
  /** Id of the template; empty for none. */
  template: string;
  /** By the template's field ids; a field that was left empty is not there. */
  fields: Record<string, string>;
  findings: string;
  impression: string;
  /** What the branch must be told at once; absent where nothing is critical. */
  critical?: string;
  keyImages: KeyImage[];
  /** Why a signed version is changed; empty for the first one. */
  reason: string;
}

/** A draft as the engine keeps it. */
export interface Draft extends Content {
  version: number;
  changed: string;
  by?: { id: string; name?: string };
}

export interface SignedVersion {
  version: number;
  status: string;
  signedAt: string;
  by: { id: string; name?: string };
  sha256: string;
  critical?: string;
  reason?: string;
  links: { pdf?: string; html?: string; json?: string };
}

export type StepState = 'DONE' | 'WAITING' | 'PARKED' | 'QUARANTINED';

export interface WayProgress {
  way: string;
  name?: string;
  state: StepState;
  at?: string;
  /** What the receiver answered. */
  proof?: string;
  why?: string;
}

/** How far a signed report has come. */
export interface Progress {
  kept?: string;
  fhir?: { state: StepState; why?: string; at?: string };
  ways?: WayProgress[];
  openedAt?: string;
  openedBy?: string;
}

export type ReportMove = 'draft' | 'sign' | 'amend' | 'recall';

export interface CaseReport {
  draft?: Draft;
  /** Newest first. */
  signed: SignedVersion[];
  progress?: Progress;
  moves: string[];
}

export interface TemplateField {
  id: string;
  label: Words;
  type: 'number' | 'text' | 'choice';
  unit?: string;
  choices?: (string | { value: string; label?: Words })[];
  required?: boolean;
  min?: number;
  max?: number;
  /** The cart's measurement that it can be taken from: `kind` of `GET /ecg/{id}.json`. */
  from?: string;
}

export interface Phrase {
  label: string;
  text: string;
  into: 'findings' | 'impression';
}

export interface Template {
  id: string;
  name: Words;
  /** Whether it fits the case best. */
  default?: boolean;
  fields: TemplateField[];
  findings?: string;
  impression?: string;
  phrases?: Phrase[];
}

/** The newest signed version that stands, or none. */
export function standing(report: CaseReport): SignedVersion | undefined {
  const newest = report.signed[0];
  return newest && newest.status !== 'entered-in-error' ? newest : undefined;
}

/** Whether something of a signed report is still on its way. */
export function isUnderway(progress: Progress | undefined): boolean {
  const steps = progress ? [progress.fhir, ...(progress.ways ?? [])] : [];
  return steps.some((step) => step?.state === 'WAITING' || step?.state === 'PARKED');
}
