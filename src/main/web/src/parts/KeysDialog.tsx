import { useLanguage } from '../language/useLanguage';
import { Dialog } from './Dialog';

const KEYS = [
  ['j', 'k'], ['Enter'], ['c'], ['/'], ['u'], ['n'], ['e'], ['k'], ['Ctrl Enter'], ['Esc'], ['?'],
] as const;

/** The keys of the page. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const words: Record<string, string> = t.keys.words;
  return (
    <Dialog title={t.keys.title} onClose={onClose}>
      <dl className="keys">
        {KEYS.map((keys) => (
          <div key={keys[0]}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words[keys[0]]}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">{t.keys.more}</p>
    </Dialog>
  );
}
