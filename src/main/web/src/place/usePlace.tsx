import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type AnchorHTMLAttributes,
  type MouseEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { addressOf, parsePlace, type Place } from './place';

interface Here {
  place: Place;
  go: (place: Place, how?: 'push' | 'replace') => void;
}

const HereContext = createContext<Here>({
  place: { page: 'worklist', filters: {} },
  go: () => undefined,
});

function here(): Place {
  return parsePlace(window.location.pathname, window.location.search);
}

/** Keeps the place and the browser's address the same. */
export function PlaceProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const onPop = () => setPlace(here());
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);
  const go = useCallback((next: Place, how: 'push' | 'replace' = 'push') => {
    const address = addressOf(next);
    if (how === 'push') {
      window.history.pushState(null, '', address);
    } else {
      window.history.replaceState(null, '', address);
    }
    setPlace(next);
  }, []);
  const value = useMemo(() => ({ place, go }), [place, go]);
  return <HereContext.Provider value={value}>{children}</HereContext.Provider>;
}

/** Where one is, and how to go elsewhere. */
export function usePlace(): Here {
  return useContext(HereContext);
}

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  to: Place;
  ref?: Ref<HTMLAnchorElement>;
};

/** A link within the page: an ordinary one to the browser, so that it opens in a new tab too. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const { go } = usePlace();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!event.defaultPrevented && event.button === 0 && plain) {
      event.preventDefault();
      go(to);
    }
  };
  return <a {...rest} href={addressOf(to)} onClick={follow} />;
}
