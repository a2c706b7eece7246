import { afterEach, describe, expect, it, vi } from 'vitest';
import { getJson, whenSignedOut } from '../src/parts/http';
import { isFit } from '../src/session/password';
import { Session, stateOf } from '../src/session/session';

type Answer = { status: number; body?: unknown };
const LI = { user: 'li', name: '李娜', role: 'branch-staff', site: 'qingshan', patientData: true };

/** An engine that answers by what is told here; gives what it was asked. */
function engine(answers: Record<string, () => Answer>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    const what = `${init?.method ?? 'GET'} ${path}`;
    asked.push(what);
    const { status, body } = (answers[what] ?? ((): Answer => ({ status: 404 })))();
    const headers = { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' };
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body ?? {}), { status, headers }));
  });
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
  whenSignedOut(() => Promise.reject(new Error('nobody waits')));
});

describe('who is signed in', () => {
  it('is nobody where nobody has to, whoever else the engine names', () => {
    expect(stateOf({ auth: 'off', signedIn: false })).toEqual({ kind: 'off' });
    expect(stateOf({ auth: 'on', signedIn: false, oidc: true })).toEqual({ kind: 'out', oidc: true });
  });

  it('is a person with a role, and of branch staff a site', () => {
    const state = stateOf({ auth: 'on', signedIn: true, ...LI, role: 'branch-staff' });
    expect(state).toMatchObject({ kind: 'in', ended: false, person: { user: 'li', site: 'qingshan' } });
    expect(state).toMatchObject({ person: { mustChangePassword: false } });
  });
});

describe('a session that has ended', () => {
  it('is asked for again, and what was asked is asked anew once the same person is back', async () => {
    let known = true;
    const asked = engine({
      'GET /session': () => ({ status: 200, body: { auth: 'on', signedIn: known, ...(known ? LI : {}) } }),
      'POST /session': () => {
        known = true;
        return { status: 200, body: LI };
      },
      'GET /worklist': () => (known ? { status: 200, body: { cases: [] } } : { status: 401 }),
    });
    const anew = vi.fn();
    const session = new Session(anew);
    whenSignedOut(session.ended);
    await session.check();
    known = false;
    const answer = getJson('/worklist');
    await vi.waitFor(() => expect(session.snapshot()).toMatchObject({ kind: 'in', ended: true }));
    await session.signIn('li', 'secret');
    await expect(answer).resolves.toEqual({ cases: [] });
    expect(session.snapshot()).toMatchObject({ kind: 'in', ended: false });
    expect(asked.filter((one) => one === 'GET /worklist')).toHaveLength(2);
    expect(anew).not.toHaveBeenCalled();
  });

  it('that somebody else follows begins the page anew and asks nothing in that name', async () => {
    let user = '';
    const asked = engine({
      'GET /session': () => ({ status: 200, body: { auth: 'on', signedIn: user !== '', ...LI, user } }),
      'GET /worklist': () => ({ status: 401 }),
    });
    const anew = vi.fn();
    const session = new Session(anew);
    whenSignedOut(session.ended);
    user = 'li';
    await session.check();
    user = '';
    void getJson('/worklist');
    await vi.waitFor(() => expect(session.snapshot()).toMatchObject({ ended: true }));
    user = 'zhang';
    await session.check();
    expect(anew).toHaveBeenCalledOnce();
    expect(asked.filter((one) => one === 'GET /worklist')).toHaveLength(1);
  });

  it('is not what a slow answer of before the sign-in means', async () => {
    let first = true;
    const asked = engine({
      'GET /session': () => ({ status: 200, body: { auth: 'on', signedIn: true, ...LI } }),
      'GET /worklist': () => {
        const status = first ? 401 : 200;
        first = false;
        return { status, body: [1] };
      },
      'GET /never': () => ({ status: 401 }),
    });
    const session = new Session(() => undefined);
    whenSignedOut(session.ended);
    await session.check();
    await expect(getJson('/worklist')).resolves.toEqual([1]);
    expect(session.snapshot()).toMatchObject({ kind: 'in', ended: false });
    await expect(getJson('/never')).rejects.toMatchObject({ status: 401 });
    expect(asked.filter((one) => one === 'GET /never')).toHaveLength(2);
  });

  it('is not what a wrong password means', async () => {
    engine({ 'POST /session': () => ({ status: 401, body: { title: 'not signed in', detail: 'wrong' } }) });
    const session = new Session(() => undefined);
    whenSignedOut(session.ended);
    await expect(session.signIn('li', 'x')).rejects.toMatchObject({ status: 401, detail: 'wrong' });
  });
});

describe('a password', () => {
  it('has 12 to 128 characters and not the login name', () => {
    expect(isFit('quite long enough', 'li')).toBe(true);
    expect(isFit('一二三四五六七八九十甲乙', 'li')).toBe(true);
    expect(isFit('short', 'li')).toBe(false);
    expect(isFit('this is ZHANG again', 'zhang')).toBe(false);
    expect(isFit('x'.repeat(129), 'li')).toBe(false);
  });
});
