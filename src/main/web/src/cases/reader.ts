/** Who reads at this screen: who is signed in; asked for once and kept where nobody has to. */
import { useMemo, useSyncExternalStore } from 'react';
import { usePerson } from '../session/useSession';
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

/** Who reads, if that is known. */
export function useReader(): Reader | undefined {
  const person = usePerson();
  const said = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => reader,
  );
  return useMemo(() => (person ? { id: person.user, name: person.name } : said), [person, said]);
}
