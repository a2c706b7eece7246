/** Who is signed in at this browser, as `GET /session` tells (docs/access.md). */
import { getJson, sendJson, type Problem } from '../parts/http';

export const ROLES = [
  'reader',
  'chief-reader',
  'branch-staff',
  'integration-engineer',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export interface Person {
  /** Login name. */
  user: string;
  name: string;
  role: Role;
  /** Of branch staff. */
  site?: string;
  patientData: boolean;
  mustChangePassword: boolean;
}

export type SessionState =
  | { kind: 'asking' }
  | { kind: 'failed'; problem: Problem }
  /** Nobody has to sign in. */
  | { kind: 'off' }
  | { kind: 'out'; oidc: boolean }
  /** `ended`: the engine knows this person no more, the page is still there. */
  | { kind: 'in'; person: Person; oidc: boolean; ended: boolean };

interface SessionAnswer extends Partial<Person> {
  auth: 'on' | 'off';
  signedIn: boolean;
  oidc?: boolean;
}

/** What the engine's answer means. */
export function stateOf(answer: SessionAnswer): SessionState {
  if (answer.auth === 'off') {
    return { kind: 'off' };
  }
  const oidc = answer.oidc ?? false;
  const { user, name, role, site, patientData, mustChangePassword } = answer;
  if (!answer.signedIn || !user || !role) {
    return { kind: 'out', oidc };
  }
  const person: Person = {
    user,
    name: name ?? user,
    role,
    ...(site ? { site } : {}),
    patientData: patientData ?? false,
    mustChangePassword: mustChangePassword ?? false,
  };
  return { kind: 'in', person, oidc, ended: false };
}

/** Whether a person reads cases. */
export function isReader(role: Role): boolean {
  return role === 'reader' || role === 'chief-reader';
}

/** The session of this browser; asked for by the first who looks. */
export class Session {
  private state: SessionState = { kind: 'asking' };
  private readonly listeners = new Set<() => void>();
  private waiting: (() => void)[] = [];
  private checking: Promise<void> | undefined;
  /** How often somebody has come in. */
  private entered = 0;

  /** @param anew what happens when somebody else signs in: the page must forget what it has shown */
  constructor(private readonly anew: () => void) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): SessionState => this.state;

  /** Asks the engine who is signed in; those who ask meanwhile get the same answer. */
  readonly check = (): Promise<void> => {
    this.checking ??= this.ask().finally(() => (this.checking = undefined));
    return this.checking;
  };

  private async ask(): Promise<void> {
    const { entered } = this;
    try {
      const next = stateOf(await getJson<SessionAnswer>('/session'));
      // somebody has come in since: what was answered is of before
      if (entered === this.entered) {
        this.take(next);
      }
    } catch (problem) {
      if (this.state.kind === 'asking' || this.state.kind === 'failed') {
        this.tell({ kind: 'failed', problem: problem as Problem });
      } else if (this.state.kind === 'in') {
        this.tell({ ...this.state, ended: true });
      }
    }
  }

  /** Signs in; rejects with a problem. */
  readonly signIn = async (user: string, password: string): Promise<void> => {
    await this.after('/session', { user, password });
  };

  /** Takes another password; rejects with a problem. */
  readonly changePassword = async (old: string, next: string): Promise<void> => {
    await this.after('/session/password', { old, new: next });
  };

  private async after(path: string, body: object): Promise<void> {
    const { kind } = this.state;
    const oidc = (kind === 'out' || kind === 'in') && this.state.oidc;
    const answer = await sendJson<SessionAnswer>(path, 'POST', body);
    this.entered++;
    this.take(stateOf({ ...answer, auth: 'on', signedIn: true, oidc }));
  }

  /** Signs out and forgets all that was shown. */
  readonly signOut = async (): Promise<void> => {
    await sendJson('/session', 'DELETE', {});
    this.anew();
  };

  /**
   * The engine did not know who asked: resolves when somebody has signed in again. That may be so
   * already, where the answer was a slow one.
   */
  readonly ended = (signal?: AbortSignal | null): Promise<void> =>
    new Promise((resolve, reject) => {
      this.waiting.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      if (this.state.kind === 'in' && !this.state.ended) {
        void this.check();
      } else if (this.state.kind === 'off') {
        // the engine was started anew and now asks who one is
        this.anew();
      }
    });

  private take(next: SessionState): void {
    const before = this.state;
    if (before.kind === 'in') {
      if (next.kind !== 'in') {
        this.tell({ ...before, ended: true });
        return;
      }
      if (next.person.user !== before.person.user || next.person.role !== before.person.role) {
        this.anew();
        return;
      }
    }
    this.tell(next);
    if (next.kind === 'in' && !next.person.mustChangePassword) {
      const waiting = this.waiting;
      this.waiting = [];
      waiting.forEach((go) => go());
    }
  }

  private tell(next: SessionState): void {
    this.state = next;
    this.listeners.forEach((listener) => listener());
  }
}
