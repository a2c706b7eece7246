/** Light or dark: as chosen, else as the system says. */
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark' | 'system';

const KEPT = 'farsight.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function theme(): Theme {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

function dark(): boolean {
  const chosen = theme();
  return chosen === 'dark' || (chosen === 'system' && system.matches);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  system.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
  };
}

/** Puts the choice on the page; to be called before the first drawing, too. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = dark() ? 'dark' : 'light';
}

/** Chooses and keeps. */
export function setTheme(next: Theme): void {
  localStorage.setItem(KEPT, next);
  applyTheme();
  listeners.forEach((listener) => listener());
}

/** Whether the page is dark now. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribe, dark);
}

/** What was chosen. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, theme);
}

system.addEventListener('change', applyTheme);
