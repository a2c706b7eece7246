/** Reads what a study holds, the first image first; knows nothing of how images are drawn. */
import { getJson, type Problem } from '../parts/http';
import { number, readSeries, text, TAGS, type Instance, type Series } from './study';

const ROOT = '/dicom-web';
const JSON_TYPE = 'application/dicom+json';

export interface Found {
  series: Series;
  /** Metadata of its objects. */
  instances: Instance[];
}

export interface StudyState {
  found: Found[];
  /** More are on their way. */
  loading: boolean;
  problem?: Problem;
}

/** One study; begins to read when it is made. */
export class StudyReader {
  private readonly stopping = new AbortController();
  private readonly found = new Map<string, Found>();
  private state: StudyState = { found: [], loading: true };
  private listener: (state: StudyState) => void = () => undefined;

  constructor(
    readonly uid: string,
    private readonly origin: string,
  ) {
    this.readAll().catch((problem: Problem) => {
      if (!this.stopping.signal.aborted) {
        this.tell({ ...this.state, loading: false, problem });
      }
    });
  }

  /** Tells what is known, and again whenever more is. */
  listen(listener: (state: StudyState) => void): void {
    this.listener = listener;
    listener(this.state);
  }

  /** Reads no further. */
  stop(): void {
    this.stopping.abort();
  }

  private async readAll(): Promise<void> {
    const list = await this.get(`/studies/${this.uid}/series`);
    const order = (one: Instance) => Number(text(one, TAGS.seriesNumber) || Infinity);
    const named = list.filter((one) => text(one, TAGS.seriesUid) !== '');
    const sorted = named.sort((a, b) => order(a) - order(b));
    for (const one of sorted) {
      const whole = this.readWhole(one);
      if (one === sorted[0]) {
        await Promise.race([whole, this.readMiddle(one)]);
      }
      await whole;
    }
    this.tell({ found: this.state.found, loading: false });
  }

  private async readWhole(one: Instance): Promise<void> {
    const uid = text(one, TAGS.seriesUid);
    const instances = await this.get(`/studies/${this.uid}/series/${uid}/metadata`);
    this.put(uid, { series: readSeries(this.origin + ROOT, instances), instances });
  }

  /** One image out of the middle, so that something is seen while the others are asked for. */
  private async readMiddle(one: Instance): Promise<void> {
    const uid = text(one, TAGS.seriesUid);
    const count = number(one, TAGS.seriesInstances) ?? 0;
    if (count < 2) {
      return;
    }
    try {
      const series = `/studies/${this.uid}/series/${uid}/instances`;
      const [middle] = await this.get(`${series}?limit=1&offset=${Math.floor(count / 2)}`);
      const instances = await this.get(`${series}/${text(middle!, TAGS.sopInstance)}/metadata`);
      const first = readSeries(this.origin + ROOT, instances);
      if (first.images.length === 1 && !this.found.has(uid)) {
        this.put(uid, { series: { ...first, awaited: count }, instances });
      }
    } catch {
      // a help only: what is wrong is told by the whole series
    }
  }

  private get(path: string): Promise<Instance[]> {
    return getJson<Instance[]>(ROOT + path, this.stopping.signal, JSON_TYPE);
  }

  private put(uid: string, one: Found): void {
    if (!this.stopping.signal.aborted) {
      this.found.set(uid, one);
      this.tell({ found: [...this.found.values()], loading: true });
    }
  }

  private tell(state: StudyState): void {
    this.state = state;
    this.listener(state);
  }
}

/** Milliseconds that a study which was asked for ahead waits for whoever looks at it. */
const PATIENCE = 30_000;

let ahead: StudyReader | undefined;

/** Begins to read a study that is about to be shown. */
export function readAhead(uid: string): void {
  if (ahead?.uid === uid) {
    return;
  }
  ahead?.stop();
  const begun = new StudyReader(uid, window.location.origin);
  ahead = begun;
  setTimeout(() => {
    if (ahead === begun) {
      begun.stop();
      ahead = undefined;
    }
  }, PATIENCE);
}

/** A study that is shown now: the one that was begun ahead, else a new one. */
export function readStudy(uid: string): StudyReader {
  if (ahead?.uid === uid) {
    const begun = ahead;
    ahead = undefined;
    return begun;
  }
  return new StudyReader(uid, window.location.origin);
}
