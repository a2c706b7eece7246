import type { ReactNode } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Splitter, useKeptWidth } from '../parts/Splitter';

export interface Panel<T extends string> {
  id: T;
  label: string;
  content: ReactNode;
}

interface BesideProps<T extends string> {
  panels: readonly Panel<T>[];
  chosen: T;
  choose: (id: T) => void;
  /** Words to be read or written need more room, and it can be changed. */
  wide: boolean;
  children: ReactNode;
}

/** CSS pixels of what is told beside the viewer. */
const LEAST = 290;
const MOST = 800;

/** The viewer, and beside it what is told; on a phone below it. */
export function Beside<T extends string>({ panels, chosen, choose, wide, children }: BesideProps<T>) {
  const { t } = useLanguage();
  const [width, setWidth] = useKeptWidth('farsight.report.width', 380, LEAST, MOST);
  return (
    <div
      className={wide ? 'case-body writing' : 'case-body'}
      style={wide ? { gridTemplateColumns: `minmax(0, 1fr) 7px ${width}px` } : undefined}
    >
      <section className="viewer" aria-label={t.case.viewer}>
        {children}
      </section>
      {wide && <Splitter label={t.report.width} width={width} least={LEAST} most={MOST} onChange={setWidth} />}
      <aside className="told" aria-label={t.case.told}>
        <div className="tabs" role="tablist">
          {panels.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`tab-${id}`}
              aria-selected={id === chosen}
              aria-controls="told-panel"
              onClick={() => choose(id)}
            >
              {label}
            </button>
          ))}
        </div>
        <div className="panel" id="told-panel" role="tabpanel" aria-labelledby={`tab-${chosen}`} tabIndex={0}>
          {panels.find(({ id }) => id === chosen)?.content}
        </div>
      </aside>
    </div>
  );
}
