import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftKeeper } from '../src/report/keeper';
import { KeptDrafts } from '../src/report/kept';
import { open } from '../src/report/merge';
import type { Content } from '../src/report/report';
import { begin } from '../src/report/template';
import { MemoryStorage, ReportServer } from './reportServer';

const line = { status: 0, title: 'unreachable', detail: '' };

let server: ReportServer;
let storage: MemoryStorage;

beforeEach(() => {
  vi.useFakeTimers();
  server = new ReportServer();
  storage = new MemoryStorage();
});

afterEach(() => vi.useRealTimers());

const says = (findings: string, some: Partial<Content> = {}): Content => ({
  ...begin(undefined, 'zh'),
  findings,
  ...some,
});

const kept = (window: string, reader = 'zhang') => new KeptDrafts(storage, reader, 'case/1', window);

/** A window in which the case is opened. */
function openIn(window: string, some: { signed?: number; reader?: string } = {}) {
  const own = kept(window, some.reader);
  const signed = some.signed ?? 0;
  const opened = open(server.draft, own.all(), signed, says(''));
  const keeper: DraftKeeper = new DraftKeeper(
    opened,
    signed,
    { kept: own, put: server.put, lost: () => keeper.beginAnew() },
    server.draft?.changed,
  );
  return {
    keeper,
    type: (findings: string) => keeper.change({ ...keeper.snapshot().content, findings }),
    text: () => keeper.snapshot().content.findings,
    saving: () => keeper.snapshot().saving.is,
    offers: () => keeper.snapshot().offers.map((one) => [one.from, one.content.findings]),
  };
}

const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

describe('what is typed', () => {
  it('is in the browser at once and at the engine within a second', async () => {
    const one = openIn('a');
    expect(one.saving()).toBe('fresh');
    one.type('rib');
    expect(kept('a').all()[0]?.content.findings).toBe('rib');
    expect(one.saving()).toBe('saving');
    await pass(1000);
    expect(server.draft).toMatchObject({ findings: 'rib', version: 1 });
    expect(one.saving()).toBe('saved');
    expect(kept('a').all()).toEqual([]);
  });

  it('is sent once a beat, however fast one types, and never two at a time', async () => {
    const one = openIn('a');
    for (const text of ['r', 'ri', 'rib']) {
      one.type(text);
      await pass(100);
    }
    await pass(1000);
    expect(server.bases).toEqual([0]);
    const release = server.holdBack();
    one.type('ribs');
    await pass(1000);
    one.type('ribs intact');
    await pass(5000);
    expect(server.bases).toEqual([0, 1]);
    expect(kept('a').all()[0]?.content.findings).toBe('ribs intact');
    release();
    await pass(1000);
    expect(server.draft?.findings).toBe('ribs intact');
    expect(one.saving()).toBe('saved');
  });

  it('survives a window that is closed before it was sent', async () => {
    const one = openIn('a');
    one.type('closed too soon');
    one.keeper.end();
    await pass(5000);
    expect(server.draft).toBeUndefined();
    const again = openIn('b');
    expect(again.text()).toBe('closed too soon');
    again.type('closed too soon, and opened again');
    await pass(1000);
    expect(server.draft?.findings).toBe('closed too soon, and opened again');
    expect(openIn('c').offers()).toEqual([]);
    expect(storage.length).toBe(0);
  });

  it('is tried again while the line is broken, less and less often', async () => {
    const one = openIn('a');
    server.mishaps.push(line, line, { ...line, status: 503 });
    one.type('offline');
    await pass(1000);
    expect(one.saving()).toBe('trying');
    one.type('offline, and more');
    expect(one.saving()).toBe('trying');
    await pass(2000 + 4000);
    expect(server.bases).toHaveLength(3);
    await pass(8000);
    expect(server.draft?.findings).toBe('offline, and more');
    expect(one.saving()).toBe('saved');
  });

  it('is not sent again and again where the engine refuses it, but with the next change', async () => {
    const one = openIn('a');
    server.mishaps.push({ status: 409, title: 'not yours', detail: 'claimed by Li' });
    one.type('not mine');
    await pass(60_000);
    expect(one.keeper.snapshot().saving).toMatchObject({ is: 'refused', problem: { title: 'not yours' } });
    expect(server.bases).toHaveLength(1);
    expect(kept('a').all()).toHaveLength(1);
    one.type('mine again');
    await pass(1000);
    expect(one.saving()).toBe('saved');
  });

  it('says so where the browser keeps nothing', () => {
    storage.full = true;
    const one = openIn('a');
    one.type('full');
    expect(one.keeper.snapshot().keptHere).toBe(false);
  });

  it('is nobody else\'s: another reader at this browser does not see it', () => {
    const one = openIn('a');
    one.type('private');
    one.keeper.end();
    expect(openIn('b', { reader: 'li' }).text()).toBe('');
  });
});

describe('two windows', () => {
  it('do not overwrite one another: the newer draft is offered', async () => {
    const one = openIn('a');
    const other = openIn('b');
    other.type('of the other window');
    await pass(1000);
    one.type('of this window');
    await pass(30_000);
    expect(server.draft?.findings).toBe('of the other window');
    expect(one.saving()).toBe('asking');
    expect(one.offers()).toEqual([['engine', 'of the other window']]);
    expect(one.text()).toBe('of this window');
  });

  it('go on with the newer draft where it is taken', async () => {
    const one = openIn('a');
    server.write(says('theirs'));
    one.type('mine');
    await pass(1000);
    one.keeper.take(one.keeper.snapshot().offers[0]!);
    expect([one.text(), one.saving(), one.offers()]).toEqual(['theirs', 'saved', []]);
    expect(kept('a').all()).toEqual([]);
    one.type('theirs, and mine');
    await pass(1000);
    expect(server.draft).toMatchObject({ findings: 'theirs, and mine', version: 2 });
  });

  it('go on with what is on the screen where that is wanted', async () => {
    const one = openIn('a');
    server.write(says('theirs'));
    one.type('mine');
    await pass(1000);
    one.keeper.decline(one.keeper.snapshot().offers[0]!);
    await pass(1000);
    expect(server.draft).toMatchObject({ findings: 'mine', version: 2 });
    expect(one.saving()).toBe('saved');
  });

  it('are told when the page is looked at again', async () => {
    const one = openIn('a');
    one.type('mine');
    await pass(1000);
    server.write(says('theirs'));
    one.keeper.seen(server.draft);
    expect(one.offers()).toEqual([['engine', 'theirs']]);
    expect(one.text()).toBe('mine');
  });
});

describe('a draft that was thrown away in another window', () => {
  it('is made anew by whoever goes on writing', async () => {
    const one = openIn('a');
    one.type('mine');
    await pass(1000);
    server.draft = undefined;
    one.type('mine, and more');
    await pass(2000);
    expect(server.draft).toMatchObject({ findings: 'mine, and more', version: 1 });
    expect(one.saving()).toBe('saved');
  });
});

describe('an answer that was lost', () => {
  it('is no other window: what was sent is known again', async () => {
    const one = openIn('a');
    server.mishaps.push('lost');
    one.type('sent');
    await pass(1000);
    one.type('sent, and more');
    await pass(10_000);
    expect(one.offers()).toEqual([]);
    expect(server.draft).toMatchObject({ findings: 'sent, and more', version: 2 });
  });

  it('is known again even if the window was closed meanwhile', async () => {
    const one = openIn('a');
    server.mishaps.push('lost');
    one.type('sent');
    await pass(1000);
    one.type('sent, and more');
    one.keeper.end();
    const again = openIn('b');
    expect([again.text(), again.offers()]).toEqual(['sent, and more', []]);
    await pass(1000);
    expect(server.draft?.findings).toBe('sent, and more');
  });
});

describe('what the browser has kept', () => {
  it('is offered, and not put in place, where the engine has moved on', async () => {
    const one = openIn('a');
    one.type('kept');
    one.keeper.end();
    server.write(says('newer'));
    const again = openIn('b');
    expect([again.text(), again.offers()]).toEqual(['newer', [['browser', 'kept']]]);
    again.keeper.take(again.keeper.snapshot().offers[0]!);
    await pass(1000);
    expect(server.draft).toMatchObject({ findings: 'kept', version: 2 });
    expect(kept('b').all()).toEqual([]);
  });

  it('is gone once it is declined, and the engine\'s own stands', async () => {
    openIn('a').type('kept');
    server.write(says('newer'));
    const again = openIn('b');
    again.keeper.decline(again.keeper.snapshot().offers[0]!);
    await pass(0);
    expect(again.saving()).toBe('saved');
    expect(kept('b').all()).toEqual([]);
  });

  it('of several windows is offered each', () => {
    const one = openIn('a');
    const other = openIn('b');
    one.type('first');
    vi.setSystemTime(Date.now() + 1000);
    other.type('second');
    one.keeper.end();
    other.keeper.end();
    const again = openIn('c');
    expect([again.text(), again.offers()]).toEqual(['second', [['browser', 'first']]]);
  });

  it('before a signature does not become an amendment by itself', () => {
    const one = openIn('a');
    one.type('old');
    one.keeper.end();
    const again = openIn('b', { signed: 1 });
    expect([again.text(), again.offers()]).toEqual(['', [['browser', 'old']]]);
  });

  it('is forgotten when it is signed', () => {
    const one = openIn('a');
    one.type('text');
    one.keeper.done();
    expect(storage.length).toBe(0);
  });

  it('and is not ours, or of an old version, is passed over', () => {
    storage.setItem('farsight.draft.zhang.case%2F1.x', '{"base":0}');
    storage.setItem('farsight.draft.zhang.case%2F1.y', 'nonsense');
    expect(kept('a').all()).toEqual([]);
  });
});

describe('before a signature', () => {
  it('everything is sent, and the version is known', async () => {
    const one = openIn('a');
    one.type('to be signed');
    await expect(one.keeper.flush()).resolves.toBe(1);
    expect(server.draft?.findings).toBe('to be signed');
    await expect(one.keeper.flush()).resolves.toBe(1);
  });

  it('a report of nothing but its template is sent too', async () => {
    await expect(openIn('a').keeper.flush()).resolves.toBe(1);
  });

  it('what could not be sent is not signed, and why is said', async () => {
    const one = openIn('a');
    server.mishaps.push(line);
    one.type('unsent');
    await expect(one.keeper.flush()).rejects.toMatchObject({ title: 'unreachable' });
    server.write(says('theirs'));
    await expect(one.keeper.flush()).rejects.toMatchObject({ title: 'not saved' });
    expect(one.saving()).toBe('asking');
  });
});
