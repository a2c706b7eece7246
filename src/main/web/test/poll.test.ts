import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Attendance } from '../src/parts/attended';
import { Poll } from '../src/parts/poll';
import { pathWith } from '../src/parts/usePoll';

let answer: () => Promise<Response>;
let asked = 0;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  answer = () => Promise.resolve(Response.json(asked));
  vi.stubGlobal('fetch', () => {
    asked++;
    return answer();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what is asked for again and again', () => {
  it('is asked at once, at intervals, and no more once nobody looks', async () => {
    const poll = new Poll<number>('/critical', 10_000);
    const leave = poll.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(1);
    expect(poll.snapshot()).toEqual({ value: 1, problem: undefined });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(poll.snapshot().value).toBe(3);
    leave();
    await vi.advanceTimersByTimeAsync(60_000);
    poll.again();
    expect(asked).toBe(3);
  });

  it('stays shown while the engine cannot be reached', async () => {
    const poll = new Poll<number>('/critical', 10_000);
    poll.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(1);
    answer = () => Promise.reject(new TypeError('refused'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(poll.snapshot()).toMatchObject({ value: 1, problem: { status: 0 } });
    answer = () => Promise.resolve(Response.json(9));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(poll.snapshot()).toEqual({ value: 9, problem: undefined });
  });

  it('is not asked where nobody is, and at once when somebody is back', async () => {
    const screen = new Attendance();
    const poll = new Poll<number>('/critical', 10_000, screen.here);
    poll.subscribe(() => undefined);
    screen.onReturn(poll.again);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(asked).toBeLessThan(62); // of the first ten minutes
    const before = asked;
    screen.touched();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toBe(before + 1);
    const leave = screen.stayAwake();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(asked).toBeGreaterThan(before + 300);
    leave();
  });

  it('is asked once more behind a question whose answer may be too old', async () => {
    let go: (response: Response) => void = () => undefined;
    answer = () => new Promise((resolve) => (go = resolve));
    const poll = new Poll<number>('/critical', 10_000);
    poll.subscribe(() => undefined);
    poll.again();
    poll.again();
    expect(asked).toBe(1);
    go(Response.json('old'));
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toBe(2);
  });

  it('has in its path what has a value', () => {
    expect(pathWith('/critical', { site: 'a b', q: '', limit: 3, x: undefined })).toBe('/critical?site=a+b&limit=3');
    expect(pathWith('/critical', {})).toBe('/critical');
  });
});
