import type { RefObject } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Choose, Toggle, Tools } from '../parts/controls';
import { clearMeasurements, TOOL_IDS, type ToolId } from './cornerstone';
import { CT_PRESETS, rangeOf, type Series } from './study';
import type { ViewportHandle } from './Viewport';

interface ImageToolbarProps {
  pane: { series: Series | undefined; handle: RefObject<ViewportHandle | undefined> };
  tool: ToolId;
  chooseTool: (tool: ToolId) => void;
  /** Images a second; 0 does not play. */
  playing: number;
  setPlaying: (rate: number) => void;
  /** Whether the image that is looked at is a key image; absent where none can be marked. */
  mark: { on: boolean; toggle: () => void } | undefined;
}

/** Everything that can be done with the images of the active viewport. */
export function ImageToolbar(props: ImageToolbarProps) {
  const { pane, tool, chooseTool, playing, setPlaying, mark } = props;
  const { t } = useLanguage();
  return (
    <Tools label={t.images.tools}>
      <span className="group" role="group" aria-label={t.images.tool}>
        {TOOL_IDS.map((id) => (
          <Toggle key={id} on={tool === id} onChange={() => chooseTool(id)}>
            {t.images.toolNames[id]}
          </Toggle>
        ))}
      </span>
      {pane.series?.modality === 'CT' && <Presets handle={pane.handle} />}
      <Looks handle={pane.handle} />
      <Cine series={pane.series} playing={playing} setPlaying={setPlaying} />
      {mark && (
        <Toggle on={mark.on} onChange={mark.toggle} title="k">
          {t.report.mark}
        </Toggle>
      )}
      <span className="group end">
        <button type="button" onClick={clearMeasurements}>
          {t.images.clear}
        </button>
      </span>
    </Tools>
  );
}

type Handle = ImageToolbarProps['pane']['handle'];

function Presets({ handle }: { handle: Handle }) {
  const { t } = useLanguage();
  const apply = (id: string) => {
    const viewport = handle.current?.viewport;
    const preset = CT_PRESETS.find((one) => one.id === id);
    if (preset) {
      viewport?.setProperties({ voiRange: rangeOf(preset) });
    } else {
      viewport?.resetProperties();
    }
    viewport?.render();
  };
  return (
    <span className="group" role="group" aria-label={t.images.preset}>
      {(['', ...CT_PRESETS.map((one) => one.id)] as const).map((id) => (
        <button key={id} type="button" onClick={() => apply(id)}>
          {t.images.presets[id]}
        </button>
      ))}
    </span>
  );
}

function Looks({ handle }: { handle: Handle }) {
  const { t } = useLanguage();
  const withViewport = (act: (viewport: ViewportHandle['viewport']) => void) => () => {
    const viewport = handle.current?.viewport;
    if (viewport) {
      act(viewport);
      viewport.render();
    }
  };
  const invert = withViewport((v) => v.setProperties({ invert: !v.getProperties().invert }));
  const rotate = withViewport((v) =>
    v.setViewPresentation({ rotation: ((v.getViewPresentation().rotation ?? 0) + 90) % 360 }),
  );
  const flip = withViewport((v) => v.setCamera({ flipHorizontal: !v.getCamera().flipHorizontal }));
  const reset = withViewport((v) => {
    v.resetProperties();
    v.resetCamera();
  });
  return (
    <span className="group">
      <button type="button" onClick={invert}>
        {t.images.invert}
      </button>
      <button type="button" onClick={rotate}>
        {t.images.rotate}
      </button>
      <button type="button" onClick={flip}>
        {t.images.flip}
      </button>
      <button type="button" onClick={reset}>
        {t.images.fit}
      </button>
    </span>
  );
}

const RATES = [1, 2, 5, 10, 15, 20, 25, 30, 40, 60];

function Cine({ series, playing, setPlaying }: Pick<ImageToolbarProps, 'playing' | 'setPlaying'> & {
  series: Series | undefined;
}) {
  const { t } = useLanguage();
  if (!series || series.images.length < 2) {
    return null;
  }
  const usual = Math.max(1, Math.round(series.rate ?? 10));
  const rates = [...new Set([...RATES, usual])].sort((a, b) => a - b);
  return (
    <span className="group">
      <Toggle on={playing > 0} onChange={(on) => setPlaying(on ? usual : 0)}>
        {playing > 0 ? `■ ${t.images.stop}` : `▶ ${t.images.play}`}
      </Toggle>
      {playing > 0 && (
        <Choose
          label={t.images.perSecond}
          value={String(playing)}
          options={rates.map((rate) => [String(rate), `${rate}/s`])}
          onChange={(rate) => setPlaying(Number(rate))}
        />
      )}
    </span>
  );
}
