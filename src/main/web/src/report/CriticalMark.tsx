import { useRef } from 'react';
import { useLanguage } from '../language/useLanguage';

interface CriticalMarkProps {
  /** What the branch is told; absent where nothing is critical. */
  words: string | undefined;
  onChange: (words: string | undefined) => void;
}

/** Marks a critical value, in the reader's words. */
export function CriticalMark({ words, onChange }: CriticalMarkProps) {
  const { t } = useLanguage();
  const last = useRef('');
  const on = words !== undefined;
  return (
    <div className={on ? 'critical-mark on' : 'critical-mark'}>
      <label className="check">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            last.current = words ?? last.current;
            onChange(event.target.checked ? last.current : undefined);
          }}
        />
        <span>▲ {t.report.critical}</span>
      </label>
      {on && (
        <textarea
          rows={2}
          maxLength={2000}
          data-member="critical"
          aria-label={t.report.criticalWords}
          placeholder={t.report.criticalWords}
          aria-required
          value={words}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}
