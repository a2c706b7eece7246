import { wadors } from '@cornerstonejs/dicom-image-loader';
import { useEffect, useState } from 'react';
import type { Problem } from '../parts/http';
import { renderingEngine } from './cornerstone';
import { isImage, text, TAGS, type Series } from './study';
import { readStudy, type Found } from './studyReader';

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
      return undefined;
    }
    const reader = readStudy(uid);
    const known = new Set<Found>();
    reader.listen(({ found, ...rest }) => {
      found.filter((one) => !known.has(one)).forEach(register);
      found.forEach((one) => known.add(one));
      setStudy({ uid, series: found.map((one) => one.series), ...rest });
    });
    return () => reader.stop();
  }, [uid]);
  return study.uid === uid ? study : { series: [], loading: true };
}

/** Tells the image loader what it needs to know of each frame. */
function register({ series, instances }: Found): void {
  renderingEngine(); // which empties the loader's memory when it is set up
  const byUid = new Map(
    instances.filter(isImage).map((instance) => [text(instance, TAGS.sopInstance), instance]),
  );
  for (const image of series.images) {
    wadors.metaDataManager.add(image.imageId, byUid.get(image.instance) as never);
  }
}
