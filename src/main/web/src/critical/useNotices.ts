import { useEffect, useMemo } from 'react';
import { useCases } from '../cases/useCases';
import { pathWith, usePoll } from '../parts/usePoll';
import { compareNotices, unansweredOf, type Notice, type NoticesAnswer } from './notice';

const NONE: NoticesAnswer = { critical: [] };

/** Critical values that wait for an answer, of all sites or of one. */
export function useUnanswered(site?: string): { notices: Notice[]; again: () => void; ready: boolean } {
  const { value, again } = usePoll<NoticesAnswer>(pathWith('/critical', { site, state: 'open' }));
  const notices = useMemo(() => [...(value ?? NONE).critical].sort(compareNotices), [value]);
  return { notices, again, ready: value !== undefined };
}

/** The same for readers, who hear of a case that has become critical before the next time of asking. */
export function useReadersNotices(): { notices: Notice[]; unanswered: ReadonlySet<string>; ready: boolean } {
  const { cases } = useCases();
  const { notices, again, ready } = useUnanswered();
  const critical = cases.reduce((sum, one) => sum + Number(one.critical), 0);
  useEffect(() => again(), [critical, again]);
  const unanswered = useMemo(() => unansweredOf(notices), [notices]);
  return { notices, unanswered, ready };
}

/** Says in the name of the browser's tab how many wait. */
export function useTabCount(count: number, words: (n: number) => string): void {
  useEffect(() => {
    document.title = count > 0 ? `${words(count)} – Farsight` : 'Farsight';
    return () => {
      document.title = 'Farsight';
    };
  }, [count, words]);
}
