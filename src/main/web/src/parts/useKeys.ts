import { useEffect, useRef } from 'react';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

/** Keys of the page: not while somebody types, and none with Ctrl, Alt or the system's key. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.closest('input, select, textarea, [contenteditable], dialog');
      if (typing || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) {
        return;
      }
      const act = latest.current[event.key];
      if (act) {
        act(event);
        event.preventDefault();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
