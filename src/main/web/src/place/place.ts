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

/** `closed` ones are not among the open ones, which the others narrow. */
export const SHOWS = ['critical', 'overdue', 'free', 'mine', 'closed'] as const;
export type Show = (typeof SHOWS)[number];

export type Place =
  | { page: 'worklist'; filters: Filters }
  | { page: 'case'; id: string; earlier?: string }
  /** Critical values that nobody has answered. */
  | { page: 'unanswered' }
  /** What a branch sees; the site is said by those who belong to none. */
  | { page: 'branch'; site?: string; words?: string }
  /** One of a branch's examinations, as the branch sees it; `earlier` is compared with it. */
  | { page: 'examination'; exchange: string; earlier?: string }
  /** What the QR code of a report opens; `digest` is how its file begins to be told apart. */
  | { page: 'verify'; id: string; version: string; digest?: string };

/** The place that an address names; what it does not understand is the worklist. */
export function parsePlace(path: string, query: string): Place {
  const parameters = new URLSearchParams(query);
  try {
    return placeOf(path, parameters);
  } catch {
    return { page: 'worklist', filters: {} }; // a percent sign that encodes nothing
  }
}

function placeOf(path: string, parameters: URLSearchParams): Place {
  const found = /^\/reading\/([^/]+)$/.exec(path);
  if (found) {
    return { page: 'case', id: decodeURIComponent(found[1]!), ...named(parameters, 'earlier') };
  }
  const seen = /^\/examination\/([^/]+)$/.exec(path);
  if (seen) {
    return { page: 'examination', exchange: decodeURIComponent(seen[1]!), ...named(parameters, 'earlier') };
  }
  if (path === '/unanswered') {
    return { page: 'unanswered' };
  }
  if (path === '/branch') {
    return { page: 'branch', ...named(parameters, 'site'), ...named(parameters, 'words') };
  }
  const verified = /^\/verify\/([^/]+)\/([0-9]+)$/.exec(path);
  if (verified) {
    const digest = parameters.get('d');
    const id = decodeURIComponent(verified[1]!);
    return { page: 'verify', id, version: verified[2]!, ...(digest ? { digest } : {}) };
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

function named<K extends 'site' | 'words' | 'earlier'>(parameters: URLSearchParams, name: K): { [key in K]?: string } {
  const value = parameters.get(name);
  return (value ? { [name]: value } : {}) as { [key in K]?: string };
}

/** The address of a place. */
export function addressOf(place: Place): string {
  switch (place.page) {
    case 'case':
      return `/reading/${encodeURIComponent(place.id)}${suffix({ earlier: place.earlier })}`;
    case 'examination':
      return `/examination/${encodeURIComponent(place.exchange)}${suffix({ earlier: place.earlier })}`;
    case 'unanswered':
      return '/unanswered';
    case 'branch':
      return `/branch${suffix({ site: place.site, words: place.words })}`;
    case 'verify':
      return `/verify/${encodeURIComponent(place.id)}/${place.version}${suffix({ d: place.digest })}`;
    case 'worklist': {
      const { show, site, modality, words } = place.filters;
      return `/${suffix({ show, site, modality, words })}`;
    }
  }
}

function suffix(parameters: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  Object.entries(parameters).forEach(([name, value]) => value && query.set(name, value));
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
