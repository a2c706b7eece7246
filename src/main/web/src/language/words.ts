/** All words of the page in each language. */
import { en, type Messages } from './en';
import type { Language } from './format';
import { zh } from './zh';

export type { Messages };
export const WORDS: Record<Language, Messages> = { en, zh };
