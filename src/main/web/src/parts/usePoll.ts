import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { attendance } from './attended';
import { Poll, type Polled } from './poll';

const polls = new Map<string, Poll<unknown>>();
const MOST_KEPT = 50;

function pollOf<T>(path: string, every: number): Poll<T> {
  let poll = polls.get(path);
  if (!poll) {
    if (polls.size >= MOST_KEPT) {
      polls.delete(polls.keys().next().value!);
    }
    poll = new Poll<unknown>(path, every, attendance.here);
    polls.set(path, poll);
  }
  return poll as Poll<T>;
}

/** Asks again now for whatever somebody looks at below these paths. */
export function askAgain(...prefixes: string[]): void {
  polls.forEach((poll, path) => {
    if (prefixes.some((prefix) => path.startsWith(prefix))) {
      poll.again();
    }
  });
}

/**
 * What the engine answers to a path, kept up to date. Another path shows what was there before until
 * its own answer comes.
 */
export function usePoll<T>(path: string, every = 10_000): Polled<T> & { again: () => void } {
  const poll = pollOf<T>(path, every);
  const state = useSyncExternalStore(poll.subscribe, poll.snapshot);
  const before = useRef<T>(undefined);
  useEffect(() => {
    const onShown = () => document.visibilityState === 'visible' && poll.again();
    document.addEventListener('visibilitychange', onShown);
    const forget = attendance.onReturn(poll.again);
    return () => {
      document.removeEventListener('visibilitychange', onShown);
      forget();
    };
  }, [poll]);
  if (state.value !== undefined) {
    before.current = state.value;
  }
  return { ...state, value: state.value ?? (state.problem ? undefined : before.current), again: poll.again };
}

/** A value once it has rested for a while: what somebody types is not asked for letter by letter. */
export function useRested<T>(value: T, millis = 250): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), millis);
    return () => clearTimeout(timer);
  }, [value, millis]);
  return rested;
}

/** A path with those parameters that have a value. */
export function pathWith(path: string, parameters: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
