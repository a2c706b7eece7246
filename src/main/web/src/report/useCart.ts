import { useMemo } from 'react';
import type { CaseDetail } from '../cases/case';
import type { MeasurementJson } from '../ecg/recording';
import { useRecording } from '../ecg/useRecording';
import type { TemplateField } from './report';

/** What the cart has measured, where a field asks for it. */
export function useCart(detail: CaseDetail, fields: readonly TemplateField[]): readonly MeasurementJson[] {
  const wanted = detail.links.ecg !== undefined && fields.some((field) => field.from);
  const loaded = useRecording(wanted ? detail.exchange : undefined);
  return useMemo(
    () => (loaded?.state === 'here' ? loaded.recording.told.measurements : []),
    [loaded],
  );
}
