/** The open cases, read once and kept up by server-sent events (docs/reading.md). */
import { getJson, type Problem } from '../parts/http';
import { isOpen, type Case, type WorklistAnswer } from './case';
import { compareCases } from './order';

export interface FeedState {
  /** By urgency and time left. */
  cases: readonly Case[];
  /** How the line to the engine stands. */
  line: 'connecting' | 'live' | 'broken';
  problem: Problem | undefined;
  /** Milliseconds that the engine's clock is ahead of this one. */
  ahead: number;
}

/** Rows asked for at once, and how many of such answers at most. */
const PAGE = 2000;
const MOST_PAGES = 10;

/** Milliseconds after which a broken line is tried anew. */
const AGAIN = 3000;

/** Changes that come close together are shown at once. */
const GATHER = 60;

/** A worklist that lives; starts with its first listener and rests with its last. */
export class CaseFeed {
  private readonly cases = new Map<string, Case>();
  private readonly listeners = new Set<() => void>();
  private state: FeedState = { cases: [], line: 'connecting', problem: undefined, ahead: 0 };
  private events: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private reading: AbortController | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) {
      void this.start();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) {
        this.stop();
      }
    };
  };

  readonly snapshot = (): FeedState => this.state;

  /** A case as the engine has just answered it: newer than what the line has told so far. */
  readonly put = (one: Case): void => {
    const known = this.cases.get(one.id);
    if (known && known.change > one.change) {
      return;
    }
    if (isOpen(one)) {
      this.cases.set(one.id, one);
    } else {
      this.cases.delete(one.id);
    }
    this.gather();
  };

  private async start(): Promise<void> {
    this.stop();
    const reading = new AbortController();
    this.reading = reading;
    try {
      const change = await this.readAll(reading.signal);
      if (!reading.signal.aborted) {
        this.listen(change);
      }
    } catch (problem) {
      if (!reading.signal.aborted) {
        this.tell({ line: 'broken', problem: problem as Problem });
        this.timer = setTimeout(() => void this.start(), AGAIN);
      }
    }
  }

  private async readAll(signal: AbortSignal): Promise<number> {
    const found = new Map<string, Case>();
    let change: number | undefined;
    let next: string | undefined;
    let ahead = 0;
    for (let page = 0; page < MOST_PAGES; page++) {
      const after: string = next ? `&after=${encodeURIComponent(next)}` : '';
      const answer = await getJson<WorklistAnswer>(`/worklist?limit=${PAGE}${after}`, signal);
      answer.cases.forEach((one) => found.set(one.id, one));
      change ??= answer.change;
      ahead = Date.parse(answer.now) - Date.now();
      next = answer.next;
      if (!next) {
        break;
      }
    }
    this.cases.clear();
    found.forEach((one, id) => this.cases.set(id, one));
    this.state = { ...this.state, ahead };
    this.show();
    return change ?? 0;
  }

  private listen(change: number): void {
    const events = new EventSource(`/worklist/events?since=${change}`);
    this.events = events;
    events.onopen = () => this.tell({ line: 'live', problem: undefined });
    events.onerror = () => {
      this.tell({ line: 'broken' });
      if (events.readyState === EventSource.CLOSED) {
        this.timer = setTimeout(() => void this.start(), AGAIN);
      }
    };
    events.addEventListener('case', (event) => this.put(JSON.parse(event.data) as Case));
    events.addEventListener('gone', (event) => {
      this.cases.delete((JSON.parse(event.data) as { id: string }).id);
      this.gather();
    });
    events.addEventListener('reset', () => void this.start());
    events.addEventListener('now', (event) => {
      const { now } = JSON.parse(event.data) as { now: string };
      this.tell({ line: 'live', ahead: Date.parse(now) - Date.now() });
    });
  }

  private stop(): void {
    this.reading?.abort();
    this.events?.close();
    this.events = undefined;
    clearTimeout(this.timer);
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => this.show(), GATHER);
  }

  private show(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    this.tell({ cases: [...this.cases.values()].sort(compareCases) });
  }

  private tell(some: Partial<FeedState>): void {
    this.state = { ...this.state, ...some };
    this.listeners.forEach((listener) => listener());
  }
}
