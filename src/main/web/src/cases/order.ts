/** Which cases are shown, in which order, and how many there are of each: pure. */
import { isOpen, isOverdue, type Case } from './case';
import type { Filters, Show } from '../place/place';

const URGENCY: Record<string, number> = { stat: 0, asap: 1, urgent: 2, routine: 3 };

/** Critical and stat first, then asap, urgent, routine. */
export function urgency(one: Case): number {
  return one.critical ? 0 : (URGENCY[one.priority] ?? 3);
}

/** By urgency, then by time left (no deadline last), then by reception: as the engine sorts. */
export function compareCases(a: Case, b: Case): number {
  return (
    urgency(a) - urgency(b) ||
    compareTimes(a.deadline, b.deadline) ||
    compareTimes(a.receivedAt, b.receivedAt) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function compareTimes(a: string | undefined, b: string | undefined): number {
  const left = a === undefined ? Infinity : Date.parse(a);
  const right = b === undefined ? Infinity : Date.parse(b);
  return left === right ? 0 : left - right;
}

/** What the filters of a link depend on beside the case itself. */
export interface Viewer {
  /** Login name of the person at this screen. */
  reader: string | undefined;
  now: number;
}

/** Whether a case passes the filters. */
export function passes(one: Case, filters: Filters, viewer: Viewer): boolean {
  return (
    (filters.site === undefined || one.site === filters.site) &&
    (filters.modality === undefined || one.modality === filters.modality) &&
    (filters.show === undefined || SHOWN[filters.show](one, viewer)) &&
    (filters.words === undefined || contains(one, filters.words))
  );
}

const SHOWN: Record<Show, (one: Case, viewer: Viewer) => boolean> = {
  critical: (one) => one.critical,
  overdue: (one, viewer) => isOverdue(one, viewer.now),
  free: (one) => one.claimedBy === undefined,
  mine: isMine,
  closed: (one) => !isOpen(one),
};

function isMine(one: Case, viewer: Viewer): boolean {
  return one.claimedBy !== undefined && one.claimedBy.id === viewer.reader;
}

/** Whether each of the words is in what is known of the case. */
function contains(one: Case, words: string): boolean {
  const text = [
    one.patient?.name,
    one.patient?.id,
    one.accession,
    one.description,
    one.siteName,
    one.modality,
    one.id,
    one.exchange,
    one.claimedBy?.name,
  ]
    .filter((piece) => piece !== undefined)
    .join('\n')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export interface Count {
  open: number;
  overdue: number;
  critical: number;
}

export interface Counts extends Count {
  free: number;
  mine: number;
  sites: (Count & { id: string; name: string })[];
  modalities: { id: string; open: number }[];
}

/** Counts of all open cases, whatever the filters. */
export function countCases(cases: Iterable<Case>, viewer: Viewer): Counts {
  const sites = new Map<string, Count & { id: string; name: string }>();
  const modalities = new Map<string, number>();
  const all = { open: 0, overdue: 0, critical: 0, free: 0, mine: 0 };
  for (const one of cases) {
    if (!isOpen(one)) {
      continue;
    }
    const site = sites.get(one.site) ?? {
      id: one.site,
      name: one.siteName ?? one.site,
      open: 0,
      overdue: 0,
      critical: 0,
    };
    sites.set(one.site, site);
    const overdue = Number(isOverdue(one, viewer.now));
    for (const count of [all, site]) {
      count.open++;
      count.overdue += overdue;
      count.critical += Number(one.critical);
    }
    all.free += Number(one.claimedBy === undefined);
    all.mine += Number(isMine(one, viewer));
    const modality = one.modality ?? '';
    modalities.set(modality, (modalities.get(modality) ?? 0) + 1);
  }
  return {
    ...all,
    sites: [...sites.values()].sort((a, b) => b.open - a.open || a.name.localeCompare(b.name)),
    modalities: [...modalities]
      .filter(([id]) => id !== '')
      .map(([id, open]) => ({ id, open }))
      .sort((a, b) => b.open - a.open || a.id.localeCompare(b.id)),
  };
}
