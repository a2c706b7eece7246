import { useState } from 'react';
import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Dialog } from '../parts/Dialog';
import { BY_CSS, setPxPerMm, useScreen } from './screen';

const LENGTH = 100;

/** Asks for a ruler: the line is made as long as 100 mm are in truth. */
export function RulerDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useLanguage();
  const { pxPerMm, measured } = useScreen();
  const [value, setValue] = useState(pxPerMm);
  const wide = value * LENGTH;
  return (
    <Dialog title={t.ruler.title} onClose={onClose}>
      <p>{t.ruler.explain(LENGTH)}</p>
      <svg className="ruler" width={wide + 2} height="34" role="img" aria-label={t.ruler.line(LENGTH)}>
        {Array.from({ length: LENGTH / 5 + 1 }, (_, i) => (
          <line key={i} x1={1 + i * 5 * value} x2={1 + i * 5 * value} y1={i % 2 ? 18 : 8} y2="32" />
        ))}
        <line x1="1" x2={1 + wide} y1="32" y2="32" />
      </svg>
      <label className="field">
        {t.ruler.adjust}
        <input
          type="range"
          min={BY_CSS * 0.5}
          max={BY_CSS * 2}
          step={BY_CSS / 400}
          value={value}
          onChange={(event) => setValue(Number(event.target.value))}
        />
        <span>{t.ruler.pixels(number(value, language, 3))}</span>
      </label>
      <p className="actions">
        <button
          type="button"
          disabled={!measured && value === BY_CSS}
          onClick={() => {
            setPxPerMm(undefined);
            setValue(BY_CSS);
          }}
        >
          {t.ruler.reset}
        </button>
        <button
          type="button"
          className="primary"
          onClick={() => {
            setPxPerMm(value);
            onClose();
          }}
        >
          {t.ruler.keep}
        </button>
      </p>
    </Dialog>
  );
}
