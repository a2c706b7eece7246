import { describe, expect, it } from 'vitest';
import { cartValue, cartValues, differences, faultOf, missing, plain, same, toggledImage, typedNumber } from '../src/report/content';
import { begin, fitting, lostOn, onTemplate, withValues } from '../src/report/template';
import { appended, found, replaced, searchAt } from '../src/report/phrases';
import { isUnderway, standing, type SignedVersion, type Template, type TemplateField } from '../src/report/report';

const rate: TemplateField = { id: 'rate', label: { en: 'Rate', zh: '心率' }, type: 'number', unit: '/min', min: 20, max: 300, required: true, from: 'heart-rate' };
const rhythm: TemplateField = { id: 'rhythm', label: { en: 'Rhythm', zh: '节律' }, type: 'choice', choices: ['sinus', 'other'] };
const ecg: Template = { id: 'ecg', name: { en: 'ECG', zh: '心电图' }, fields: [rate, rhythm], findings: 'Sinus rhythm.', impression: '' };
const chest: Template = { id: 'chest', name: { en: 'Chest', zh: '胸部' }, default: true, fields: [rhythm], findings: 'Lungs clear.', impression: 'Normal.' };

describe('a template', () => {
  it('that fits is chosen, else the first', () => {
    expect(fitting([ecg, chest])?.id).toBe('chest');
    expect(fitting([ecg])?.id).toBe('ecg');
    expect(fitting([])).toBeUndefined();
  });

  it('that is changed takes its own words away and leaves what was typed', () => {
    const begun = begin(ecg, 'en');
    expect(onTemplate(begun, ecg, chest, 'en')).toMatchObject({ template: 'chest', findings: 'Lungs clear.', impression: 'Normal.' });
    const typed = { ...begun, findings: 'Sinus rhythm. ST up.', fields: { rate: '72', rhythm: 'sinus' } };
    expect(lostOn(typed, chest)).toEqual(['rate']);
    expect(onTemplate(typed, ecg, chest, 'en')).toMatchObject({ findings: 'Sinus rhythm. ST up.', impression: 'Normal.', fields: { rhythm: 'sinus' } });
  });

  it('has its values filled in where it foresees them', () => {
    const filling: Template = { ...ecg, findings: '{rhythm}, {rate}/min, {other}.', fields: [{ ...rhythm, choices: [{ value: '窦性', label: { zh: '窦性', en: 'sinus' } }] }, rate] };
    const begun = begin(filling, 'en');
    expect(begun.findings).toBe('[Rhythm], [Rate]/min, {other}.');
    expect(missing({ ...begun, impression: 'x' }, filling.fields, false)).toEqual(['rate', 'findings']);
    const first = withValues(begun, filling, { rate: '72' }, 'en');
    expect(first.findings).toBe('[Rhythm], 72/min, {other}.');
    expect(withValues(first, filling, { rate: '75', rhythm: '窦性' }, 'en').findings).toBe('sinus, 75/min, {other}.');
    const typed = { ...first, findings: `${first.findings} ST up.` };
    expect(withValues(typed, filling, { rate: '75', rhythm: '窦性' }, 'en').findings).toBe('sinus, 72/min, {other}. ST up.');
  });
});

describe('a value', () => {
  it('of the cart is taken over where kind and unit are those of the field', () => {
    const measured = (unit: string, lead?: string) => [{ kind: 'heart-rate', label: 'HR', value: 71.99999, unit, ...(lead ? { lead } : {}) }];
    expect(cartValue(rate, measured('/min'))).toBe('72');
    expect(cartValue({ ...rate, unit: '{beats}/min' }, measured('/min'))).toBe('72');
    expect(cartValue(rate, measured('ms'))).toBeUndefined();
    expect(cartValue(rate, measured('/min', 'V1'))).toBeUndefined();
    expect(cartValue(rhythm, measured('/min'))).toBeUndefined();
    expect(cartValues([rate, rhythm], measured('/min'), { rate: '70' })).toEqual({ rate: '72' });
    expect(cartValues([rate, rhythm], measured('/min'), { rate: '72' })).toEqual({});
  });

  it('of a corrected QT is had in the way in which the cart corrects it', () => {
    const qtc = { ...rate, id: 'qtc', unit: 'ms', from: 'qtc-interval' };
    const bazett = { kind: 'qtc-bazett', label: 'QTc (Bazett)', value: 412, unit: 'ms' };
    const fridericia = { kind: 'qtc-fridericia', label: 'QTc (Fridericia)', value: 398, unit: 'ms' };
    const plain = { kind: 'qtc-interval', label: 'QTc', value: 405, unit: 'ms' };
    expect(cartValue(qtc, [fridericia, bazett])).toBe('412');
    expect(cartValue(qtc, [fridericia])).toBe('398');
    expect(cartValue(qtc, [bazett, plain])).toBe('405');
    expect(cartValue(qtc, [])).toBeUndefined();
  });

  it('is a number within its range, or one of the choices', () => {
    expect(['72', '72.5', ''].map((value) => faultOf(rate, value))).toEqual([undefined, undefined, undefined]);
    expect(['7 2', '19', '301', '1e3'].map((value) => faultOf(rate, value))).toEqual(['number', 'low', 'high', 'number']);
    expect(faultOf(rhythm, 'flutter')).toBe('choice');
  });

  it('is read as it comes out of a Chinese input method', () => {
    expect(typedNumber('\uff17\uff12\u3002\uff15')).toBe('72.5');
    expect(typedNumber(' \uff0d3,5 ')).toBe('-3.5');
  });
});

describe('a report', () => {
  it('says the same whatever is empty or in another order', () => {
    const a = { ...begin(ecg, 'en'), fields: { rhythm: 'sinus', rate: '72' }, findings: 'a\r\nb\u0007' };
    expect(same(a, { ...begin(ecg, 'en'), fields: { rate: '72', rhythm: 'sinus', other: '' }, findings: 'a\nb' })).toBe(true);
    expect('critical' in plain(a)).toBe(false);
    expect(plain({ ...a, critical: '' }).critical).toBe('');
    expect(plain({ ...a, impression: '\u{1F600}\ud83d \u200b' }).impression).toBe('\u{1F600} \u200b');
    expect(differences(a, { ...a, impression: 'x', critical: 'VF' })).toEqual(['impression', 'critical']);
  });

  it('names everything that is missing, in the order of the page', () => {
    const empty = begin(ecg, 'en');
    expect(missing(empty, ecg.fields, false)).toEqual(['rate', 'impression']);
    expect(missing({ ...empty, critical: ' ' }, ecg.fields, true)).toEqual(['reason', 'rate', 'impression', 'critical']);
    expect(missing({ ...empty, fields: { rate: '72', rhythm: 'flutter' }, impression: 'x' }, ecg.fields, false)).toEqual(['rhythm']);
    expect(missing({ ...empty, fields: { rate: '72' }, impression: 'x', reason: 'y' }, ecg.fields, true)).toEqual([]);
  });

  it('has an image once, and no more when it is marked again', () => {
    const one = { instance: '1.2.3', frame: 1 };
    const two = { instance: '1.2.3', frame: 2 };
    expect(toggledImage(toggledImage([], one), two)).toEqual([one, two]);
    expect(toggledImage([one, two], one)).toEqual([two]);
  });

  it('stands until it is withdrawn, and is underway until each way is done', () => {
    const version = (n: number, status: string): SignedVersion => ({ version: n, status, signedAt: '', by: { id: 'z' }, sha256: '', links: {} });
    expect(standing({ signed: [version(2, 'amended'), version(1, 'final')], moves: [] })?.version).toBe(2);
    expect(standing({ signed: [version(2, 'entered-in-error'), version(1, 'final')], moves: [] })).toBeUndefined();
    expect(isUnderway({ fhir: { state: 'DONE' }, ways: [{ way: 'hl7', state: 'PARKED' }] })).toBe(true);
    expect(isUnderway({ fhir: { state: 'DONE' }, ways: [{ way: 'hl7', state: 'QUARANTINED' }] })).toBe(false);
    expect(isUnderway(undefined)).toBe(false);
  });
});

describe('a phrase', () => {
  const phrases = [
    { label: '正常心电图', text: '窦性心律,正常心电图。', into: 'impression' as const },
    { label: 'AF', text: 'Atrial fibrillation with rapid ventricular response.', into: 'impression' as const },
    { label: 'Rapid AF', text: 'AF, rapid.', into: 'impression' as const },
  ];

  it('is searched from a slash at a beginning to the caret', () => {
    expect(searchAt('/af', 3)).toEqual({ start: 0, words: 'af' });
    expect(searchAt('Rate 72. /af r', 14)).toEqual({ start: 9, words: 'af r' });
    expect(searchAt('\u7aa6\u6027\u5fc3\u5f8b\u3002/\u6b63', 7)).toEqual({ start: 5, words: '\u6b63' });
  });

  it('is not searched in 120/80, on another line, or far behind the slash', () => {
    expect(searchAt('120/80', 6)).toBeUndefined();
    expect(searchAt('/a\nb', 4)).toBeUndefined();
    expect(searchAt(`/${'x'.repeat(30)}`, 31)).toBeUndefined();
    expect(searchAt('/af and', 0)).toBeUndefined();
  });

  it('is found by all words, by its name first', () => {
    expect(found(phrases, 'af').map((one) => one.label)).toEqual(['AF', 'Rapid AF']);
    expect(found(phrases, 'rapid').map((one) => one.label)).toEqual(['Rapid AF', 'AF']);
    expect(found(phrases, 'fib rapid').map((one) => one.label)).toEqual(['AF']);
    expect(found(phrases, '正常').map((one) => one.label)).toEqual(['正常心电图']);
    expect(found(phrases, '')).toHaveLength(3);
  });

  it('stands in the place of the search, or on a line of its own', () => {
    expect(replaced('See /af now', { start: 4, words: 'af' }, 7, 'AF.')).toEqual({ text: 'See AF. now', caret: 7 });
    expect(appended('One.', 'Two.')).toEqual({ text: 'One.\nTwo.', caret: 9 });
    expect(appended('', 'Two.')).toEqual({ text: 'Two.', caret: 4 });
  });
});
