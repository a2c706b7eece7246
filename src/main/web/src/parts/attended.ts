/**
 * Whether somebody is at this screen. What is asked for again and again keeps a session alive: it
 * rests where nobody is, so that the session of a screen that was left ends in its time.
 */
const LONG = 10 * 60_000;

export class Attendance {
  private last = Date.now();
  private awake = false;
  private readonly listeners = new Set<() => void>();

  /** Somebody has moved, typed or touched. */
  readonly touched = (): void => {
    const back = !this.here();
    this.last = Date.now();
    if (back) {
      this.listeners.forEach((listener) => listener());
    }
  };

  readonly here = (): boolean => this.awake || Date.now() - this.last < LONG;

  /** For a page that has to alarm whoever comes by: counts as attended until it is left. */
  readonly stayAwake = (): (() => void) => {
    this.awake = true;
    return () => {
      this.awake = false;
    };
  };

  /** Tells when somebody is back. */
  readonly onReturn = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export const attendance = new Attendance();
if (typeof window !== 'undefined') {
  for (const event of ['pointermove', 'pointerdown', 'keydown', 'wheel']) {
    window.addEventListener(event, attendance.touched, { passive: true, capture: true });
  }
}
