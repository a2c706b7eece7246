/** What stands in a report while it is written: comparing, taking over, what is missing. Pure. */
import type { MeasurementJson } from '../ecg/recording';
import { choicesOf, hasBlank } from './template';
import type { Content, KeyImage, TemplateField } from './report';

/** Letters that people can read: no control characters but line ends and tabs, no half characters. */
function letters(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{C}\n\t\p{Cf}\p{Co}\p{Cn}]/gu, '');
}

/** Only what a report consists of, in one form: as the engine keeps it. */
export function plain(content: Content): Content {
  const { critical } = content;
  const fields = Object.entries(content.fields)
    .map(([id, value]) => [id, letters(value)] as const)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    template: content.template,
    fields: Object.fromEntries(fields),
    findings: letters(content.findings),
    impression: letters(content.impression),
    ...(critical === undefined ? {} : { critical: letters(critical) }),
    keyImages: content.keyImages.map(({ instance, frame }) => ({ instance, frame })),
    reason: letters(content.reason),
  };
}

/** Whether both say the same. */
export function same(a: Content, b: Content): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

export type Member = Exclude<keyof Content, 'template'>;
const MEMBERS: Member[] = ['fields', 'findings', 'impression', 'critical', 'keyImages', 'reason'];

/** In what two reports differ. */
export function differences(a: Content, b: Content): Member[] {
  const [left, right] = [plain(a), plain(b)];
  return MEMBERS.filter((one) => JSON.stringify(left[one]) !== JSON.stringify(right[one]));
}

/** A unit as people read it. */
export function unitWords(unit: string | undefined): string {
  return unit === 'deg' ? '°' : (unit ?? '');
}

/** Units that say the same of a heart. */
const PER_MINUTE = ['/min', '1/min', 'bpm', '{beats}/min', '{beat}/min', '{h.b.}/min'];

function sameUnit(a: string | undefined, b: string | undefined): boolean {
  return !a || !b || a === b || (PER_MINUTE.includes(a) && PER_MINUTE.includes(b));
}

/** A corrected QT is had in the way in which the cart corrects it, Bazett's before Fridericia's. */
const INSTEAD: Record<string, readonly string[]> = { 'qtc-interval': ['qtc-bazett', 'qtc-fridericia'] };

/** The cart's value for a field, as it would be written; none where the cart has none or its unit differs. */
export function cartValue(
  field: TemplateField,
  measurements: readonly MeasurementJson[],
): string | undefined {
  if (field.from === undefined) {
    return undefined;
  }
  const found = [field.from, ...(INSTEAD[field.from] ?? [])]
    .map((kind) => measurements.find((one) => one.kind === kind && !one.lead))
    .find((one) => one !== undefined);
  return found && sameUnit(found.unit, field.unit)
    ? String(Math.round(found.value * 1000) / 1000)
    : undefined;
}

/** All the cart's values that the fields ask for and that do not stand there yet. */
export function cartValues(
  fields: readonly TemplateField[],
  measurements: readonly MeasurementJson[],
  written: Record<string, string>,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = cartValue(field, measurements);
    if (value !== undefined && written[field.id] !== value) {
      values[field.id] = value;
    }
  }
  return values;
}

/** Why a value cannot stand in a field. */
export type FieldFault = 'number' | 'low' | 'high' | 'choice';

/** What is wrong with the value of a field; an empty one is not wrong. */
export function faultOf(field: TemplateField, value: string): FieldFault | undefined {
  if (value === '') {
    return undefined;
  }
  if (field.type === 'choice') {
    return choicesOf(field).some((one) => one.value === value) ? undefined : 'choice';
  }
  if (field.type !== 'number') {
    return undefined;
  }
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(value)) {
    return 'number';
  }
  const n = Number(value);
  return field.min !== undefined && n < field.min
    ? 'low'
    : field.max !== undefined && n > field.max
      ? 'high'
      : undefined;
}

/** A number as people type it (full-width digits, comma) in decimal notation. */
export function typedNumber(value: string): string {
  // NFKC: digits and signs of Chinese input methods become ASCII, except the ideographic full stop
  return value.normalize('NFKC').replace(/[,\u3002]/g, '.').replace(/\s/g, '');
}

/** What must be there before it can be signed: field ids, `impression`, `reason`, `critical`. */
export function missing(
  content: Content,
  fields: readonly TemplateField[],
  amends: boolean,
): string[] {
  const bad = fields.filter((field) => {
    const value = (content.fields[field.id] ?? '').trim();
    return value === '' ? field.required : faultOf(field, value) !== undefined;
  });
  return [
    ...(amends && content.reason.trim() === '' ? ['reason'] : []),
    ...bad.map((field) => field.id),
    ...(hasBlank(content.findings, fields) ? ['findings'] : []),
    ...(content.impression.trim() === '' || hasBlank(content.impression, fields) ? ['impression'] : []),
    ...(content.critical !== undefined && content.critical.trim() === '' ? ['critical'] : []),
  ];
}

/** Whether an image is among the key images. */
export function isMarked(images: readonly KeyImage[], one: KeyImage): boolean {
  return images.some((each) => each.instance === one.instance && each.frame === one.frame);
}

/** The key images with one more, or with one less where it was there. */
export function toggledImage(images: readonly KeyImage[], one: KeyImage): KeyImage[] {
  return isMarked(images, one)
    ? images.filter((each) => each.instance !== one.instance || each.frame !== one.frame)
    : [...images, { instance: one.instance, frame: one.frame }];
}
