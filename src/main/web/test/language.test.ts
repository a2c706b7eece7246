import { describe, expect, it } from 'vitest';
import { clockFace, moment, number, roughly } from '../src/language/format';
import { WORDS } from '../src/language/words';

const NOON = new Date(2026, 10, 23, 12, 0).getTime();

describe('formats', () => {
  it('write a moment of today as time, another with its day', () => {
    expect(moment(NOON, 'en', NOON)).toBe('12:00');
    expect(moment(NOON - 86_400_000, 'en', NOON)).toBe('22 Nov 2026, 12:00');
    expect(moment(NOON - 86_400_000, 'zh', NOON)).toBe('2026年11月22日 12:00');
    expect(moment('no time', 'en', NOON)).toBe('no time');
  });

  it('write lengths of time', () => {
    expect(clockFace(245_000)).toBe('4:05');
    expect(clockFace(-3_845_000)).toBe('1:04:05');
    expect(roughly(86_400_000 * 3, 'en')).toBe('3 days');
    expect(roughly(7_200_000, 'zh')).toContain('2');
  });

  it('write numbers by locale', () => {
    expect(number(12345.678, 'en', 1)).toBe('12,345.7');
  });
});

describe('the words', () => {
  const keys = (value: object, path = ''): string[] =>
    Object.entries(value).flatMap(([key, one]) =>
      one !== null && typeof one === 'object' ? keys(one as object, `${path}${key}.`) : [path + key],
    );

  it('are the same in both languages', () => {
    expect(keys(WORDS.zh).sort()).toEqual(keys(WORDS.en).sort());
  });

  it('are none of them empty', () => {
    const texts = (value: object): unknown[] =>
      Object.values(value).flatMap((one) => (one !== null && typeof one === 'object' ? texts(one as object) : [one]));
    for (const language of ['zh', 'en'] as const) {
      expect(texts(WORDS[language]).every((one) => typeof one === 'function' || String(one).trim())).toBe(true);
    }
  });
});
