import { useState } from 'react';
import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import type { Series } from './study';
import type { Study } from './useStudy';

interface SeriesListProps {
  study: Study;
  chosen: string | undefined;
  onChoose: (uid: string) => void;
}

/** The series of a study, each with a small picture of its middle where the engine can draw it. */
export function SeriesList({ study, chosen, onChoose }: SeriesListProps) {
  const { t, language } = useLanguage();
  const others = study.series.reduce((sum, one) => sum + one.others, 0);
  return (
    <ul className="series" aria-label={t.images.series}>
      {study.series
        .filter((one) => one.images.length > 0)
        .map((one) => (
          <li key={one.uid}>
            <button
              type="button"
              aria-pressed={one.uid === chosen}
              onClick={() => onChoose(one.uid)}
              title={one.description}
            >
              <Picture series={one} />
              <span className="words">
                {[one.number, one.description || one.modality].filter((x) => x).join(' ')}
              </span>
              <span className="count">{number(one.awaited ?? one.images.length, language)}</span>
            </button>
          </li>
        ))}
      {others > 0 && <li className="hint">{t.images.others(others)}</li>}
    </ul>
  );
}

function Picture({ series }: { series: Series }) {
  const [failed, setFailed] = useState(false);
  const middle = series.images[Math.floor(series.images.length / 2)]!;
  const address = middle.imageId.replace(/^wadors:/, '');
  // the picture waits for the images themselves
  return failed || series.awaited !== undefined ? (
    <span className="picture">{series.modality}</span>
  ) : (
    <img
      className="picture"
      src={`${address}/rendered?viewport=144,144`}
      alt=""
      loading="lazy"
      onError={() => setFailed(true)}
    />
  );
}
