import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Link } from '../place/usePlace';
import type { CaseDetail, Prior } from './case';

/** Earlier examinations of the same patient; one that can be compared opens beside this one. */
export function Priors({ detail, chosen }: { detail: CaseDetail; chosen: string | undefined }) {
  const { t, language } = useLanguage();
  if (detail.priors.length === 0) {
    return <p className="hint">{t.case.noPriors}</p>;
  }
  return (
    <ul className="priors">
      {detail.priors.map((prior) => (
        <li key={prior.id} aria-current={prior.id === chosen ? 'true' : undefined}>
          <Link to={{ page: 'case', id: prior.id }} className="prior-title">
            <span className="modality">{prior.modality ?? '–'}</span>
            <span>
              {prior.description ?? t.worklist.noDescription}
              <time dateTime={prior.receivedAt}>{moment(prior.receivedAt, language)}</time>
            </span>
          </Link>
          {comparable(detail, prior) && (
            <Link
              className="button small"
              to={{
                page: 'case',
                id: detail.id,
                ...(prior.id === chosen ? {} : { earlier: prior.id }),
              }}
            >
              {prior.id === chosen ? t.case.compareEnd : t.case.compare}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

/** An ECG with an ECG, images with images. */
function comparable(detail: CaseDetail, prior: Prior): boolean {
  return detail.links.ecg
    ? prior.links?.ecg !== undefined
    : detail.links.dicomweb !== undefined &&
        prior.links?.ecg === undefined &&
        prior.links?.dicomweb !== undefined;
}
