/** Where one is: everything that a link can carry, to and from an address. Pure. */

export interface Filters {
  /** Site id. */
  site?: string;
  modality?: string;
  /** What is to be seen: all open cases where not said. */
  show?: Show;
  /** Words that the patient, the exam or an id contains. */
  words?: string;
}

export const SHOWS = ['critical', 'overdue', 'free', 'mine'] as const;
export type Show = (typeof SHOWS)[number];

export type Place =
  | { page: 'worklist'; filters: Filters }
  | { page: 'case'; id: string; earlier?: string };

/** The place that an address names; what it does not understand is the worklist. */
export function parsePlace(path: string, query: string): Place {
  const parameters = new URLSearchParams(query);
  const found = /^\/reading\/([^/]+)$/.exec(path);
  if (found) {
    const earlier = parameters.get('earlier') ?? undefined;
    return { page: 'case', id: decodeURIComponent(found[1]!), ...(earlier ? { earlier } : {}) };
  }
  const filters: Filters = {};
  for (const name of ['site', 'modality', 'words'] as const) {
    const value = parameters.get(name);
    if (value) {
      filters[name] = value;
    }
  }
  const show = SHOWS.find((one) => one === parameters.get('show'));
  return { page: 'worklist', filters: show ? { ...filters, show } : filters };
}

/** The address of a place. */
export function addressOf(place: Place): string {
  if (place.page === 'case') {
    const query = new URLSearchParams(place.earlier ? { earlier: place.earlier } : {});
    return `/reading/${encodeURIComponent(place.id)}${suffix(query)}`;
  }
  const query = new URLSearchParams();
  for (const name of ['show', 'site', 'modality', 'words'] as const) {
    const value = place.filters[name];
    if (value) {
      query.set(name, value);
    }
  }
  return `/${suffix(query)}`;
}

function suffix(query: URLSearchParams): string {
  const text = query.toString();
  return text ? `?${text}` : '';
}

/** The filters with one changed; a filter that is set already is taken away again. */
export function toggled<K extends keyof Filters>(
  filters: Filters,
  name: K,
  value: NonNullable<Filters[K]>,
): Filters {
  const { [name]: present, ...rest } = filters;
  return present === value ? rest : { ...rest, [name]: value };
}
