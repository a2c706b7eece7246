/** Callipers: two ends, each standing on a sample of one lead. */
import { samplesOf, secondsAt, xOf, yOf, type Cell, type Paper } from './paper';

/** An end: which sample of which cell. */
export interface End {
  cell: number;
  sample: number;
}

export interface Calliper {
  a: End;
  b: End;
}

export interface Reading {
  /** Milliseconds between the ends. */
  milliseconds: number;
  /** Voltage of the second end over the first; NaN where one stands in a gap. */
  millivolts: number;
  /** If the distance is one beat: beats per minute. Infinity for no distance. */
  rate: number;
}

/** The end nearest to a place within a cell: only the time decides, the trace gives the voltage. */
export function snap(paper: Paper, cell: number, x: number): End {
  const shown = paper.cells[cell]!;
  const seconds = secondsAt(shown, x, paper.options.speed);
  const [first, last] = samplesOf(shown);
  const nearest = Math.round((seconds - shown.lead.start) * shown.lead.rate);
  return { cell, sample: Math.min(Math.max(nearest, first), Math.max(first, last - 1)) };
}

/** Moved by so many samples, within its cell. */
export function moved(paper: Paper, end: End, samples: number): End {
  const [first, last] = samplesOf(paper.cells[end.cell]!);
  const sample = Math.min(Math.max(end.sample + samples, first), Math.max(first, last - 1));
  return { ...end, sample };
}

/** Seconds of a sample on the recording's axis. */
export function secondsOf(cell: Cell, sample: number): number {
  return cell.lead.start + sample / cell.lead.rate;
}

/** Where an end stands on the paper, in mm. */
export function place(
  paper: Paper,
  end: End,
  traces: ReadonlyMap<string, Float32Array>,
): { x: number; y: number } {
  const cell = paper.cells[end.cell]!;
  const millivolt = voltage(cell, end.sample, traces);
  return {
    x: xOf(cell, secondsOf(cell, end.sample), paper.options.speed),
    y: yOf(cell, Number.isNaN(millivolt) ? 0 : millivolt, paper.options.gain),
  };
}

function voltage(cell: Cell, sample: number, traces: ReadonlyMap<string, Float32Array>): number {
  return traces.get(cell.lead.label)?.[sample] ?? NaN;
}

/**
 * What a calliper says.
 *
 * @param traces what is drawn, by the lead's label: filtered where a filter is on
 */
export function read(
  paper: Paper,
  { a, b }: Calliper,
  traces: ReadonlyMap<string, Float32Array>,
): Reading {
  const from = paper.cells[a.cell]!;
  const to = paper.cells[b.cell]!;
  const milliseconds = Math.abs(secondsOf(to, b.sample) - secondsOf(from, a.sample)) * 1000;
  return {
    milliseconds,
    millivolts: voltage(to, b.sample, traces) - voltage(from, a.sample, traces),
    rate: 60000 / milliseconds,
  };
}

/** The places, in mm from the left, at which the same interval repeats to both sides of a cell. */
export function marches(paper: Paper, { a, b }: Calliper): number[] {
  const cell = paper.cells[a.cell]!;
  const xa = xOf(cell, secondsOf(cell, a.sample), paper.options.speed);
  const xb = xOf(cell, secondsOf(cell, b.sample), paper.options.speed);
  const step = Math.abs(xb - xa);
  const found: number[] = [];
  if (step < 0.5) {
    return found;
  }
  const low = Math.min(xa, xb);
  for (let x = low - step; x >= cell.x; x -= step) {
    found.unshift(x);
  }
  for (let x = low + 2 * step; x <= cell.x + cell.width; x += step) {
    found.push(x);
  }
  return found;
}
