import { exactTime } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import type { KeeperState } from './keeper';

/** What is saved, and where. */
export function SaveState({ state }: { state: KeeperState }) {
  const { t, language } = useLanguage();
  const { saving, keptHere } = state;
  const { saving: words } = t.report;
  switch (saving.is) {
    case 'fresh':
      return <Line tone="fresh">{words.fresh}</Line>;
    case 'saved':
      return <Line tone="saved">✓ {words.saved(exactTime(saving.at, language))}</Line>;
    case 'saving':
      return <Line tone="saving">{keptHere ? words.saving : words.savingOnly}</Line>;
    case 'asking':
      return <Line tone="trying">! {words.asking}</Line>;
    case 'trying':
    case 'refused': {
      const kept = saving.is === 'trying' ? words.trying : words.refused;
      const { problem } = saving;
      const why = (language === 'zh' && problem.zh) || problem.detail || problem.title;
      return (
        <Line tone={saving.is}>
          ! {keptHere ? kept : words.tryingOnly} {problem.status !== 0 && why}
        </Line>
      );
    }
  }
}

function Line({ tone, children }: { tone: string; children: React.ReactNode }) {
  return (
    <p className={`save-state ${tone}`} role="status">
      {children}
    </p>
  );
}
