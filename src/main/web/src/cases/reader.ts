/** Who reads at this screen: asked for once and kept, as long as nobody signs in. */
import { useSyncExternalStore } from 'react';
import { isLogin } from './login';

export interface Reader {
  /** Login name. */
  id: string;
  name: string;
}

const KEPT = 'farsight.reader';
const listeners = new Set<() => void>();
let reader = kept();

function kept(): Reader | undefined {
  try {
    const read = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Reader | null;
    return read && isLogin(read.id) ? read : undefined;
  } catch {
    return undefined; // an old version's
  }
}

/** Keeps who reads. */
export function setReader(next: Reader): void {
  reader = next;
  localStorage.setItem(KEPT, JSON.stringify(next));
  listeners.forEach((listener) => listener());
}

/** Who reads, if that was said. */
export function useReader(): Reader | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => reader,
  );
}
