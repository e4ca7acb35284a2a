import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Locale } from '@credit/domain';
import { kitEn } from './text/en';
import { kitZh, type KitText } from './text/zh';

interface LocaleState {
  locale: Locale;
  setLocale: (locale: Locale) => void;
}

const LocaleContext = createContext<LocaleState>({ locale: 'zh-CN', setLocale: () => undefined });
const STORED = 'credit.locale';

export function storedLocale(): Locale {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN';
}

export function LocaleProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(storedLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const state = useMemo(
    () => ({
      locale,
      setLocale: (next: Locale) => {
        localStorage.setItem(STORED, next);
        setLocale(next);
      },
    }),
    [locale],
  );
  return <LocaleContext value={state}>{children}</LocaleContext>;
}

export function useLocale(): LocaleState {
  return use(LocaleContext);
}

export function useKitText(): KitText {
  return useLocale().locale === 'en' ? kitEn : kitZh;
}
