/** Which text stands when a report is opened or saved, of several that there are. Pure. */
import { plain, same } from './content';
import type { KeptDraft } from './kept';
import type { Content, Draft } from './report';

/** A text that is not the one on the screen: a person decides. */
export interface Offer {
  from: 'engine' | 'browser';
  content: Content;
  /** The engine's version; of a kept one, the version that it builds on. */
  version: number;
  /** Milliseconds since 1970. */
  at: number;
  by?: string;
}

export interface Opened {
  content: Content;
  /** The engine's draft that it builds on; 0 for none. */
  base: number;
  /** Whether the engine has it. */
  saved: boolean;
  /** Whether it was kept in the browser only. */
  restored: boolean;
  offers: Offer[];
}

/**
 * What stands when a report is opened. What was kept builds on the engine's draft: it is newer and
 * stands. The engine has moved on meanwhile: its draft stands, and what was kept is offered.
 *
 * @param signed the newest signed version; 0 for none
 * @param fresh what stands where nobody has written yet
 */
export function open(
  draft: Draft | undefined,
  kept: readonly KeptDraft[],
  signed: number,
  fresh: Content,
): Opened {
  const here = draft ? plain(draft) : fresh;
  const version = draft?.version ?? 0;
  const others = kept.filter((one) => !same(one.content, here));
  const [first, ...rest] = others;
  if (first && first.signed === signed && buildsOn(first, draft)) {
    return {
      content: first.content,
      base: version,
      saved: false,
      restored: true,
      offers: distinct(rest, first.content),
    };
  }
  return {
    content: here,
    base: version,
    saved: draft !== undefined,
    restored: false,
    offers: distinct(others, here),
  };
}

/** Whether nobody else has written since: the engine's draft is the one it builds on, or its own that was sent. */
function buildsOn(kept: KeptDraft, draft: Draft | undefined): boolean {
  return (
    kept.base === (draft?.version ?? 0) ||
    (draft !== undefined && kept.sent !== undefined && same(kept.sent, draft))
  );
}

function distinct(kept: readonly KeptDraft[], shown: Content): Offer[] {
  const offers: Offer[] = [];
  for (const { content, base, at } of kept) {
    if (!same(content, shown) && !offers.some((offer) => same(offer.content, content))) {
      offers.push({ from: 'browser', content, version: base, at });
    }
  }
  return offers;
}

/** What a refusal with a newer draft means: our own that was taken without an answer, or another window's. */
export function refused(
  theirs: Draft,
  mine: Content,
  sent: readonly Content[],
): { adopt: number; at: number; content: Content } | { offer: Offer } {
  const at = Date.parse(theirs.changed);
  if (same(theirs, mine) || sent.some((one) => same(theirs, one))) {
    return { adopt: theirs.version, at, content: plain(theirs) };
  }
  const by = theirs.by?.name ?? theirs.by?.id;
  return {
    offer: {
      from: 'engine',
      content: plain(theirs),
      version: theirs.version,
      at,
      ...(by ? { by } : {}),
    },
  };
}
