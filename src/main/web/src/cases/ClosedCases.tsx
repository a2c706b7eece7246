import { useState } from 'react';
import { moment, number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { pathWith, usePoll, useRested } from '../parts/usePoll';
import type { Filters } from '../place/place';
import { Link } from '../place/usePlace';
import type { Case, WorklistAnswer } from './case';
import { PatientLine } from './PatientLine';

const PAGE = 100;
const MOST = 1000;

/** Closed cases that pass the filters, the newest first; the search is the engine's, of any age. */
function useClosed(filters: Filters, limit: number) {
  const words = useRested(filters.words);
  const { site, modality } = filters;
  return usePoll<WorklistAnswer>(
    pathWith('/worklist', { status: 'closed', site, modality, q: words, limit }),
    30_000,
  );
}

/** The list of closed cases. */
export function ClosedCases({ filters }: { filters: Filters }) {
  const { t, language } = useLanguage();
  const [limit, setLimit] = useState(PAGE);
  const { value, problem } = useClosed(filters, limit);
  if (!value) {
    return problem ? <Failure problem={problem} /> : <Loading />;
  }
  return (
    <div className="table">
      <div className="closed-scroller" tabIndex={0} role="region" aria-label={t.closed.title}>
        <ClosedRows cases={value.cases} />
        {value.next && limit < MOST && (
          <p className="more">
            <button type="button" onClick={() => setLimit(limit + PAGE)}>
              {t.closed.more}
            </button>
          </p>
        )}
      </div>
      <p className="foot" role="status">
        {value.total === 0 ? t.closed.none : t.closed.shown(number(value.total, language))}
      </p>
    </div>
  );
}

/** Below the open cases that a search finds: the closed ones that it finds too. */
export function FoundClosed({ filters }: { filters: Filters }) {
  const { t, language } = useLanguage();
  const { value } = useClosed(filters, 50);
  if (!value || value.total === 0) {
    return null;
  }
  return (
    <section className="found-closed">
      <h2 id="found-closed">{t.closed.found(number(value.total, language))}</h2>
      <div className="closed-scroller" tabIndex={0} role="region" aria-labelledby="found-closed">
        <ClosedRows cases={value.cases} />
      </div>
    </section>
  );
}

function ClosedRows({ cases }: { cases: Case[] }) {
  const { t, language } = useLanguage();
  const statuses: Record<string, string> = t.closed.statuses;
  return (
    <ul className="closed-rows">
      {cases.map((one) => (
        <li key={one.id} className={one.critical ? 'closed-row critical' : 'closed-row'} data-case={one.id}>
          <span className="status">
            {one.critical && <span title={t.worklist.critical}>▲ </span>}
            {statuses[one.status] ?? one.status}
          </span>
          <Link to={{ page: 'case', id: one.id }} className="open">
            <PatientLine patient={one.patient} />
          </Link>
          <span className="exam">
            <span className="modality">{one.modality ?? '–'}</span>
            {one.description ?? t.worklist.noDescription}
          </span>
          <span className="site">{one.siteName ?? one.site}</span>
          <span className="received">{moment(one.signedAt ?? one.receivedAt, language)}</span>
          <span className="holder">{one.report?.by}</span>
        </li>
      ))}
    </ul>
  );
}
