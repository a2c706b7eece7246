import { Enums, eventTarget, type StackViewport } from '@cornerstonejs/core';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { joinTools, leaveTools, play, renderingEngine, stop } from './cornerstone';
import type { Image, Series } from './study';
import { syntaxName } from './syntaxes';
import { whyNot, type Reason } from './whyNot';

/** What the toolbar can do with a viewport. */
export interface ViewportHandle {
  viewport: StackViewport;
  element: HTMLDivElement;
}

interface ViewportProps {
  id: string;
  title: string;
  series: Series;
  /** Whether the image that is looked at is a key image. */
  marked: boolean;
  active: boolean;
  /** Images a second; 0 does not play. */
  playing: number;
  handle: RefObject<ViewportHandle | undefined>;
  onActive: () => void;
  /** Another image is looked at. */
  onImage: (image: Image | undefined) => void;
}

/** A stack of images. */
export function Viewport(props: ViewportProps) {
  const { id, title, series, marked, active, playing, handle, onActive, onImage } = props;
  const { t, language } = useLanguage();
  const element = useRef<HTMLDivElement>(null);
  useEnabled(id, element, handle);
  const index = useStack(series, element, handle);
  const trouble = useTrouble(series, index);
  useEffect(() => onImage(series.images[index]), [series, index, onImage]);
  useEffect(() => {
    const { current } = element;
    if (current && playing > 0) {
      play(current, playing);
      return () => stop(current);
    }
    return undefined;
  }, [playing, series]);
  const place = t.images.image(
    series.awaited === undefined ? number(index + 1, language) : '…',
    number(series.awaited ?? series.images.length, language),
  );
  return (
    <div className={`viewport${active ? ' active' : ''}`} onPointerDownCapture={onActive}>
      <div
        ref={element}
        className="stack"
        role="img"
        aria-label={`${t.images.viewport(title)}. ${place}`}
        onContextMenu={(event) => event.preventDefault()}
      />
      <p className="corner top-left">
        {title}
        <br />
        {series.description}
      </p>
      <p className="corner bottom-left">{place}</p>
      {marked && <p className="corner top-right">{t.report.mark}</p>}
      {trouble && (
        <p className="cannot" role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
}

/** The element belongs to the rendering engine as long as it is on the page. */
function useEnabled(
  id: string,
  element: RefObject<HTMLDivElement | null>,
  handle: RefObject<ViewportHandle | undefined>,
): void {
  useEffect(() => {
    const { current } = element;
    if (!current) {
      return;
    }
    const engine = renderingEngine();
    engine.enableElement({ viewportId: id, type: Enums.ViewportType.STACK, element: current });
    joinTools(id);
    handle.current = { viewport: engine.getViewport(id) as StackViewport, element: current };
    const observer = new ResizeObserver(() => engine.resize(true, true));
    observer.observe(current);
    return () => {
      observer.disconnect();
      handle.current = undefined;
      leaveTools(id);
      engine.disableElement(id);
    };
  }, [id, element, handle]);
}

/** Shows a series, first the image that is seen already, else its middle; gives the image that is looked at. */
function useStack(
  series: Series,
  element: RefObject<HTMLDivElement | null>,
  handle: RefObject<ViewportHandle | undefined>,
): number {
  const [index, setIndex] = useState(0);
  useEffect(() => {
    const { current } = element;
    const viewport = handle.current?.viewport;
    if (!current || !viewport) {
      return;
    }
    const onNew = () => setIndex(viewport.getTargetImageIdIndex());
    const onDrawn = () => {
      // an empty viewport is rendered too
      const image = viewport.getCornerstoneImage() as { imageId: string } | undefined;
      if (image && image.imageId === viewport.getCurrentImageId()) {
        current.dataset.drawn = image.imageId;
      }
    };
    const { STACK_VIEWPORT_SCROLL, STACK_NEW_IMAGE, IMAGE_RENDERED } = Enums.Events;
    current.addEventListener(STACK_VIEWPORT_SCROLL, onNew);
    current.addEventListener(STACK_NEW_IMAGE, onNew);
    current.addEventListener(IMAGE_RENDERED, onDrawn);
    const seen = series.images.findIndex((image) => image.imageId === viewport.getCurrentImageId());
    const middle = series.rate ? 0 : Math.floor(series.images.length / 2);
    const first = seen >= 0 ? seen : middle;
    setIndex(first);
    viewport
      .setStack(
        series.images.map((image) => image.imageId),
        first,
      )
      .then(
        () => viewport.render(),
        () => undefined, // told by the event of the image that failed
      );
    return () => {
      current.removeEventListener(STACK_VIEWPORT_SCROLL, onNew);
      current.removeEventListener(STACK_NEW_IMAGE, onNew);
      current.removeEventListener(IMAGE_RENDERED, onDrawn);
    };
  }, [series, element, handle]);
  return index;
}

/** Why the image that is looked at cannot be shown. */
function useTrouble(series: Series, index: number): string | undefined {
  const { t } = useLanguage();
  const [failed, setFailed] = useState<Record<string, Reason>>({});
  useEffect(() => {
    const onFailed = (event: Event) => {
      const { imageId } = (event as CustomEvent<{ imageId: string }>).detail;
      void whyNot(imageId).then((why) => setFailed((all) => ({ ...all, [imageId]: why })));
    };
    const { IMAGE_LOAD_ERROR, IMAGE_LOAD_FAILED } = Enums.Events;
    eventTarget.addEventListener(IMAGE_LOAD_ERROR, onFailed);
    eventTarget.addEventListener(IMAGE_LOAD_FAILED, onFailed);
    return () => {
      eventTarget.removeEventListener(IMAGE_LOAD_ERROR, onFailed);
      eventTarget.removeEventListener(IMAGE_LOAD_FAILED, onFailed);
    };
  }, []);
  const why = failed[series.images[index]?.imageId ?? ''];
  if (why === undefined) {
    return undefined;
  }
  return 'detail' in why
    ? t.images.broken(why.detail)
    : t.images.cannot(syntaxName(why.syntax) ?? t.images.unknownSyntax, why.syntax);
}
