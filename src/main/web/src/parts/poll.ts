/** Something of the engine that is asked for again and again while somebody looks. */
import { getJson, type Problem } from './http';

export interface Polled<T> {
  /** What came last; stays while the engine cannot be reached. */
  value: T | undefined;
  /** Why the last try brought nothing. */
  problem: Problem | undefined;
}

/** Asks at once and then at intervals; starts with its first listener and rests with its last. */
export class Poll<T> {
  private readonly listeners = new Set<() => void>();
  private state: Polled<T> = { value: undefined, problem: undefined };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;
  private wanted = false;

  constructor(
    private readonly path: string,
    private readonly every: number,
    /** Where nobody is, nothing is asked. */
    private readonly attended: () => boolean = () => true,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) {
      this.again();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) {
        clearTimeout(this.timer);
        this.asking?.abort();
        this.asking = undefined;
        this.wanted = false;
      }
    };
  };

  readonly snapshot = (): Polled<T> => this.state;

  /** Asks now; once more behind a question that is under way, whose answer may be too old. */
  readonly again = (): void => {
    if (this.listeners.size === 0) {
      return;
    }
    if (this.asking) {
      this.wanted = true;
      return;
    }
    clearTimeout(this.timer);
    this.askOrRest();
  };

  private askOrRest(): void {
    // the first answer is wanted all the same
    if (this.state.value === undefined || this.attended()) {
      void this.ask();
    } else {
      this.timer = setTimeout(() => this.askOrRest(), this.every);
    }
  }

  private async ask(): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    let next: Polled<T>;
    try {
      next = { value: await getJson<T>(this.path, asking.signal), problem: undefined };
    } catch (problem) {
      next = { value: this.state.value, problem: problem as Problem };
    }
    if (this.asking !== asking) {
      return; // nobody looks any more, or looks anew
    }
    this.asking = undefined;
    const soon = this.wanted;
    this.wanted = false;
    this.timer = setTimeout(() => this.askOrRest(), soon ? 0 : this.every);
    this.state = next;
    this.listeners.forEach((listener) => listener());
  }
}
