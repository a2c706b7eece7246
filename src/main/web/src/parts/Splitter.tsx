import { useState, type KeyboardEvent, type PointerEvent } from 'react';

interface SplitterProps {
  label: string;
  /** CSS pixels of what is on the right. */
  width: number;
  least: number;
  most: number;
  onChange: (width: number) => void;
}

/** CSS pixels by which an arrow key moves it. */
const STEP = 20;

/** Moves the edge between two panes: dragged, or by the arrow keys. */
export function Splitter({ label, width, least, most, onChange }: SplitterProps) {
  const [from, setFrom] = useState<{ x: number; width: number }>();
  const to = (next: number) => onChange(Math.round(Math.min(most, Math.max(least, next))));
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      to(width + by);
    }
  };
  return (
    <div
      role="separator"
      className="splitter"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ x: event.clientX, width });
      }}
      onPointerMove={(event) => from && to(from.width + from.x - event.clientX)}
      onPointerUp={() => setFrom(undefined)}
      onPointerCancel={() => setFrom(undefined)}
    />
  );
}

/** A width that is kept for the next time. */
export function useKeptWidth(
  name: string,
  usual: number,
  least: number,
  most: number,
): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => {
    const kept = Number(localStorage.getItem(name));
    return kept >= least && kept <= most ? kept : usual;
  });
  const change = (next: number) => {
    localStorage.setItem(name, String(next));
    setWidth(next);
  };
  return [width, change];
}
