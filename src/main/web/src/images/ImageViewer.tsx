import { useEffect, useRef, useState, type RefObject } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { useKeys } from '../parts/useKeys';
import { renderingEngine, setTool, type ToolId } from './cornerstone';
import { ImageToolbar } from './ImageToolbar';
import { useMarks } from './marks';
import { SeriesList } from './SeriesList';
import type { Image, Series } from './study';
import { useStudy, type Study } from './useStudy';
import { Viewport, type ViewportHandle } from './Viewport';
import '../style/images.css';

interface ImageViewerProps {
  study: string;
  title: string;
  earlier?: { study: string; title: string } | undefined;
}

interface Pane {
  title: string;
  study: Study;
  series: Series | undefined;
  handle: RefObject<ViewportHandle | undefined>;
  choose: (uid: string) => void;
  /** The image that is looked at. */
  image: Image | undefined;
  look: (image: Image | undefined) => void;
}

/** Sets up whatever takes time before the first image: workers, tools, the graphics. */
export function prepare(): void {
  renderingEngine();
}

/** The images of a study, with those of an earlier one beside them. */
export default function ImageViewer({ study, title, earlier }: ImageViewerProps) {
  const now = usePane(study, title);
  const before = usePane(earlier?.study, earlier?.title ?? '');
  const [chosen, setActive] = useState(0);
  const [tool, chooseTool] = useState<ToolId>('window');
  const [playing, setPlaying] = useState(0);
  const panes = earlier ? [now, before] : [now];
  const active = Math.min(chosen, panes.length - 1);
  const pane = panes[active]!;
  useEffect(() => setTool(tool), [tool, now.series]);
  useEffect(() => setPlaying(0), [pane.series, active]);
  const marks = useMarks();
  const { toggle } = marks;
  const markable = active === 0 && toggle && pane.image;
  const mark = markable ? () => toggle(markable) : undefined;
  const scroll = (by: number) => pane.handle.current?.viewport.scroll(by);
  useKeys({
    ArrowDown: () => scroll(1),
    ArrowUp: () => scroll(-1),
    PageDown: () => scroll(10),
    PageUp: () => scroll(-10),
    k: () => mark?.(),
  });
  return (
    <div className="images">
      <ImageToolbar
        pane={pane}
        tool={tool}
        chooseTool={chooseTool}
        playing={playing}
        setPlaying={setPlaying}
        mark={mark && { on: isAmong(marks.marked, pane.image), toggle: mark }}
      />
      <div className="images-body">
        <SeriesList study={pane.study} chosen={pane.series?.uid} onChoose={pane.choose} />
        <div className="viewports" data-count={panes.length}>
          {panes.map((one, i) => (
            <PaneView
              key={i}
              id={`pane-${i}`}
              pane={one}
              marked={i === 0 && isAmong(marks.marked, one.image)}
              active={panes.length > 1 && i === active}
              playing={i === active ? playing : 0}
              onActive={() => setActive(i)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function isAmong(marked: ReturnType<typeof useMarks>['marked'], image: Image | undefined): boolean {
  return marked.some((one) => one.instance === image?.instance && one.frame === image.frame);
}

/** A study and which of its series is looked at: the first with images until one is chosen. */
function usePane(uid: string | undefined, title: string): Pane {
  const study = useStudy(uid);
  const [chosen, choose] = useState<string>();
  const [image, look] = useState<Image>();
  const handle = useRef<ViewportHandle | undefined>(undefined);
  const withImages = study.series.filter((one) => one.images.length > 0);
  const series = withImages.find((one) => one.uid === chosen) ?? withImages[0];
  return { title, study, series, handle, choose, image, look };
}

interface PaneViewProps {
  id: string;
  pane: Pane;
  marked: boolean;
  active: boolean;
  playing: number;
  onActive: () => void;
}

function PaneView({ id, pane, marked, active, playing, onActive }: PaneViewProps) {
  const { t } = useLanguage();
  if (pane.series) {
    const { title, series, handle, look } = pane;
    const view = { id, title, series, handle, marked, active, playing, onActive, onImage: look };
    return <Viewport {...view} />;
  }
  return (
    <div className="viewport">
      {pane.study.problem ? (
        <Failure problem={pane.study.problem} />
      ) : pane.study.loading ? (
        <Loading />
      ) : (
        <p className="notice">{t.images.none}</p>
      )}
    </div>
  );
}
