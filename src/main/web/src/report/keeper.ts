/** Saves what is written: at once in the browser, within a second at the engine. */
import type { Problem } from '../parts/http';
import { plain, same } from './content';
import type { KeptDrafts } from './kept';
import { refused, type Offer, type Opened } from './merge';
import type { Content, Draft } from './report';

/** Where what is on the screen is kept. */
export type Saving =
  | { is: 'fresh' }
  | { is: 'saved'; at: number }
  | { is: 'saving' }
  | { is: 'trying'; problem: Problem }
  | { is: 'refused'; problem: Problem }
  | { is: 'asking' };

export interface KeeperState {
  content: Content;
  saving: Saving;
  /** Other texts that a person decides about. */
  offers: readonly Offer[];
  /** Whether the browser could keep what is not yet at the engine. */
  keptHere: boolean;
}

export interface DraftAnswer {
  version: number;
  changed: string;
}

/** A refusal may bring the newer draft. */
export type DraftProblem = Problem & { draft?: Draft };

/** Sends a draft; rejects with a {@link DraftProblem}. */
export type Put = (base: number, content: Content) => Promise<DraftAnswer>;

export interface KeeperPorts {
  kept: KeptDrafts;
  put: Put;
  /** The draft that one has built on is gone: signed, or thrown away. */
  lost: () => void;
}

/** Milliseconds from the first change that is not saved until it is sent. */
export const BEAT = 700;

/** Milliseconds until a failed save is tried again: each time twice as long. */
const AGAIN = 2000;
const LONGEST_AGAIN = 15_000;

/** The draft of one case in one window. */
export class DraftKeeper {
  private readonly listeners = new Set<() => void>();
  private state: KeeperState;
  private base: number;
  /** Sent since the last answer: the engine may have any of them. */
  private sent: Content[] = [];
  private running: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private again = AGAIN;
  private ended = false;

  constructor(
    opened: Opened,
    private readonly signed: number,
    private readonly ports: KeeperPorts,
    changed?: string,
  ) {
    this.base = opened.base;
    const at = changed === undefined ? Date.now() : Date.parse(changed);
    const saving: Saving = opened.saved ? { is: 'saved', at } : { is: 'fresh' };
    this.state = { content: opened.content, saving, offers: opened.offers, keptHere: true };
    if (opened.saved) {
      this.ports.kept.forget(opened.content);
    } else if (opened.restored) {
      this.change(opened.content);
      if (this.state.keptHere) {
        this.ports.kept.takeOver(opened.content);
      }
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): KeeperState => this.state;

  /** What is on the screen now; kept in the browser before this returns. */
  change(content: Content): void {
    if (this.ended) {
      return;
    }
    const keptHere = this.keep(content);
    const { saving } = this.state;
    const paused = saving.is === 'asking' || saving.is === 'trying';
    this.tell({ content, keptHere, saving: paused ? saving : { is: 'saving' } });
    if (!paused && !this.running) {
      this.later(BEAT);
    }
  }

  /** Sends what is not yet at the engine; gives the engine's version of what is on the screen. */
  async flush(): Promise<number> {
    await this.running;
    if (this.state.saving.is !== 'saved' && this.state.saving.is !== 'asking') {
      await this.send();
      await this.running;
    }
    const { saving } = this.state;
    if (saving.is === 'saved') {
      return this.base;
    }
    const unsaved: Problem = { status: 0, title: 'not saved', detail: '' };
    throw saving.is === 'trying' || saving.is === 'refused' ? saving.problem : unsaved;
  }

  /** Sends at once what waits: the window may be closed. */
  hurry(): void {
    if (this.state.saving.is === 'saving' || this.state.saving.is === 'trying') {
      void this.send();
    }
  }

  /** The engine's draft as it is now: another window may have written. */
  seen(draft: Draft | undefined): void {
    if (!draft || draft.version <= this.base || this.running || this.state.saving.is === 'asking') {
      return;
    }
    this.answered(refused(draft, this.state.content, this.sent));
    if (this.state.saving.is === 'saving') {
      this.later(0);
    }
  }

  /** There is no draft at the engine any more: what is on the screen becomes one. */
  beginAnew(): void {
    if (this.state.saving.is === 'refused') {
      this.base = 0;
      this.tell({ saving: { is: 'saving' } });
      this.later(0);
    }
  }

  /** What is offered stands; what was on the screen goes. */
  take(offer: Offer): void {
    const offers = this.state.offers.filter((one) => one !== offer);
    if (offer.from === 'engine') {
      this.base = offer.version;
      this.ports.kept.forget(this.state.content);
      this.tell({ content: plain(offer.content), offers, saving: { is: 'saved', at: offer.at } });
    } else {
      this.ports.kept.forget(offer.content);
      this.tell({ offers });
      this.change(offer.content);
    }
  }

  /** What is on the screen stands; what is offered goes. */
  decline(offer: Offer): void {
    const offers = this.state.offers.filter((one) => one !== offer);
    if (offer.from === 'browser') {
      this.ports.kept.forget(offer.content);
      this.tell({ offers });
      if (this.state.saving.is === 'saving' || this.state.saving.is === 'trying') {
        this.keep(this.state.content);
      }
      return;
    }
    this.base = offer.version;
    this.tell({ offers, saving: { is: 'saving' } });
    this.later(0);
  }

  /** Nothing is sent any more; what is not yet at the engine stays in the browser. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  /** It is signed or thrown away: nothing of it stays in the browser. */
  done(): void {
    this.end();
    this.ports.kept.forgetAll();
  }

  private keep(content: Content): boolean {
    const sent = this.sent.at(-1);
    const at = Date.now();
    return this.ports.kept.keep({
      base: this.base,
      signed: this.signed,
      content,
      at,
      ...(sent ? { sent } : {}),
    });
  }

  private later(delay: number): void {
    if (this.timer === undefined && !this.ended) {
      this.timer = setTimeout(() => void this.send(), delay);
    }
  }

  private send(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.ended) {
      return Promise.resolve();
    }
    this.running ??= this.exchange().finally(() => {
      this.running = undefined;
      if (this.state.saving.is === 'saving') {
        this.later(BEAT);
      }
    });
    return this.running;
  }

  private async exchange(): Promise<void> {
    const content = plain(this.state.content);
    this.sent.push(content);
    this.tell({ saving: { is: 'saving' } });
    try {
      const answer = await this.ports.put(this.base, content);
      this.taken(answer.version, Date.parse(answer.changed), content);
    } catch (caught) {
      this.failed(caught as DraftProblem);
    }
  }

  private taken(version: number, at: number, content: Content): void {
    this.base = version;
    this.sent = [];
    this.again = AGAIN;
    if (same(content, this.state.content)) {
      this.ports.kept.forget(content);
      this.tell({ saving: { is: 'saved', at } });
    } else {
      this.tell({ saving: { is: 'saving' }, keptHere: this.keep(this.state.content) });
    }
  }

  private failed(problem: DraftProblem): void {
    if (this.ended) {
      return;
    }
    if (problem.status === 409 && problem.draft) {
      this.answered(refused(problem.draft, this.state.content, this.sent));
    } else if (isPassing(problem)) {
      this.keep(this.state.content);
      this.tell({ saving: { is: 'trying', problem } });
      this.later(this.again);
      this.again = Math.min(this.again * 2, LONGEST_AGAIN);
    } else {
      this.tell({ saving: { is: 'refused', problem } });
      if (problem.status === 409 && this.base > 0) {
        this.ports.lost();
      }
    }
  }

  private answered(what: ReturnType<typeof refused>): void {
    if ('adopt' in what) {
      this.taken(what.adopt, what.at, what.content);
      return;
    }
    const others = this.state.offers.filter((one) => one.from !== 'engine');
    this.tell({ saving: { is: 'asking' }, offers: [what.offer, ...others] });
  }

  private tell(some: Partial<KeeperState>): void {
    this.state = { ...this.state, ...some };
    this.listeners.forEach((listener) => listener());
  }
}

/** The line, the engine at rest, a session that has ended: what passes by itself or by signing in. */
function isPassing(problem: Problem): boolean {
  return [0, 401, 408, 429].includes(problem.status) || problem.status >= 500;
}
