/** How an ECG is looked at; kept for the next one. */
import { useState } from 'react';
import { FILTERS, type FilterId } from './filter';
import { GAINS, LAYOUTS, SPEEDS, type Layout } from './paper';

export interface Choices {
  layout: Exclude<Layout, 'lead'>;
  speed: number;
  gain: number;
  filters: FilterId[];
  /** True to scale, or as wide as there is room. */
  size: 'true' | 'fit';
  measuring: boolean;
  march: boolean;
  compare: 'beside' | 'overlay';
}

const KEPT = 'farsight.ecg';

/** A finger scrolls; a mouse measures at once. */
function usual(): Choices {
  const fine = window.matchMedia('(pointer: fine)').matches;
  return {
    layout: '3x4',
    speed: 25,
    gain: 10,
    filters: [],
    size: 'true',
    measuring: fine,
    march: false,
    compare: 'beside',
  };
}

/** What was kept, as far as it makes sense. Filters are never kept: they hide something. */
export function readChoices(kept: string | null, otherwise: Choices): Choices {
  try {
    const read = JSON.parse(kept ?? '{}') as Partial<Choices>;
    const one = <T>(value: T | undefined, all: readonly T[], or: T) =>
      value !== undefined && all.includes(value) ? value : or;
    return {
      layout: one(read.layout, LAYOUTS, otherwise.layout),
      speed: one(read.speed, SPEEDS, otherwise.speed),
      gain: one(read.gain, GAINS, otherwise.gain),
      filters: [],
      size: one(read.size, ['true', 'fit'], otherwise.size),
      measuring: one(read.measuring, [true, false], otherwise.measuring),
      march: one(read.march, [true, false], otherwise.march),
      compare: one(read.compare, ['beside', 'overlay'], otherwise.compare),
    };
  } catch {
    return otherwise; // somebody else's or an old version's: begin anew
  }
}

/** The choices, and how to change some. */
export function useChoices(): [Choices, (some: Partial<Choices>) => void] {
  const [choices, set] = useState(() => readChoices(localStorage.getItem(KEPT), usual()));
  const change = (some: Partial<Choices>) => {
    const next = { ...choices, ...some };
    localStorage.setItem(KEPT, JSON.stringify(next));
    set(next);
  };
  return [choices, change];
}

/** The filters with one switched; there is one low-pass at a time. */
export function switched(filters: readonly FilterId[], id: FilterId): FilterId[] {
  const others = filters.filter(
    (one) => one !== id && !(one.startsWith('lowpass') && id.startsWith('lowpass')),
  );
  const wanted = filters.includes(id) ? others : [...others, id];
  return FILTERS.map((filter) => filter.id).filter((one) => wanted.includes(one));
}
