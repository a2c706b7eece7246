import { useEffect, useState, useSyncExternalStore } from 'react';
import { getJson, type Problem } from '../parts/http';
import type { CaseDetail } from './case';
import { CaseFeed, type FeedState } from './feed';

const feed = new CaseFeed();

/** The open cases, live. */
export function useCases(): FeedState & Pick<CaseFeed, 'put'> {
  const state = useSyncExternalStore(feed.subscribe, feed.snapshot);
  return { ...state, put: feed.put };
}

export type LoadedCase =
  | { state: 'loading' }
  | { state: 'failed'; problem: Problem }
  | { state: 'here'; detail: CaseDetail };

/** One case with its links and priors; asked for again whenever it has changed. */
export function useCase(id: string): LoadedCase {
  const { cases } = useCases();
  const change = cases.find((one) => one.id === id)?.change;
  const [loaded, setLoaded] = useState<{ id: string; what: LoadedCase }>();
  useEffect(() => {
    const stop = new AbortController();
    getJson<CaseDetail>(`/case/${encodeURIComponent(id)}`, stop.signal).then(
      (detail) => setLoaded({ id, what: { state: 'here', detail } }),
      (problem: Problem) => {
        if (!stop.signal.aborted) {
          setLoaded({ id, what: { state: 'failed', problem } });
        }
      },
    );
    return () => stop.abort();
  }, [id, change]);
  return loaded?.id === id ? loaded.what : { state: 'loading' };
}
