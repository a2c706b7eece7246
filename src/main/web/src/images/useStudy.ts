import { wadors } from '@cornerstonejs/dicom-image-loader';
import { useEffect, useState } from 'react';
import { getJson, type Problem } from '../parts/http';
import { renderingEngine } from './cornerstone';
import { isImage, readSeries, text, TAGS, type Instance, type Series } from './study';

const ROOT = '/dicom-web';
const JSON_TYPE = 'application/dicom+json';

export interface Study {
  series: Series[];
  /** More are on their way. */
  loading: boolean;
  problem?: Problem;
}

/** A study's series; each as soon as its metadata are here, the first one first. */
export function useStudy(uid: string | undefined): Study {
  const [study, setStudy] = useState<Study & { uid?: string }>({ series: [], loading: true });
  useEffect(() => {
    if (!uid) {
      return;
    }
    const stop = new AbortController();
    setStudy({ uid, series: [], loading: true });
    readAll(uid, stop.signal, (series, loading) => setStudy({ uid, series, loading })).catch(
      (problem: Problem) => {
        if (!stop.signal.aborted) {
          setStudy((known) => ({ ...known, loading: false, problem }));
        }
      },
    );
    return () => stop.abort();
  }, [uid]);
  return study.uid === uid ? study : { series: [], loading: true };
}

async function readAll(
  uid: string,
  signal: AbortSignal,
  tell: (series: Series[], loading: boolean) => void,
): Promise<void> {
  const study = `${ROOT}/studies/${uid}`;
  const list = await getJson<Instance[]>(`${study}/series`, signal, JSON_TYPE);
  const order = (one: Instance) => Number(text(one, TAGS.seriesNumber) || Infinity);
  const found: Series[] = [];
  const named = list.filter((one) => text(one, TAGS.seriesUid) !== '');
  for (const one of named.sort((a, b) => order(a) - order(b))) {
    const path = `${study}/series/${text(one, TAGS.seriesUid)}/metadata`;
    const instances = await getJson<Instance[]>(path, signal, JSON_TYPE);
    const series = readSeries(window.location.origin + ROOT, instances);
    register(series, instances);
    found.push(series);
    tell([...found], true);
  }
  tell(found, false);
}

/** Tells the image loader what it needs to know of each frame. */
function register(series: Series, instances: Instance[]): void {
  renderingEngine(); // which empties the loader's memory when it is set up
  const byUid = new Map(
    instances.filter(isImage).map((instance) => [text(instance, TAGS.sopInstance), instance]),
  );
  for (const image of series.images) {
    wadors.metaDataManager.add(image.imageId, byUid.get(image.instance) as never);
  }
}
