import type { KeyboardEvent } from 'react';
import { marches, moved, place, read, secondsOf, type Calliper } from './calliper';
import type { Traces } from './draw';
import type { Paper } from './paper';
import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';

interface CallipersProps {
  paper: Paper;
  traces: Traces;
  pxPerMm: number;
  march: boolean;
  callipers: Calliper[];
  onMove: (index: number, calliper: Calliper) => void;
  onRemove: (index: number) => void;
}

/** Callipers as drawn over the paper; each end can be focused and moved by the arrow keys. */
export function Callipers(props: CallipersProps) {
  const { paper, pxPerMm } = props;
  const width = paper.width * pxPerMm;
  const height = paper.height * pxPerMm;
  return (
    <svg className="callipers" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {props.callipers.map((calliper, index) => (
        <OneCalliper key={index} {...props} calliper={calliper} index={index} />
      ))}
    </svg>
  );
}

function OneCalliper(props: CallipersProps & { calliper: Calliper; index: number }) {
  const { paper, traces, pxPerMm, calliper, index } = props;
  const a = scaled(place(paper, calliper.a, traces), pxPerMm);
  const b = scaled(place(paper, calliper.b, traces), pxPerMm);
  const cell = paper.cells[calliper.a.cell]!;
  const top = (cell.baseline - cell.reach) * pxPerMm;
  const bottom = (cell.baseline + cell.reach) * pxPerMm;
  const bar = Math.max(top + 14, Math.min(a.y, b.y) - 12);
  const words = useReading(props);
  const middle = (a.x + b.x) / 2;
  const wide = words.length * 6.6 + 12;
  const left = Math.min(Math.max(2, middle - wide / 2), paper.width * pxPerMm - wide - 2);
  return (
    <g className="calliper">
      {props.march &&
        marches(paper, calliper).map((mm) => (
          <line key={mm} className="march" x1={mm * pxPerMm} x2={mm * pxPerMm} y1={top} y2={bottom} />
        ))}
      <line x1={a.x} x2={a.x} y1={top} y2={bottom} />
      <line x1={b.x} x2={b.x} y1={top} y2={bottom} />
      <line x1={a.x} x2={b.x} y1={bar} y2={bar} />
      <line className="level" x1={a.x} x2={b.x} y1={a.y} y2={a.y} />
      <rect x={left} y={bar - 22} width={wide} height={18} rx={4} />
      <text x={left + wide / 2} y={bar - 9} textAnchor="middle">
        {words}
      </text>
      <Grip {...props} end="a" index={index} x={a.x} y={a.y} words={words} />
      <Grip {...props} end="b" index={index} x={b.x} y={b.y} words={words} />
    </g>
  );
}

function scaled(point: { x: number; y: number }, k: number) {
  return { x: point.x * k, y: point.y * k };
}

function useReading({ paper, traces, calliper }: CallipersProps & { calliper: Calliper }): string {
  const { language, t } = useLanguage();
  const reading = read(paper, calliper, traces);
  const parts = [`${number(reading.milliseconds, language)} ms`];
  if (reading.milliseconds >= 150) {
    parts.push(`${number(reading.rate, language)}${t.ecg.perMinute}`);
  }
  if (!Number.isNaN(reading.millivolts)) {
    const sign = reading.millivolts > 0 ? '+' : '';
    parts.push(`${sign}${number(reading.millivolts, language, 3)} mV`);
  }
  return parts.join(' · ');
}

interface GripProps extends CallipersProps {
  calliper: Calliper;
  index: number;
  end: 'a' | 'b';
  x: number;
  y: number;
  words: string;
}

/** An end to be taken hold of. */
function Grip({ paper, calliper, index, end, x, y, words, onMove, onRemove }: GripProps) {
  const { t } = useLanguage();
  const cell = paper.cells[calliper[end].cell]!;
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
    const step = steps[event.key];
    if (step) {
      const by = step * (event.shiftKey ? 10 : 1);
      onMove(index, { ...calliper, [end]: moved(paper, calliper[end], by) });
    } else if (event.key === 'Delete' || event.key === 'Backspace' || event.key === 'Escape') {
      onRemove(index);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <g
      data-grip={`${index} ${end}`}
      className="grip"
      tabIndex={0}
      role="slider"
      aria-label={t.ecg.calliperEnd(cell.lead.label, end === 'a' ? 1 : 2)}
      aria-valuemin={0}
      aria-valuemax={cell.lead.millivolts.length - 1}
      aria-valuenow={calliper[end].sample}
      aria-valuetext={`${secondsOf(cell, calliper[end].sample).toFixed(3)} s, ${words}`}
      onKeyDown={onKeyDown}
    >
      <circle className="touch" cx={x} cy={y} r={14} />
      <circle cx={x} cy={y} r={4.5} />
    </g>
  );
}
