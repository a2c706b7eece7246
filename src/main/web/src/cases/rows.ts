/** Which rows of a long list have to be drawn: pure. */

export interface Slice {
  first: number;
  /** Exclusive. */
  last: number;
}

/** The rows that can be seen, and some beyond either edge. */
export function visibleRows(
  count: number,
  rowHeight: number,
  scrolled: number,
  height: number,
  beyond = 8,
): Slice {
  const first = Math.max(0, Math.floor(scrolled / rowHeight) - beyond);
  const last = Math.min(count, Math.ceil((scrolled + height) / rowHeight) + beyond);
  return { first: Math.min(first, count), last: Math.max(last, 0) };
}

/** How far to scroll so that a row is seen whole; where it is seen already, nothing changes. */
export function scrollTo(
  row: number,
  rowHeight: number,
  scrolled: number,
  height: number,
): number {
  const top = row * rowHeight;
  const bottom = top + rowHeight;
  if (top < scrolled) {
    return top;
  }
  return bottom > scrolled + height ? bottom - height : scrolled;
}

/** The row of a case after the list has changed: itself, else what stands in its place. */
export function follow(ids: readonly string[], chosen: string | undefined, row: number): number {
  const found = chosen === undefined ? -1 : ids.indexOf(chosen);
  return found >= 0 ? found : Math.min(Math.max(0, row), Math.max(0, ids.length - 1));
}
