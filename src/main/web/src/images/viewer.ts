/** The image viewer, which is large: loaded when it is likely to be wanted. */
import { lazy } from 'react';

const load = () => import('./ImageViewer');

export const ImageViewer = lazy(load);

/** Milliseconds. */
const LATEST = 1000;

let asked = false;

/** Loads the viewer and sets it up while nothing else is to be done; nothing of a patient is asked for. */
export function prepareViewer(): void {
  if (asked) {
    return;
  }
  asked = true;
  // at the latest after this, on a page that is never quite still
  const idle = (act: () => void) =>
    window.requestIdleCallback ? window.requestIdleCallback(act, { timeout: LATEST }) : setTimeout(act, 200);
  const forget = () => (asked = false);
  // to fetch it disturbs nobody; what takes the processor waits
  void load().then(({ prepare }) => idle(prepare), forget);
}
