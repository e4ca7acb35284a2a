import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Locale } from '@credit/domain';
import type { KitText } from './text/zh';

/** What one language is made of; only the chosen one is loaded. */
export interface Language {
  locale: Locale;
  kit: KitText;
}

interface LocaleState extends Language {
  /** Settles when the words of the language are there and on screen. */
  setLocale: (locale: Locale) => Promise<void>;
}

const LocaleContext = createContext<LocaleState | null>(null);
const STORED = 'credit.locale';

export function storedLocale(): Locale {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN';
}

export function LocaleProvider({ first, load, children }: {
  /** Loaded before the first paint, so that no page appears without words. */
  first: Language;
  load: (locale: Locale) => Promise<Language>;
  children: ReactNode;
}) {
  const [language, setLanguage] = useState(first);
  useEffect(() => {
    document.documentElement.lang = language.locale;
  }, [language]);
  const state = useMemo(
    () => ({
      ...language,
      setLocale: async (next: Locale) => {
        const loaded = await load(next);
        localStorage.setItem(STORED, next);
        setLanguage(loaded);
      },
    }),
    [language, load],
  );
  return <LocaleContext value={state}>{children}</LocaleContext>;
}

export function useLocale(): LocaleState {
  const state = use(LocaleContext);
  if (state === null) throw new Error('no LocaleProvider above this component');
  return state;
}

export function useKitText(): KitText {
  return useLocale().kit;
}
