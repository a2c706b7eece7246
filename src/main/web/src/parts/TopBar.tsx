import { useState } from 'react';
import { ReaderDialog } from '../cases/ReaderDialog';
import { useReader } from '../cases/reader';
import { useCases } from '../cases/useCases';
import { useLanguage } from '../language/useLanguage';
import { Link } from '../place/usePlace';
import { KeysDialog } from './KeysDialog';
import { setTheme, useDark } from './theme';
import { useKeys } from './useKeys';

/** Name, how the line stands, who reads, language, light or dark, keys. */
export function TopBar() {
  const { t, language, setLanguage } = useLanguage();
  const { line } = useCases();
  const dark = useDark();
  const reader = useReader();
  const [dialog, setDialog] = useState<'keys' | 'reader'>();
  const close = () => setDialog(undefined);
  useKeys({ '?': () => setDialog('keys') });
  return (
    <header className="top">
      <Link to={{ page: 'worklist', filters: {} }} className="brand">
        <Mark />
        <span>{t.product}</span>
      </Link>
      <span className={`line ${line}`} role="status">
        {t.lines[line]}
      </span>
      <span className="space" />
      <button type="button" className="plain" onClick={() => setDialog('reader')}>
        {reader ? reader.name : t.reader.unknown}
      </button>
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
      <button type="button" className="plain" onClick={() => setDialog('keys')} aria-label={t.keys.title}>
        ?
      </button>
      {dialog === 'keys' && <KeysDialog onClose={close} />}
      {dialog === 'reader' && <ReaderDialog onClose={close} onReader={close} />}
    </header>
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
