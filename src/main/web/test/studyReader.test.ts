import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudyReader, type StudyState } from '../src/images/studyReader';
import { TAGS, type Instance } from '../src/images/study';

/** A stand-in for the engine's DICOMweb: two series of three images each, whose answers wait to be let go. */
const waiting = new Map<string, (answer: Response) => void>();

const object = (series: string, n: number): Instance => ({
  [TAGS.sopInstance]: { vr: 'UI', Value: [`${series}.${n}`] },
  [TAGS.studyUid]: { vr: 'UI', Value: ['1.2'] },
  [TAGS.seriesUid]: { vr: 'UI', Value: [series] },
  [TAGS.instanceNumber]: { vr: 'IS', Value: [n] },
  [TAGS.rows]: { vr: 'US', Value: [512] },
});

const row = (series: string, number: number, count: number): Instance => ({
  [TAGS.seriesUid]: { vr: 'UI', Value: [series] },
  [TAGS.seriesNumber]: { vr: 'IS', Value: [number] },
  [TAGS.seriesInstances]: { vr: 'IS', Value: [count] },
});

const three = (series: string) => [1, 2, 3].map((n) => object(series, n));

async function answer(path: string, body: unknown, status = 200): Promise<void> {
  await vi.waitFor(() => expect([...waiting.keys()]).toContain(path));
  const type = status < 400 ? 'application/dicom+json' : 'application/problem+json';
  waiting.get(path)!(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } }));
  waiting.delete(path);
}

beforeEach(() => {
  waiting.clear();
  vi.stubGlobal('fetch', (path: string) => new Promise((letGo) => waiting.set(path, letGo)));
});

afterEach(() => vi.unstubAllGlobals());

function read() {
  const states: StudyState[] = [];
  const reader = new StudyReader('1.2', 'http://x');
  reader.listen((state) => states.push(state));
  const seen = () =>
    states.at(-1)!.found.map(({ series }) => [series.uid, series.images.length, series.awaited]);
  return { reader, seen, last: () => states.at(-1)! };
}

const S = '/dicom-web/studies/1.2/series';

describe('a study', () => {
  it('shows one image of its first series before all of them are known', async () => {
    const { seen, last } = read();
    await answer(S, [row('2', 20, 3), row('1', 10, 3)]);
    await answer(`${S}/1/instances?limit=1&offset=1`, [object('1', 2)]);
    await answer(`${S}/1/instances/1.2/metadata`, [object('1', 2)]);
    await vi.waitFor(() => expect(seen()).toEqual([['1', 1, 3]]));
    await answer(`${S}/1/metadata`, three('1'));
    await vi.waitFor(() => expect(seen()).toEqual([['1', 3, undefined]]));
    await answer(`${S}/2/metadata`, three('2'));
    await vi.waitFor(() => expect(last().loading).toBe(false));
    expect(seen()).toEqual([['1', 3, undefined], ['2', 3, undefined]]);
  });

  it('is not narrowed again by a first image that comes late, or not at all', async () => {
    const { seen, last } = read();
    await answer(S, [row('1', 1, 3)]);
    await answer(`${S}/1/metadata`, three('1'));
    await answer(`${S}/1/instances?limit=1&offset=1`, { title: 'broken' }, 500);
    await vi.waitFor(() => expect(last().loading).toBe(false));
    expect(seen()).toEqual([['1', 3, undefined]]);
    expect(last().problem).toBeUndefined();
  });

  it('of one image asks for nothing twice', async () => {
    const { seen } = read();
    await answer(S, [row('1', 1, 1)]);
    await answer(`${S}/1/metadata`, [object('1', 1)]);
    await vi.waitFor(() => expect(seen()).toEqual([['1', 1, undefined]]));
    expect(waiting.size).toBe(0);
  });

  it('says why it cannot be had', async () => {
    const { last } = read();
    await answer(S, { title: 'not found', detail: 'no object of this address' }, 404);
    await vi.waitFor(() => expect(last().problem).toMatchObject({ status: 404, title: 'not found' }));
  });

  it('tells nothing more once it is no longer looked at', async () => {
    const { reader, last } = read();
    await answer(S, [row('1', 1, 1)]);
    reader.stop();
    await answer(`${S}/1/metadata`, [object('1', 1)]);
    await new Promise((resolve) => setTimeout(resolve));
    expect(last().found).toEqual([]);
  });
});
