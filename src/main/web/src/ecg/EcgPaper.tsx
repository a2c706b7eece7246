import { useCallback, useEffect, useRef, useState, type PointerEvent } from 'react';
import { moved, snap, type Calliper } from './calliper';
import { Callipers } from './Callipers';
import { DARK, drawPaper, LIGHT, type Behind, type Traces } from './draw';
import { cellAt, type Paper } from './paper';
import { useLanguage } from '../language/useLanguage';
import { useDark } from '../parts/theme';

interface EcgPaperProps {
  paper: Paper;
  traces: Traces;
  behind?: Behind | undefined;
  /** CSS pixels per millimetre as drawn. */
  pxPerMm: number;
  /** Whether dragging sets callipers. */
  measuring: boolean;
  march: boolean;
  /** What is on the paper, for those who do not see it. */
  label: string;
  onLead: (label: string) => void;
}

/** Which end of which calliper is being dragged. */
interface Drag {
  index: number;
  end: 'a' | 'b';
}

/** A paper with its traces, and the callipers upon it. */
export function EcgPaper(props: EcgPaperProps) {
  const { paper, traces, behind, pxPerMm, measuring } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useDark();
  const ratio = useRatio();
  useEffect(() => {
    if (canvas.current) {
      const palette = dark ? DARK : LIGHT;
      drawPaper(canvas.current, paper, traces, palette, { pxPerMm, ratio }, behind);
      canvas.current.dataset.drawn = String(paper.cells.length);
    }
  }, [paper, traces, behind, pxPerMm, ratio, dark]);
  const callipers = useCallipers(paper, pxPerMm, measuring, props.onLead);
  const { t } = useLanguage();
  return (
    <div className={`ecg-paper${measuring ? ' measuring' : ''}`} {...callipers.handlers}>
      <canvas ref={canvas} role="img" aria-label={props.label} />
      <Callipers
        paper={paper}
        traces={traces}
        pxPerMm={pxPerMm}
        march={props.march}
        callipers={callipers.list}
        onMove={callipers.move}
        onRemove={callipers.remove}
      />
      {measuring && (
        <button type="button" className="calliper-add" onClick={callipers.add}>
          {t.ecg.addCalliper}
        </button>
      )}
    </div>
  );
}

/** Device pixels per CSS pixel, also after the window went to another screen. */
function useRatio(): number {
  const [ratio, setRatio] = useState(window.devicePixelRatio || 1);
  useEffect(() => {
    const query = window.matchMedia(`(resolution: ${ratio}dppx)`);
    const onChange = () => setRatio(window.devicePixelRatio || 1);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, [ratio]);
  return ratio;
}

/** Callipers that follow pointer and keys. */
function useCallipers(
  paper: Paper,
  pxPerMm: number,
  measuring: boolean,
  onLead: (label: string) => void,
) {
  // callipers stand on the samples of one paper: another one begins without
  const [placed, setPlaced] = useState<{ paper: Paper; list: Calliper[] }>({ paper, list: [] });
  const list = placed.paper === paper ? placed.list : [];
  const drag = useRef<Drag | undefined>(undefined);
  const setList = useCallback(
    (next: Calliper[] | ((all: Calliper[]) => Calliper[])) =>
      setPlaced((known) => {
        const all = known.paper === paper ? known.list : [];
        return { paper, list: typeof next === 'function' ? next(all) : next };
      }),
    [paper],
  );
  const change = useCallback((index: number, calliper: Calliper) => {
    setList((all) => all.map((one, i) => (i === index ? calliper : one)));
  }, [setList]);
  const remove = (index: number) => setList((all) => all.filter((_, i) => i !== index));
  const at = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - box.left) / pxPerMm, y: (event.clientY - box.top) / pxPerMm };
  };

  const onPointerDown = (event: PointerEvent) => {
    const grip = (event.target as Element).closest<HTMLElement>('[data-grip]');
    if (!measuring || event.button !== 0 || (event.target as Element).closest('button')) {
      return;
    }
    if (grip) {
      const [index, end] = grip.dataset.grip!.split(' ');
      drag.current = { index: Number(index), end: end as 'a' | 'b' };
    } else {
      const { x, y } = at(event);
      const cell = cellAt(paper, x, y);
      if (!cell) {
        return;
      }
      const end = snap(paper, paper.cells.indexOf(cell), x);
      drag.current = { index: list.length, end: 'b' };
      setList([...list, { a: end, b: end }]);
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent) => {
    const { current } = drag;
    const calliper = current && list[current.index];
    if (current && calliper) {
      const end = snap(paper, calliper.a.cell, at(event).x);
      change(current.index, { ...calliper, [current.end]: end });
    }
  };
  const onPointerUp = () => {
    drag.current = undefined;
    // a click without a drag is no measurement
    setList((all) => all.filter((one) => one.a.sample !== one.b.sample));
  };
  const onDoubleClick = (event: React.MouseEvent) => {
    const { x, y } = at(event as unknown as PointerEvent);
    const cell = cellAt(paper, x, y);
    if (cell) {
      onLead(cell.lead.label);
    }
  };
  const add = () => {
    const cell = Math.max(0, paper.cells.length - 1);
    const shown = paper.cells[cell];
    if (shown) {
      const a = snap(paper, cell, shown.x + shown.width / 3);
      setList([...list, { a, b: moved(paper, a, Math.round(0.8 * shown.lead.rate)) }]);
    }
  };
  const handlers = { onPointerDown, onPointerMove, onPointerUp, onDoubleClick };
  return { list, move: change, remove, add, handlers };
}
