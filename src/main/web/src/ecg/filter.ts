/**
 * What may be taken out of a trace for the eye: the same filters as on the engine's paper
 * (docs/ecg.md): second order (Butterworth, and a notch of Q 5), each run forward and backward, so
 * that no wave is moved in time; at the frequency named the amplitude is half.
 */

export type FilterId = 'baseline' | 'lowpass35' | 'lowpass40' | 'notch50';

/** In the order in which they are offered and run. */
export const FILTERS: readonly { id: FilterId; hertz: number }[] = [
  { id: 'baseline', hertz: 0.5 },
  { id: 'lowpass35', hertz: 35 },
  { id: 'lowpass40', hertz: 40 },
  { id: 'notch50', hertz: 50 },
];

/** Above this share of the sampling rate a filter has nothing sensible to do. */
const HIGHEST = 0.45;

interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** Whether a filter can be used at this sampling rate. */
export function usable(id: FilterId, rate: number): boolean {
  return hertz(id) <= HIGHEST * rate;
}

function hertz(id: FilterId): number {
  return FILTERS.find((filter) => filter.id === id)!.hertz;
}

function biquad(id: FilterId, rate: number): Biquad {
  const w = (2 * Math.PI * hertz(id)) / rate;
  const cos = Math.cos(w);
  const alpha = Math.sin(w) / (2 * (id === 'notch50' ? 5 : Math.SQRT1_2));
  const b = numerator(id, cos);
  const a0 = 1 + alpha;
  return { b0: b[0] / a0, b1: b[1] / a0, b2: b[2] / a0, a1: (-2 * cos) / a0, a2: (1 - alpha) / a0 };
}

function numerator(id: FilterId, cos: number): [number, number, number] {
  switch (id) {
    case 'baseline':
      return [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2];
    case 'lowpass35':
    case 'lowpass40':
      return [(1 - cos) / 2, 1 - cos, (1 - cos) / 2];
    case 'notch50':
      return [1, -2 * cos, 1];
  }
}

/** A filtered copy; stretches between gaps (NaN) are filtered each on its own. */
export function filtered(
  millivolts: Float32Array,
  rate: number,
  ids: readonly FilterId[],
): Float32Array {
  const chosen = ids.filter((id) => usable(id, rate));
  if (chosen.length === 0) {
    return millivolts;
  }
  const out = Float32Array.from(millivolts);
  for (const [from, to] of stretches(out)) {
    if (to - from > 2) {
      const values = Float64Array.from(out.subarray(from, to));
      chosen.forEach((id) => bothWays(values, biquad(id, rate), pad(id, rate, values.length)));
      out.set(values, from);
    }
  }
  return out;
}

/** The stretches without gaps: from inclusive, to exclusive. */
export function stretches(values: ArrayLike<number>): [number, number][] {
  const found: [number, number][] = [];
  let from = -1;
  for (let i = 0; i <= values.length; i++) {
    const gap = i === values.length || Number.isNaN(values[i]);
    if (!gap && from < 0) {
      from = i;
    } else if (gap && from >= 0) {
      found.push([from, i]);
      from = -1;
    }
  }
  return found;
}

/** Two periods of the filter's frequency, as far as the signal has as much. */
function pad(id: FilterId, rate: number, length: number): number {
  return Math.min(length - 1, Math.ceil((4 * rate) / Math.min(hertz(id), 20)));
}

/** Both ends are continued point-symmetrically, so that the start of a trace does not swing in. */
function bothWays(values: Float64Array, filter: Biquad, padding: number): void {
  const n = values.length;
  const padded = new Float64Array(n + 2 * padding);
  padded.set(values, padding);
  for (let i = 1; i <= padding; i++) {
    padded[padding - i] = 2 * values[0]! - values[i]!;
    padded[padding + n - 1 + i] = 2 * values[n - 1]! - values[n - 1 - i]!;
  }
  run(padded, filter, 0, 1);
  run(padded, filter, padded.length - 1, -1);
  values.set(padded.subarray(padding, padding + n));
}

/** One way, begun as if the first value had stood there for ever. */
function run(values: Float64Array, f: Biquad, first: number, step: 1 | -1): void {
  const x = values[first]!;
  const settled = (x * (f.b0 + f.b1 + f.b2)) / (1 + f.a1 + f.a2);
  let s1 = settled - f.b0 * x;
  let s2 = f.b2 * x - f.a2 * settled;
  for (let i = first; i >= 0 && i < values.length; i += step) {
    const input = values[i]!;
    const output = f.b0 * input + s1;
    s1 = f.b1 * input - f.a1 * output + s2;
    s2 = f.b2 * input - f.a2 * output;
    values[i] = output;
  }
}
