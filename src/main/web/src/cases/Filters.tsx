import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { SHOWS, toggled, type Filters as FilterState } from '../place/place';
import { Link } from '../place/usePlace';
import type { Counts } from './order';

interface FiltersProps {
  filters: FilterState;
  counts: Counts;
}

/** Filters as links, each with what it would show of all open cases. */
export function Filters({ filters, counts }: FiltersProps) {
  const { t } = useLanguage();
  const without = (name: keyof FilterState) => {
    const { [name]: _gone, ...rest } = filters;
    return rest;
  };
  const { critical, overdue, free, mine } = counts;
  // how many are closed nobody counts
  const shown = { critical, overdue, free, mine, closed: undefined };
  return (
    <nav className="filters" aria-label={t.filters.title}>
      <h2>{t.filters.show}</h2>
      <ul>
        <FilterLink to={without('show')} on={!filters.show} words={t.filters.all} count={counts.open} />
        {SHOWS.map((show) => (
          <FilterLink
            key={show}
            to={toggled(filters, 'show', show)}
            on={filters.show === show}
            words={t.filters.shows[show]}
            count={shown[show]}
            tone={show}
          />
        ))}
      </ul>
      <h2>{t.filters.modality}</h2>
      <ul className="chips">
        {counts.modalities.map(({ id, open }) => (
          <FilterLink
            key={id}
            to={toggled(filters, 'modality', id)}
            on={filters.modality === id}
            words={id}
            count={open}
          />
        ))}
      </ul>
      <h2>{t.filters.site}</h2>
      <ul>
        {counts.sites.map((site) => (
          <FilterLink
            key={site.id}
            to={toggled(filters, 'site', site.id)}
            on={filters.site === site.id}
            words={site.name}
            count={site.open}
            critical={site.critical}
            overdue={site.overdue}
          />
        ))}
      </ul>
    </nav>
  );
}

interface FilterLinkProps {
  to: FilterState;
  on: boolean;
  words: string;
  count: number | undefined;
  tone?: string;
  critical?: number;
  overdue?: number;
}

function FilterLink({ to, on, words, count, tone, critical, overdue }: FilterLinkProps) {
  const { t, language } = useLanguage();
  return (
    <li>
      <Link
        to={{ page: 'worklist', filters: to }}
        className={`filter ${count === 0 ? 'nothing' : (tone ?? '')}`}
        aria-current={on ? 'true' : undefined}
      >
        <span className="words">{words}</span>
        {critical ? (
          <span className="some critical" title={t.filters.someCritical(critical)}>
            ▲{number(critical, language)}
          </span>
        ) : null}
        {overdue ? (
          <span className="some overdue" title={t.filters.someOverdue(overdue)}>
            !{number(overdue, language)}
          </span>
        ) : null}
        {count !== undefined && <span className="number">{number(count, language)}</span>}
      </Link>
    </li>
  );
}
