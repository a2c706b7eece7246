/** A stand-in for the engine's drafts (docs/reports.md): a version each time, and no two on one base. */
import type { DraftProblem, Put } from '../src/report/keeper';
import type { Content, Draft } from '../src/report/report';
import type { Storage } from '../src/report/kept';

export class ReportServer {
  draft: Draft | undefined;
  /** Bases with which it was asked. */
  readonly bases: number[] = [];
  /** What the next request meets instead of an answer; `lost` is taken and never answered. */
  readonly mishaps: (DraftProblem | 'lost')[] = [];
  private hold: Promise<void> | undefined;

  readonly put: Put = async (base, content) => {
    this.bases.push(base);
    const mishap = this.mishaps.shift();
    await this.hold;
    if (mishap !== undefined && mishap !== 'lost') {
      throw mishap;
    }
    if (base !== (this.draft?.version ?? 0)) {
      const draft = this.draft ? { draft: this.draft } : {};
      throw { status: 409, title: 'changed meanwhile', detail: '', ...draft };
    }
    this.write(content);
    if (mishap === 'lost') {
      throw { status: 0, title: 'unreachable', detail: '' };
    }
    return { version: this.draft!.version, changed: this.draft!.changed };
  };

  /** Another window writes. */
  write(content: Content): void {
    const version = (this.draft?.version ?? 0) + 1;
    const changed = '2026-11-23T08:00:00Z';
    this.draft = { ...structuredClone(content), version, changed, by: { id: 'zhang', name: '张敏' } };
  }

  /** Answers are held back until the function that is given is called. */
  holdBack(): () => void {
    let release = () => undefined as void;
    this.hold = new Promise((resolve) => (release = resolve));
    return () => {
      this.hold = undefined;
      release();
    };
  }
}

/** A browser's storage, which may be full. */
export class MemoryStorage implements Storage {
  full = false;
  private readonly values = new Map<string, string>();

  get length(): number {
    return this.values.size;
  }

  key(i: number): string | null {
    return [...this.values.keys()][i] ?? null;
  }

  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) {
      throw new Error('QuotaExceededError');
    }
    this.values.set(key, value);
  }

  removeItem(key: string): void {
    this.values.delete(key);
  }
}
