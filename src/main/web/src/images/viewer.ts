/** The image viewer, which is large: loaded when it is likely to be wanted. */
import { lazy } from 'react';

const load = () => import('./ImageViewer');

export const ImageViewer = lazy(load);

let asked = false;

/** Loads the viewer and sets it up while nothing else is to be done; nothing of a patient is asked for. */
export function prepareViewer(): void {
  if (asked) {
    return;
  }
  asked = true;
  const idle = window.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 200));
  const forget = () => (asked = false);
  idle(() => void load().then(({ prepare }) => idle(prepare), forget));
}
