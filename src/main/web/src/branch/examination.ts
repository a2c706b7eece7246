/** Examinations as `GET /branch/examinations` tells them (docs/reading.md), and where each is. Pure. */
import { isOpen, type Case, type CaseLinks } from '../cases/case';

export interface Examination {
  exchange: string;
  state: 'RECEIVED' | 'CONVERTED' | 'DELIVERED' | 'READ' | 'RETURNED';
  modality?: string;
  accession?: string;
  objects: number;
  receivedAt: string;
  /** Whether an object of it waits for a decision. */
  keptBack: boolean;
  /** The newest read of it; absent while the core hospital has none. */
  case?: Case;
}

/** Where an examination can be seen. */
interface Seen {
  /** Study Instance UID. */
  study?: string;
  links: CaseLinks;
}

/** Another one of the same patient, from the same branch. */
export interface EarlierExamination extends Seen {
  exchange: string;
  modality?: string;
  description?: string;
  receivedAt: string;
}

/** One as `GET /branch/examination/{exchange}` tells it. */
export interface WholeExamination extends Examination, Seen {
  site: string;
  siteName?: string;
  /** The newest version of each, the newest report first. */
  reports: {
    case: string;
    version: number;
    openedAt?: string;
    openedBy?: string;
    links: { pdf?: string; html?: string };
  }[];
  /** The newest first. */
  earlier: EarlierExamination[];
}

/** An ECG with an ECG, images with images. */
export function isComparable(one: Seen, other: Seen): boolean {
  return one.links.ecg
    ? other.links.ecg !== undefined
    : one.study !== undefined && other.links.ecg === undefined && other.study !== undefined;
}

export interface ExaminationsAnswer {
  siteName?: string;
  /** For those who belong to no site: which there are. */
  sites?: { id: string; name: string }[];
  examinations: Examination[];
  more: boolean;
}

export const STEPS = ['received', 'core', 'reading', 'signed', 'returned'] as const;
export type Step = (typeof STEPS)[number];

/** How far an examination has come; none where its read was called off. */
export function stepOf(one: Examination): Step | undefined {
  const read = one.case;
  if (read && !isOpen(read) && read.status !== 'completed') {
    return undefined;
  }
  const progress = read?.businessStatus;
  const signed = read?.status === 'completed' || (one.state === 'READ' && !read);
  if (progress === 'delivered' || progress === 'opened-at-branch' || (signed && one.state === 'RETURNED')) {
    return 'returned';
  }
  // a state of the exchange tells of an earlier read, where another one is open
  if (signed || ((one.state === 'READ' || one.state === 'RETURNED') && read?.kind !== 'addendum')) {
    return one.state === 'RETURNED' ? 'returned' : 'signed';
  }
  if (read?.claimedBy) {
    return 'reading';
  }
  return read || one.state === 'DELIVERED' ? 'core' : 'received';
}
