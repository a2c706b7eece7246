/** Dates, numbers and lengths of time by locale. */

export type Language = 'zh' | 'en';
export const LOCALES: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

/** A moment as date and time, the date left out where it is today's. */
export function moment(at: string | number | Date, language: Language, now = Date.now()): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) {
    return String(at);
  }
  const today = new Date(now).toDateString() === date.toDateString();
  return new Intl.DateTimeFormat(LOCALES[language], {
    ...(today ? {} : { year: 'numeric', month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(date);
}

/** A moment to the second, for the story of a case. */
export function exactTime(at: string | number | Date, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(new Date(at));
}

/** A day. */
export function day(at: string | number | Date, language: Language): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? String(at)
    : new Intl.DateTimeFormat(LOCALES[language], {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
      }).format(date);
}

/** A number with so many decimals at most. */
export function number(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: decimals }).format(
    value,
  );
}

/** A length of time as a clock face: 4:05 or 1:04:05; never negative. */
export function clockFace(millis: number): string {
  const seconds = Math.floor(Math.abs(millis) / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** A rough length of time in words: the largest unit that fits. */
export function roughly(millis: number, language: Language): string {
  const minutes = Math.abs(millis) / 60000;
  const [value, unit] =
    minutes < 90
      ? [Math.max(1, Math.round(minutes)), 'minute']
      : minutes < 48 * 60
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'unit',
    unit: unit as string,
    unitDisplay: language === 'zh' ? 'short' : 'long',
  }).format(value as number);
}
