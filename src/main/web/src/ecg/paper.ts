/**
 * Where each lead stands on the paper, in millimetres: pure geometry, without a screen. One second
 * is `speed` mm wide, one millivolt `gain` mm high.
 */
import { leadEnd, STANDARD_LEADS, type Lead, type Recording } from './recording';

export type Layout = '3x4' | '6x2' | '12x1' | 'lead';
export const LAYOUTS: readonly Exclude<Layout, 'lead'>[] = ['3x4', '6x2', '12x1'];
export const SPEEDS = [25, 50] as const;
export const GAINS = [5, 10, 20] as const;

export interface PaperOptions {
  layout: Layout;
  /** mm/s */
  speed: number;
  /** mm/mV */
  gain: number;
  /** Label of the rhythm strip's lead, or of the lead shown alone. */
  lead: string;
  /** Seconds at which the paper begins. */
  start: number;
}

/** A stretch of one lead on the paper. */
export interface Cell {
  lead: Lead;
  /** mm from the left where `from` stands. */
  x: number;
  width: number;
  /** mm from the top of the line of 0 mV. */
  baseline: number;
  /** mm above and below the baseline that are this cell's own. */
  reach: number;
  /** Seconds on the recording's axis. */
  from: number;
  to: number;
}

/** A row's calibration pulse: 1 mV high, 0.2 s wide. */
export interface Pulse {
  x: number;
  baseline: number;
}

export interface Paper {
  width: number;
  height: number;
  cells: Cell[];
  pulses: Pulse[];
  /** Standard leads that the recording lacks. */
  missing: string[];
  options: PaperOptions;
}

/** Seconds that one sheet shows. */
export const SHEET_SECONDS = 10;

/** mm left of the traces: the pulse stands here. */
const MARGIN = 10;
const PULSE_SECONDS = 0.2;

/** mm between two rows at 10 mm/mV. */
const ROW: Record<Layout, number> = { '3x4': 30, '6x2': 24, '12x1': 20, lead: 60 };

/** Another gain needs another room, though not in proportion: rows may overlap as on paper. */
function rowHeight(layout: Layout, gain: number): number {
  return ROW[layout] * (gain === 5 ? 0.8 : gain === 20 ? 1.5 : 1);
}

interface Row {
  leads: (Lead | undefined)[];
}

/** Lays a recording out. */
export function layOut(recording: Recording, options: PaperOptions): Paper {
  const rows = rowsOf(recording, options);
  const height = rowHeight(options.layout, options.gain);
  const cells: Cell[] = [];
  const pulses: Pulse[] = [];
  rows.forEach((row, r) => {
    const baseline = 4 + height * (r + 0.5);
    const seconds = SHEET_SECONDS / row.leads.length;
    pulses.push({ x: MARGIN - 2 - PULSE_SECONDS * options.speed, baseline });
    row.leads.forEach((lead, c) => {
      if (lead) {
        const from = options.start + columnStart(recording, seconds, c);
        const x = MARGIN + c * seconds * options.speed;
        const width = seconds * options.speed;
        cells.push({ lead, x, width, baseline, reach: height / 2, from, to: from + seconds });
      }
    });
  });
  return {
    width: MARGIN + SHEET_SECONDS * options.speed + 2,
    height: 8 + height * rows.length,
    cells,
    pulses,
    missing: missing(recording),
    options,
  };
}

/** Columns follow one another in time; in a recording too short for that each begins at 0. */
function columnStart(recording: Recording, seconds: number, column: number): number {
  const enough = recording.duration >= SHEET_SECONDS * 0.9;
  return enough ? column * seconds : 0;
}

function rowsOf(recording: Recording, options: PaperOptions): Row[] {
  const named = (label: string) => recording.leads.find((lead) => lead.label === label);
  if (options.layout === 'lead') {
    return [{ leads: [named(options.lead)] }];
  }
  const present = STANDARD_LEADS.filter((label) => named(label));
  const others = recording.leads
    .filter((lead) => !(STANDARD_LEADS as readonly string[]).includes(lead.label))
    .map((lead): Row => ({ leads: [lead] }));
  if (recording.leads.length <= 6 || present.length === 0) {
    return recording.leads.map((lead) => ({ leads: [lead] }));
  }
  const rows = { '3x4': 3, '6x2': 6, '12x1': 12 }[options.layout];
  const standard = Array.from({ length: rows }, (_, row): Row => ({
    leads: STANDARD_LEADS.filter((_label, i) => i % rows === row).map(named),
  })).filter((row) => row.leads.some((lead) => lead));
  const rhythm = options.layout === '3x4' ? named(options.lead) : undefined;
  return [...standard, ...(rhythm ? [{ leads: [rhythm] }] : []), ...others];
}

function missing(recording: Recording): string[] {
  const labels = new Set(recording.leads.map((lead) => lead.label));
  const absent = STANDARD_LEADS.filter((label) => !labels.has(label));
  return absent.length === STANDARD_LEADS.length ? [] : [...absent];
}

/** The cell under a point of the paper: the nearest row's. */
export function cellAt(paper: Paper, x: number, y: number): Cell | undefined {
  const inside = paper.cells.filter((cell) => x >= cell.x && x <= cell.x + cell.width);
  return inside.reduce<Cell | undefined>(
    (best, cell) =>
      !best || Math.abs(cell.baseline - y) < Math.abs(best.baseline - y) ? cell : best,
    undefined,
  );
}

/** mm from the left at which a second of a cell stands. */
export function xOf(cell: Cell, seconds: number, speed: number): number {
  return cell.x + (seconds - cell.from) * speed;
}

/** Seconds at a place of a cell. */
export function secondsAt(cell: Cell, x: number, speed: number): number {
  return cell.from + (x - cell.x) / speed;
}

/** mm from the top at which a voltage of a cell stands. */
export function yOf(cell: Cell, millivolt: number, gain: number): number {
  return cell.baseline - millivolt * gain;
}

/** The indices of a lead's samples that a cell shows: from inclusive, to exclusive. */
export function samplesOf(cell: Cell): [number, number] {
  const first = Math.ceil((cell.from - cell.lead.start) * cell.lead.rate - 1e-6);
  const last = Math.floor((cell.to - cell.lead.start) * cell.lead.rate + 1e-6);
  return [Math.max(0, first), Math.min(cell.lead.millivolts.length, last + 1)];
}

/** How many sheets a recording fills. */
export function sheets(recording: Recording): number {
  const end = recording.leads.reduce((most, lead) => Math.max(most, leadEnd(lead)), 0);
  return Math.max(1, Math.ceil((end - 0.05) / SHEET_SECONDS));
}
