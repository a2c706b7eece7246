import { useState } from 'react';
import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Choose, Toggle, Tools } from '../parts/controls';
import { switched, type Choices } from './choices';
import { FILTERS, usable } from './filter';
import { GAINS, LAYOUTS, SHEET_SECONDS, SPEEDS } from './paper';
import { RulerDialog } from './RulerDialog';
import type { Recording } from './recording';

interface EcgToolbarProps {
  choices: Choices;
  change: (some: Partial<Choices>) => void;
  recording: Recording;
  alone: string | undefined;
  setAlone: (label: string | undefined) => void;
  sheet: { start: number; setStart: (seconds: number) => void; count: number };
  earlier: { shift: number; setShift: (seconds: number) => void } | undefined;
  toScale: boolean;
}

/** Everything that changes how the paper looks. */
export function EcgToolbar(props: EcgToolbarProps) {
  const { choices, change, recording, alone, setAlone } = props;
  const { t } = useLanguage();
  return (
    <Tools label={t.ecg.tools}>
      <Choose
        label={t.ecg.layout}
        value={choices.layout}
        options={LAYOUTS.map((one) => [one, t.ecg.layouts[one]])}
        onChange={(layout) => {
          setAlone(undefined);
          change({ layout });
        }}
      />
      <Choose
        label={t.ecg.lead}
        value={alone ?? ''}
        options={[
          ['', t.ecg.allLeads],
          ...recording.leads.map((lead): [string, string] => [lead.label, lead.label]),
        ]}
        onChange={(label) => setAlone(label || undefined)}
      />
      <Choose
        label={t.ecg.speed}
        value={String(choices.speed)}
        options={SPEEDS.map((one) => [String(one), `${one} mm/s`])}
        onChange={(speed) => change({ speed: Number(speed) })}
      />
      <Choose
        label={t.ecg.gain}
        value={String(choices.gain)}
        options={GAINS.map((one) => [String(one), `${one} mm/mV`])}
        onChange={(gain) => change({ gain: Number(gain) })}
      />
      <FilterToggles {...props} />
      <span className="group">
        <Toggle on={choices.measuring} onChange={(measuring) => change({ measuring })}>
          {t.ecg.callipers}
        </Toggle>
        <Toggle on={choices.march} onChange={(march) => change({ march })} title={t.ecg.marchHint}>
          {t.ecg.march}
        </Toggle>
      </span>
      <Sheets {...props} />
      <Comparison {...props} />
      <Size {...props} />
    </Tools>
  );
}

function FilterToggles({ choices, change, recording }: EcgToolbarProps) {
  const { t } = useLanguage();
  const rate = recording.leads[0]?.rate ?? 0;
  return (
    <span className="group" role="group" aria-label={t.ecg.filters}>
      {FILTERS.filter((filter) => usable(filter.id, rate)).map((filter) => (
        <Toggle
          key={filter.id}
          on={choices.filters.includes(filter.id)}
          onChange={() => change({ filters: switched(choices.filters, filter.id) })}
          title={t.ecg.filterNames[filter.id]}
        >
          {t.ecg.filterShort[filter.id]}
        </Toggle>
      ))}
    </span>
  );
}

/** Onward through a recording that is longer than one sheet. */
function Sheets({ sheet }: EcgToolbarProps) {
  const { t, language } = useLanguage();
  if (sheet.count < 2) {
    return null;
  }
  const current = Math.round(sheet.start / SHEET_SECONDS);
  const go = (to: number) => sheet.setStart(to * SHEET_SECONDS);
  return (
    <span className="group">
      <button type="button" disabled={current === 0} onClick={() => go(current - 1)}>
        <span aria-hidden="true">‹</span>
        <span className="hidden">{t.ecg.previousSheet}</span>
      </button>
      <span className="count">
        {number(sheet.start, language)}–{number(sheet.start + SHEET_SECONDS, language)} s
      </span>
      <button type="button" disabled={current >= sheet.count - 1} onClick={() => go(current + 1)}>
        <span aria-hidden="true">›</span>
        <span className="hidden">{t.ecg.nextSheet}</span>
      </button>
    </span>
  );
}

/** How the earlier ECG stands to the present one. */
function Comparison({ earlier, choices, change }: EcgToolbarProps) {
  const { t, language } = useLanguage();
  if (!earlier) {
    return null;
  }
  const by = (seconds: number) => earlier.setShift(earlier.shift + seconds);
  return (
    <span className="group">
      <Choose
        label={t.ecg.compare}
        value={choices.compare}
        options={[
          ['beside', t.ecg.beside],
          ['overlay', t.ecg.overlay],
        ]}
        onChange={(compare) => change({ compare })}
      />
      {choices.compare === 'overlay' && (
        <>
          <button type="button" onClick={() => by(-0.02)} aria-label={t.ecg.shiftLeft}>
            ←
          </button>
          <span className="count">{number(earlier.shift * 1000, language)} ms</span>
          <button type="button" onClick={() => by(0.02)} aria-label={t.ecg.shiftRight}>
            →
          </button>
        </>
      )}
    </span>
  );
}

/** True to scale or not, and says which. */
function Size({ choices, change, toScale }: EcgToolbarProps) {
  const { t } = useLanguage();
  const [ruler, setRuler] = useState(false);
  return (
    <span className="group end">
      <Choose
        label={t.ecg.size}
        value={choices.size}
        options={[
          ['true', t.ecg.trueSize],
          ['fit', t.ecg.fit],
        ]}
        onChange={(size) => change({ size })}
      />
      {!toScale && <span className="tag">{t.ecg.notToScale}</span>}
      <button type="button" onClick={() => setRuler(true)}>
        {t.ecg.ruler}
      </button>
      {ruler && <RulerDialog onClose={() => setRuler(false)} />}
    </span>
  );
}
