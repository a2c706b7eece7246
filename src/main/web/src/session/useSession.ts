import { useEffect, useSyncExternalStore } from 'react';
import { whenSignedOut } from '../parts/http';
import { Session, type Person, type SessionState } from './session';

/** Of this browser tab. */
export const session = new Session(() => window.location.assign('/'));
whenSignedOut(session.ended);

/** Milliseconds after which an engine that did not answer is asked again. */
const AGAIN = 3000;

/** Who is signed in, asked for once. */
export function useSession(): SessionState {
  const state = useSyncExternalStore(session.subscribe, session.snapshot);
  useEffect(() => {
    if (state.kind === 'asking') {
      void session.check();
    }
    if (state.kind === 'failed') {
      const timer = setTimeout(() => void session.check(), AGAIN);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [state]);
  return state;
}

/** The person who is signed in; none where nobody has to. */
export function usePerson(): Person | undefined {
  const state = useSyncExternalStore(session.subscribe, session.snapshot);
  return state.kind === 'in' ? state.person : undefined;
}
