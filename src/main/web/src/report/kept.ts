/** What is typed and not yet at the engine, kept in the browser so that a closed window loses nothing. */
import { same } from './content';
import type { Content } from './report';

export interface KeptDraft {
  /** The engine's draft that it builds on; 0 for none. */
  base: number;
  /** The newest signed version when it was written; 0 for none. */
  signed: number;
  content: Content;
  /** Sent, and no answer has come: the engine may have it. */
  sent?: Content;
  /** Milliseconds since 1970. */
  at: number;
}

/** The part of the browser's storage that is needed. */
export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'farsight.draft.';

/**
 * What one window keeps of one case for one reader. Each window has a place of its own: two that are
 * open on one case do not overwrite one another.
 */
export class KeptDrafts {
  private readonly prefix: string;
  private readonly own: string;

  constructor(
    private readonly storage: Storage,
    reader: string,
    caseId: string,
    window: string,
  ) {
    this.prefix = `${PREFIX}${encodeURIComponent(reader)}.${encodeURIComponent(caseId)}.`;
    this.own = this.prefix + window;
  }

  /** Keeps; false where the browser keeps nothing. */
  keep(draft: KeptDraft): boolean {
    try {
      this.storage.setItem(this.own, JSON.stringify(draft));
      return true;
    } catch {
      return false; // full, or forbidden by the browser's settings: what is shown says so
    }
  }

  /** Everything that any window of this browser has kept, the newest first. */
  all(): KeptDraft[] {
    return this.keys()
      .map((key) => readKept(this.storage.getItem(key)))
      .filter((one) => one !== undefined)
      .sort((a, b) => b.at - a.at);
  }

  /** Forgets what this window has kept, and whatever others have kept that says the same. */
  forget(content: Content): void {
    this.storage.removeItem(this.own);
    this.forgetAt(content, this.keys());
  }

  /** Forgets what other windows have kept that says the same: this one has it now. */
  takeOver(content: Content): void {
    this.forgetAt(
      content,
      this.keys().filter((key) => key !== this.own),
    );
  }

  /** Forgets everything of this case. */
  forgetAll(): void {
    this.keys().forEach((key) => this.storage.removeItem(key));
  }

  private forgetAt(content: Content, keys: string[]): void {
    for (const key of keys) {
      const kept = readKept(this.storage.getItem(key));
      if (kept && same(kept.content, content)) {
        this.storage.removeItem(key);
      }
    }
  }

  private keys(): string[] {
    return Array.from({ length: this.storage.length }, (_, i) => this.storage.key(i)).filter(
      (key) => key?.startsWith(this.prefix) === true,
    ) as string[];
  }
}

/** What was kept, if it is one of ours and whole. */
export function readKept(text: string | null): KeptDraft | undefined {
  try {
    const read = JSON.parse(text ?? 'null') as Partial<KeptDraft> | null;
    const { base, signed, content, at } = read ?? {};
    const whole =
      typeof base === 'number' &&
      typeof signed === 'number' &&
      typeof at === 'number' &&
      typeof content?.findings === 'string' &&
      typeof content.impression === 'string' &&
      typeof content.fields === 'object' &&
      Array.isArray(content.keyImages);
    return whole ? (read as KeptDraft) : undefined;
  } catch {
    return undefined; // an old version's
  }
}
