import { useEffect, useRef } from 'react';

/** Milliseconds after which a bell that was refused is tried anew. */
const AGAIN = 30_000;

/** Changes that come close together ring once. */
const GATHER = 300;

/** Rings when a case of a site has changed, told by server-sent events; polling is the safety net. */
export function useBell(site: string, ring: () => void): void {
  const latest = useRef(ring);
  latest.current = ring;
  useEffect(() => {
    let events: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const rung = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        latest.current();
      }, GATHER);
    };
    const listen = () => {
      events = new EventSource(`/worklist/events?site=${encodeURIComponent(site)}`);
      events.addEventListener('case', rung);
      events.addEventListener('reset', rung);
      events.onerror = () => {
        if (events?.readyState === EventSource.CLOSED) {
          timer = setTimeout(listen, AGAIN);
        }
      };
    };
    listen();
    return () => {
      events?.close();
      clearTimeout(timer);
      clearTimeout(gathering);
    };
  }, [site]);
}
