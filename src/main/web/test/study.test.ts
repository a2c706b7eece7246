import { describe, expect, it } from 'vitest';
import { CT_PRESETS, rangeOf, readSeries, TAGS, type Instance } from '../src/images/study';
import { syntaxName } from '../src/images/syntaxes';

function slice(number: number, position?: number, some: Record<string, unknown[]> = {}): Instance {
  const values: Record<string, unknown[]> = {
    [TAGS.sopInstance]: [`1.2.3.${number}`],
    [TAGS.studyUid]: ['1.2'],
    [TAGS.seriesUid]: ['1.2.3'],
    [TAGS.instanceNumber]: [number],
    [TAGS.rows]: [512],
    ...(position === undefined
      ? {}
      : { [TAGS.position]: [0, 0, position], [TAGS.orientation]: [1, 0, 0, 0, 1, 0] }),
    ...some,
  };
  return Object.fromEntries(Object.entries(values).map(([tag, Value]) => [tag, { vr: 'UN', Value }]));
}

const order = (instances: Instance[]) =>
  readSeries('http://x/dicom-web', instances).images.map((image) => image.instance);

describe('a series', () => {
  it('is in the order of the body where its slices are parallel', () => {
    expect(order([slice(1, 30), slice(2, 10), slice(3, 20)])).toEqual(['1.2.3.2', '1.2.3.3', '1.2.3.1']);
  });

  it('is in the order of its numbers where two share a place or none has one', () => {
    expect(order([slice(3, 10), slice(1, 10), slice(2, 20)])).toEqual(['1.2.3.1', '1.2.3.2', '1.2.3.3']);
    expect(order([slice(2), slice(1)])).toEqual(['1.2.3.1', '1.2.3.2']);
  });

  it('has an image for each frame, and the rate at which to play them', () => {
    const cine = readSeries('http://x/dicom-web', [slice(1, undefined, { [TAGS.frames]: [3], [TAGS.frameTime]: [40] })]);
    expect(cine.images.map((image) => image.imageId)).toEqual([
      'wadors:http://x/dicom-web/studies/1.2/series/1.2.3/instances/1.2.3.1/frames/1',
      'wadors:http://x/dicom-web/studies/1.2/series/1.2.3/instances/1.2.3.1/frames/2',
      'wadors:http://x/dicom-web/studies/1.2/series/1.2.3/instances/1.2.3.1/frames/3',
    ]);
    expect(cine.rate).toBe(25);
  });

  it('counts objects without an image apart', () => {
    const series = readSeries('http://x/dicom-web', [slice(1), slice(2, undefined, { [TAGS.rows]: [] })]);
    expect([series.images.length, series.others]).toEqual([1, 1]);
  });
});

describe('windows and syntaxes', () => {
  it('have a lower and an upper end, and names', () => {
    expect(rangeOf(CT_PRESETS.find((one) => one.id === 'lung')!)).toEqual({ lower: -1350, upper: 150 });
    expect(syntaxName('1.2.840.10008.1.2.4.80')).toBe('JPEG-LS Lossless');
    expect(syntaxName('1.2.3')).toBeUndefined();
  });
});
