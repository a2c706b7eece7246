/** What a study holds, from its DICOM JSON metadata (PS3.18 annex F): pure. */

export interface Attribute {
  vr: string;
  Value?: unknown[];
}

export type Instance = Record<string, Attribute>;

export interface Image {
  /** As the image loader knows it: `wadors:` and the address of the frame. */
  imageId: string;
  instance: string;
  frame: number;
}

export interface Series {
  uid: string;
  number: number | undefined;
  modality: string;
  description: string;
  images: Image[];
  /** Images a second at which a multi-frame object was recorded. */
  rate: number | undefined;
  /** Objects that hold no image: reports, presentation states. */
  others: number;
  /** How many objects there will be, where only the first image is here. */
  awaited?: number;
}

export const TAGS = {
  sopInstance: '00080018',
  modality: '00080060',
  seriesDescription: '0008103E',
  studyUid: '0020000D',
  seriesUid: '0020000E',
  seriesNumber: '00200011',
  instanceNumber: '00200013',
  position: '00200032',
  orientation: '00200037',
  frames: '00280008',
  rows: '00280010',
  frameTime: '00181063',
  cineRate: '00180040',
  recommendedRate: '00082144',
  availableSyntax: '00083002',
  seriesInstances: '00201209',
} as const;

/** The first value of an attribute as text; empty where there is none. */
export function text(instance: Instance, tag: string): string {
  const value = instance[tag]?.Value?.[0];
  return value === undefined || value === null ? '' : String(value);
}

/** The values of an attribute as numbers. */
export function numbers(instance: Instance, tag: string): number[] {
  return (instance[tag]?.Value ?? []).map(Number).filter((value) => !Number.isNaN(value));
}

/** The first value of an attribute as a number. */
export function number(instance: Instance, tag: string): number | undefined {
  return numbers(instance, tag)[0];
}

/** Whether an object holds pixels that can be drawn. */
export function isImage(instance: Instance): boolean {
  return (number(instance, TAGS.rows) ?? 0) > 0;
}

/** One series of its objects' metadata, its images in the order of the body or of their numbers. */
export function readSeries(root: string, instances: readonly Instance[]): Series {
  const first = instances[0] ?? {};
  const images = [...instances].filter(isImage).sort(compare(instances));
  return {
    uid: text(first, TAGS.seriesUid),
    number: number(first, TAGS.seriesNumber),
    modality: text(first, TAGS.modality),
    description: text(first, TAGS.seriesDescription),
    images: images.flatMap((instance) => framesOf(root, instance)),
    rate: images[0] && rateOf(images[0]),
    others: instances.length - images.length,
  };
}

function framesOf(root: string, instance: Instance): Image[] {
  const uid = text(instance, TAGS.sopInstance);
  const address =
    `${root}/studies/${text(instance, TAGS.studyUid)}/series/${text(instance, TAGS.seriesUid)}` +
    `/instances/${uid}/frames/`;
  const frames = Math.max(1, number(instance, TAGS.frames) ?? 1);
  return Array.from({ length: frames }, (_, i) => ({
    imageId: `wadors:${address}${i + 1}`,
    instance: uid,
    frame: i + 1,
  }));
}

/** PS3.3 §C.7.6.5: the rate at which the object should be played. */
function rateOf(instance: Instance): number | undefined {
  const rate = number(instance, TAGS.recommendedRate) ?? number(instance, TAGS.cineRate);
  if (rate !== undefined && rate > 0) {
    return rate;
  }
  const time = number(instance, TAGS.frameTime);
  return time !== undefined && time > 0 ? 1000 / time : undefined;
}

type Order = (a: Instance, b: Instance) => number;

/** Along the normal of parallel slices where all have a place; else by their numbers. */
function compare(instances: readonly Instance[]): Order {
  const images = instances.filter(isImage);
  const byNumber: Order = (a, b) =>
    (number(a, TAGS.instanceNumber) ?? 0) - (number(b, TAGS.instanceNumber) ?? 0);
  const normal = normalOf(images);
  if (!normal) {
    return byNumber;
  }
  const along = (instance: Instance) =>
    numbers(instance, TAGS.position).reduce((sum, part, i) => sum + part * normal[i]!, 0);
  const distinct = new Set(images.map((image) => along(image).toFixed(2)));
  // several at one place (phases, contrasts): the device's own numbers tell them apart
  return distinct.size === images.length ? (a, b) => along(a) - along(b) : byNumber;
}

function normalOf(images: readonly Instance[]): [number, number, number] | undefined {
  const first = images[0] && numbers(images[0], TAGS.orientation);
  if (!first || first.length !== 6 || images.length < 2) {
    return undefined;
  }
  const parallel = images.every((image) => {
    const other = numbers(image, TAGS.orientation);
    return (
      numbers(image, TAGS.position).length === 3 &&
      other.length === 6 &&
      other.every((part, i) => Math.abs(part - first[i]!) < 1e-3)
    );
  });
  const [a, b, c, d, e, f] = first as [number, number, number, number, number, number];
  return parallel ? [b * f - c * e, c * d - a * f, a * e - b * d] : undefined;
}

export interface Preset {
  id: 'brain' | 'lung' | 'mediastinum' | 'abdomen' | 'bone';
  center: number;
  width: number;
}

/** Windows that readers of CT know by name, in Hounsfield units. */
export const CT_PRESETS: readonly Preset[] = [
  { id: 'brain', center: 40, width: 80 },
  { id: 'lung', center: -600, width: 1500 },
  { id: 'mediastinum', center: 40, width: 400 },
  { id: 'abdomen', center: 50, width: 350 },
  { id: 'bone', center: 400, width: 1800 },
];

/** Lower and upper end of a window (PS3.3 §C.11.2.1.2.1, linear exact is near enough to the eye). */
export function rangeOf(preset: Preset): { lower: number; upper: number } {
  return { lower: preset.center - preset.width / 2, upper: preset.center + preset.width / 2 };
}
