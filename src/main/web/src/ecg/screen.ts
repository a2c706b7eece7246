/** How large a millimetre is on this screen, as its user has measured it with a ruler. */
import { useSyncExternalStore } from 'react';

/** CSS says 96 pixels to the inch; few screens keep to it. */
export const BY_CSS = 96 / 25.4;

const KEPT = 'farsight.pxPerMm';
const listeners = new Set<() => void>();

function kept(): number | undefined {
  const value = Number(localStorage.getItem(KEPT));
  return value >= 1 && value <= 20 ? value : undefined;
}

/** Keeps what was measured; undefined goes back to what CSS says. */
export function setPxPerMm(value: number | undefined): void {
  if (value === undefined) {
    localStorage.removeItem(KEPT);
  } else {
    localStorage.setItem(KEPT, String(value));
  }
  listeners.forEach((listener) => listener());
}

/** CSS pixels per millimetre, and whether somebody has measured them. */
export function useScreen(): { pxPerMm: number; measured: boolean } {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kept,
  );
  return { pxPerMm: value ?? BY_CSS, measured: value !== undefined };
}
