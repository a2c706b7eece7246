/** Cases as `GET /worklist` and `GET /case/{id}` tell them (docs/reading.md). */

export type Priority = 'stat' | 'asap' | 'urgent' | 'routine';

export interface Case {
  id: string;
  exchange: string;
  kind: 'read' | 'addendum';
  version: string;
  /** Number of the row's last change; rises with each change of any row. */
  change: number;
  site: string;
  siteName?: string;
  patient?: {
    name?: string;
    /** As the site has it. */
    id?: string;
    sex?: 'male' | 'female' | 'other' | 'unknown';
    birthDate?: string;
    age?: { value: number; unit: 'a' | 'mo' | 'd' };
  };
  accession?: string;
  modality?: string;
  description?: string;
  priority: Priority;
  critical: boolean;
  status: string;
  businessStatus?: string;
  claimedBy?: { id: string; name?: string };
  deadline?: string;
  receivedAt: string;
  completeAt?: string;
  claimedAt?: string;
  signedAt?: string;
  report?: { reference: string; status?: string; by?: string };
  conflict?: { at: string; en: string; zh: string };
  /** What its branch was told of a critical value, and whether it has answered. */
  criticalNotice?: { id: string; toldAt?: string; due?: string; acknowledged?: { by: string; at: string } };
}

export interface CaseLinks {
  exchange?: string;
  ecg?: string;
  drawing?: string;
  pdf?: string;
  dicomweb?: string;
}

export interface Prior {
  id: string;
  exchange?: string;
  modality?: string;
  description?: string;
  status?: string;
  receivedAt: string;
  links?: CaseLinks;
}

export type Move = 'claim' | 'release' | 'start';

export interface StoryLine {
  at: string;
  en: string;
  zh: string;
}

export interface CaseDetail extends Case {
  study?: string;
  links: CaseLinks;
  priors: Prior[];
  moves: string[];
  story: StoryLine[];
}

export interface WorklistAnswer {
  cases: Case[];
  total: number;
  next?: string;
  change: number;
  now: string;
}

const CLOSED = ['completed', 'rejected', 'cancelled', 'failed', 'entered-in-error'];

/** Whether a case still waits for a reader or is being read. */
export function isOpen(one: Case): boolean {
  return !CLOSED.includes(one.status);
}

/** Whether its time is over. */
export function isOverdue(one: Case, now: number): boolean {
  return isOpen(one) && one.deadline !== undefined && Date.parse(one.deadline) <= now;
}
