import { useState } from 'react';
import { ReaderDialog } from '../cases/ReaderDialog';
import { useReader } from '../cases/reader';
import { useCases } from '../cases/useCases';
import { useLanguage } from '../language/useLanguage';
import type { Place } from '../place/place';
import { Link, usePlace } from '../place/usePlace';
import { isReader, type SessionState } from '../session/session';
import { Who } from '../session/Who';
import { KeysDialog } from './KeysDialog';
import { setTheme, useDark } from './theme';
import { useKeys } from './useKeys';

/** Name, how the line stands, who is here, language, light or dark, keys. */
export function TopBar({ state }: { state: SessionState | undefined }) {
  const { t, language, setLanguage } = useLanguage();
  const dark = useDark();
  const [keys, setKeys] = useState(false);
  const reads = state?.kind === 'off' || (state?.kind === 'in' && isReader(state.person.role));
  const entered = reads && !(state.kind === 'in' && state.person.mustChangePassword);
  useKeys(entered ? { '?': () => setKeys(true) } : {});
  return (
    <header className="top">
      <Link to={{ page: 'worklist', filters: {} }} className="brand">
        <Mark />
        <span>{t.product}</span>
      </Link>
      {entered && <Line />}
      {entered && <Pages />}
      <span className="space" />
      {state?.kind === 'off' && <Reader />}
      {state?.kind === 'in' && <Who person={state.person} />}
      <button
        type="button"
        className="plain"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {language === 'zh' ? 'English' : '中文'}
      </button>
      <button
        type="button"
        className="plain"
        onClick={() => setTheme(dark ? 'light' : 'dark')}
        aria-label={dark ? t.light : t.dark}
        title={dark ? t.light : t.dark}
      >
        {dark ? '☀' : '☾'}
      </button>
      {entered && (
        <button type="button" className="plain" onClick={() => setKeys(true)} aria-label={t.keys.title}>
          ?
        </button>
      )}
      {keys && <KeysDialog onClose={() => setKeys(false)} />}
    </header>
  );
}

/** How the line stands on which changes come. */
function Line() {
  const { t } = useLanguage();
  const { line } = useCases();
  return (
    <span className={`line ${line}`} role="status">
      {t.lines[line]}
    </span>
  );
}

function Pages() {
  const { t } = useLanguage();
  const { place } = usePlace();
  const pages: [Place, string][] = [
    [{ page: 'worklist', filters: {} }, t.nav.worklist],
    [{ page: 'branch' }, t.nav.branch],
  ];
  return (
    <nav className="pages" aria-label={t.nav.title}>
      {pages.map(([to, words]) => (
        <Link key={to.page} to={to} aria-current={place.page === to.page ? 'page' : undefined}>
          {words}
        </Link>
      ))}
    </nav>
  );
}

/** Who reads here, where nobody has to sign in. */
function Reader() {
  const { t } = useLanguage();
  const reader = useReader();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <button type="button" className="plain" onClick={() => setAsking(true)}>
        {reader ? reader.name : t.reader.unknown}
      </button>
      {asking && <ReaderDialog onClose={close} onReader={close} />}
    </>
  );
}

function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M4 17h6l2.5-7 4.5 14 3-9 1.5 2H28" />
    </svg>
  );
}
