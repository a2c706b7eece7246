/** Lines of a story from several tellers, in order: pure. */
import type { StoryLine } from '../cases/case';

/** All lines by time, each once. */
export function merged(...stories: StoryLine[][]): StoryLine[] {
  const seen = new Map<string, StoryLine>();
  stories.flat().forEach((line) => seen.set(`${Date.parse(line.at)} ${line.en}`, line));
  return [...seen.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/**
 * What a step is called: a target, and behind it what else than the examination it is given.
 * Steps that are only a target, and those that nobody has named, keep their own name.
 */
export function stepName(step: string, words: Record<string, string>): string {
  const dot = step.lastIndexOf('.');
  const word = dot < 0 ? undefined : words[step.slice(dot + 1)];
  return word === undefined ? step : `${step.slice(0, dot)} · ${word}`;
}

/** The lines by the day on which they happened, by this machine's zone. */
export function byDay(lines: StoryLine[]): { day: string; lines: StoryLine[] }[] {
  const days: { day: string; lines: StoryLine[] }[] = [];
  for (const line of lines) {
    const name = new Date(line.at).toDateString();
    const last = days.at(-1);
    if (last?.day === name) {
      last.lines.push(line);
    } else {
      days.push({ day: name, lines: [line] });
    }
  }
  return days;
}
