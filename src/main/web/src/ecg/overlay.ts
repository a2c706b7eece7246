/** How far an earlier ECG has to be moved so that its beats lie on those of the present one. */
import type { Lead } from './recording';

/** Samples a second at which both are compared. */
const RATE = 125;

/** Steepness of a lead on a grid of 125 Hz; QRS complexes stand out in it. */
function steepness(lead: Lead, seconds: number): Float64Array {
  const at = (t: number) => lead.millivolts[Math.round((t - lead.start) * lead.rate)] ?? NaN;
  const out = new Float64Array(Math.floor(seconds * RATE));
  for (let i = 1; i < out.length; i++) {
    const step = at(i / RATE) - at((i - 1) / RATE);
    out[i] = Number.isNaN(step) ? 0 : Math.abs(step);
  }
  return out;
}

/**
 * Seconds to add to the earlier one's times, at most half a second either way: where the steep
 * parts of both agree best over the first seconds.
 */
export function alignment(now: Lead, earlier: Lead, seconds = 2.5): number {
  const a = steepness(now, seconds);
  const b = steepness(earlier, seconds + 1);
  const most = Math.floor(RATE / 2);
  let best = 0;
  let bestScore = -1;
  for (let shift = -most; shift <= most; shift++) {
    let score = 0;
    for (let i = 0; i < a.length; i++) {
      score += a[i]! * (b[i - shift] ?? 0);
    }
    if (score > bestScore * (1 + 1e-9)) {
      bestScore = score;
      best = shift;
    }
  }
  return best / RATE;
}
