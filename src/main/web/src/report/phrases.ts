/** Phrases that are put in by `/` and a few letters. Pure. */
import type { Phrase } from './report';

/** A search that is being typed: from the slash to the caret. */
export interface Search {
  /** Where the slash stands. */
  start: number;
  words: string;
}

/** Letters of a search at most: beyond it a slash is just a slash. */
const LONGEST = 24;

/** The search before the caret: a slash at the beginning or behind a space or a punctuation mark, and what follows. */
export function searchAt(text: string, caret: number): Search | undefined {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf('/');
  if (start < 0 || caret - start - 1 > LONGEST) {
    return undefined;
  }
  const words = before.slice(start + 1);
  // 120/80, 1/2: no search
  const behind = start === 0 ? ' ' : before[start - 1]!;
  return /[\s\p{P}]/u.test(behind) && !words.includes('\n') ? { start, words } : undefined;
}

/** Phrases that contain all words, those whose name begins with them first. */
export function found(phrases: readonly Phrase[], words: string, most = 8): Phrase[] {
  const asked = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const rank = (phrase: Phrase) => {
    const label = phrase.label.toLowerCase();
    return asked.every((word) => label.startsWith(word)) ? 0 : asked.every((word) => label.includes(word)) ? 1 : 2;
  };
  return phrases
    .filter((phrase) => {
      const text = `${phrase.label}\n${phrase.text}`.toLowerCase();
      return asked.every((word) => text.includes(word));
    })
    .map((phrase, i) => ({ phrase, i, rank: rank(phrase) }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .slice(0, most)
    .map(({ phrase }) => phrase);
}

export interface Edited {
  text: string;
  caret: number;
}

/** The text with a phrase in place of the search. */
export function replaced(text: string, search: Search, caret: number, phrase: string): Edited {
  const head = text.slice(0, search.start);
  return { text: head + phrase + text.slice(caret), caret: head.length + phrase.length };
}

/** The text with a phrase on a line of its own at the end; an empty last line is used. */
export function appended(text: string, phrase: string): Edited {
  const head = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return { text: head + phrase, caret: head.length + phrase.length };
}
