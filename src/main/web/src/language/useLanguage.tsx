import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { LOCALES, type Language } from './format';
import { WORDS, type Messages } from './words';

interface Speech {
  language: Language;
  t: Messages;
  setLanguage: (language: Language) => void;
}

const KEPT = 'farsight.language';

const SpeechContext = createContext<Speech>({
  language: 'zh',
  t: WORDS.zh,
  setLanguage: () => undefined,
});

/** What was chosen, else what the browser asks for; Chinese where it asks for neither. */
function first(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'zh' || kept === 'en') {
    return kept;
  }
  const asked = navigator.languages.find((one) => /^(zh|en)\b/i.test(one));
  return asked?.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

/** Speaks Chinese or English to everything below. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(first);
  useEffect(() => {
    document.documentElement.lang = LOCALES[language];
  }, [language]);
  const value = useMemo(
    () => ({
      language,
      t: WORDS[language],
      setLanguage: (next: Language) => {
        localStorage.setItem(KEPT, next);
        choose(next);
      },
    }),
    [language],
  );
  return <SpeechContext.Provider value={value}>{children}</SpeechContext.Provider>;
}

/** The words of the language in use. */
export function useLanguage(): Speech {
  return useContext(SpeechContext);
}
