import { useEffect, useState } from 'react';
import { getJson, type Problem } from '../parts/http';
import { readRecording, type Recording, type RecordingJson } from './recording';

export type Loaded =
  | { state: 'loading' }
  | { state: 'failed'; problem: Problem }
  | { state: 'here'; recording: Recording };

/** Asked for already and not yet shown: begun by a click, before the page is drawn. */
const begun = new Map<string, Promise<Recording>>();

function ask(id: string, signal?: AbortSignal): Promise<Recording> {
  return getJson<RecordingJson>(`/ecg/${encodeURIComponent(id)}.json`, signal).then(readRecording);
}

/** Asks ahead for the ECG of a case that is likely to be opened next. */
export function fetchAhead(id: string): void {
  if (!begun.has(id)) {
    const asked = ask(id);
    begun.set(id, asked);
    const forget = () => begun.delete(id);
    asked.then(() => setTimeout(forget, 30_000), forget);
  }
}

/** The ECG of an exchange. */
export function useRecording(id: string | undefined): Loaded | undefined {
  const [loaded, setLoaded] = useState<{ id: string; what: Loaded }>();
  useEffect(() => {
    if (!id) {
      return;
    }
    const stop = new AbortController();
    const asked = begun.get(id) ?? ask(id, stop.signal);
    asked.then(
      (recording) => !stop.signal.aborted && setLoaded({ id, what: { state: 'here', recording } }),
      (problem: Problem) =>
        !stop.signal.aborted && setLoaded({ id, what: { state: 'failed', problem } }),
    );
    return () => stop.abort();
  }, [id]);
  if (!id) {
    return undefined;
  }
  return loaded?.id === id ? loaded.what : { state: 'loading' };
}
