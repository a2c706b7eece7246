import { useEffect, useState } from 'react';
import { useLanguage } from '../language/useLanguage';
import { getJson } from '../parts/http';
import { toggledImage } from './content';
import type { KeyImage } from './report';

interface KeyImagesProps {
  /** Study Instance UID; absent where there are no images. */
  study: string | undefined;
  images: KeyImage[];
  onChange: (images: KeyImage[]) => void;
}

/** The images that belong to the report; they are marked in the viewer. */
export function KeyImages({ study, images, onChange }: KeyImagesProps) {
  const { t } = useLanguage();
  const series = useSeries(study, images);
  if (!study) {
    return null;
  }
  return (
    <section className="key-images" aria-label={t.report.keyImages}>
      <h3>{t.report.keyImages}</h3>
      {images.length === 0 && <p className="hint">{t.report.keyImagesHint}</p>}
      <ul>
        {images.map((one, i) => (
          <li key={`${one.instance} ${one.frame}`}>
            <Picture study={study} series={series[one.instance]} image={one} label={t.report.keyImage(i + 1)} />
            <button
              type="button"
              onClick={() => onChange(toggledImage(images, one))}
              aria-label={t.report.removeImage(i + 1)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Picture(props: { study: string; series: string | undefined; image: KeyImage; label: string }) {
  const { study, series, image, label } = props;
  const [failed, setFailed] = useState(false);
  if (!series || failed) {
    return <span className="picture">{label}</span>;
  }
  const address = `/dicom-web/studies/${study}/series/${series}/instances/${image.instance}/frames/${image.frame}`;
  return (
    <img
      className="picture"
      src={`${address}/rendered?viewport=144,144`}
      alt={label}
      onError={() => setFailed(true)}
    />
  );
}

const SERIES_UID = '0020000E';
const INSTANCE_UID = '00080018';

type Found = Record<string, { Value?: string[] }>;

/** The series of each image: part of the address of its picture. */
function useSeries(study: string | undefined, images: KeyImage[]): Record<string, string> {
  const [series, setSeries] = useState<Record<string, string>>({});
  const unknown = [...new Set(images.map((one) => one.instance))].filter((one) => !(one in series));
  const asked = unknown.join(',');
  useEffect(() => {
    if (!study || asked === '') {
      return undefined;
    }
    const stop = new AbortController();
    const path = `/dicom-web/studies/${study}/instances?SOPInstanceUID=${asked}`;
    getJson<Found[]>(path, stop.signal, 'application/dicom+json').then(
      (found) =>
        setSeries((known) => ({
          ...known,
          ...Object.fromEntries(asked.split(',').map((one) => [one, ''])),
          ...Object.fromEntries(
            found.map((one) => [one[INSTANCE_UID]?.Value?.[0], one[SERIES_UID]?.Value?.[0]]),
          ),
        })),
      () => undefined, // the number stands in place of the picture
    );
    return () => stop.abort();
  }, [study, asked]);
  return series;
}
