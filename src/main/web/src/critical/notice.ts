/** Critical values as `GET /critical` tells them (docs/reports.md). Pure. */
import type { Case } from '../cases/case';
import type { Language } from '../language/format';

export interface WayProgress {
  way: string;
  name?: string;
  state: 'DONE' | 'WAITING' | 'PARKED' | 'QUARANTINED';
  at?: string;
  proof?: string;
  why?: string;
}

export interface Notice {
  id: string;
  exchange: string;
  case?: string;
  site: string;
  siteName?: string;
  patient?: Case['patient'];
  modality?: string;
  description?: string;
  /** What is critical, a line each. */
  values: string[];
  cause: 'RULE' | 'READER';
  at: string;
  ways: WayProgress[];
  /** Which notice it is: more may be found later, or it may be taken back. */
  revision?: number;
  /** Why it counts no more, where it was told and then taken back. */
  withdrawn?: { en: string; zh: string };
  acknowledged?: { by: string; action: string; at: string };
  /** By when the branch has to answer. */
  due?: string;
  overdue?: boolean;
}

export interface NoticesAnswer {
  critical: Notice[];
}

export function isOpenNotice(notice: Notice): boolean {
  return notice.acknowledged === undefined;
}

const BETWEEN = ' / ';

/** What a rule has found is told in both languages, Chinese first: the half that is asked for. */
export function valueIn(value: string, language: Language): string {
  const pieces = value.split(BETWEEN);
  for (let i = 1; i < pieces.length; i++) {
    const [zh, en] = [pieces.slice(0, i).join(BETWEEN), pieces.slice(i).join(BETWEEN)];
    if (zh === en || (isChinese(zh) && !isChinese(en))) {
      return language === 'zh' ? zh : en;
    }
  }
  return value;
}

function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** Whether the time to answer is over. */
export function isLate(notice: Notice, now: number): boolean {
  return isOpenNotice(notice) && notice.due !== undefined && Date.parse(notice.due) <= now;
}

/** What waits for an answer first, by the time left for it; then what was answered last. */
export function compareNotices(a: Notice, b: Notice): number {
  const open = Number(isOpenNotice(b)) - Number(isOpenNotice(a));
  if (open !== 0) {
    return open;
  }
  return isOpenNotice(a)
    ? Date.parse(a.due ?? a.at) - Date.parse(b.due ?? b.at)
    : Date.parse(b.acknowledged?.at ?? b.at) - Date.parse(a.acknowledged?.at ?? a.at);
}

/** Those without an answer, by the exchange that they are about. */
export function unansweredOf(notices: readonly Notice[]): ReadonlySet<string> {
  return new Set(notices.filter(isOpenNotice).map((one) => one.exchange));
}
