import { useCallback, useEffect, useRef } from 'react';
import { Problem } from '@credit/api';
import type { Locale } from '@credit/domain';
import { useLocale, useTheme, type ThemeMode } from '@credit/ui';
import { client, queries } from './client';

export interface Preferences {
  theme: ThemeMode;
  language: Locale | '';
  menu_collapsed: boolean;
}

const PATH = '/desk/preferences';

/** Kept for the person wherever he signs in; what fails to be kept stays as it is in this browser. */
export function keep(part: Partial<Preferences>): void {
  client.put<Preferences>(PATH, part).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
  });
}

/** Makes the console look as the person who has just signed in wants it, wherever he set it. */
export function useKeptPreferences(accountId: number, onMenu: (collapsed: boolean) => void): void {
  const { setMode } = useTheme();
  const { locale, setLocale } = useLocale();
  const asked = useRef<number | null>(null);
  useEffect(() => {
    if (asked.current === accountId) return;
    asked.current = accountId;
    client.get<Preferences>(PATH).then(
      (kept) => {
        setMode(kept.theme);
        onMenu(kept.menu_collapsed);
        if (kept.language && kept.language !== locale) {
          void setLocale(kept.language).then(() => queries.invalidateQueries());
        }
      },
      (error: unknown) => {
        if (!(error instanceof Problem)) throw error;
      },
    );
  }, [accountId, locale, onMenu, setLocale, setMode]);
}

/** Sets the theme here and for the person. */
export function useSetTheme(): (mode: ThemeMode) => void {
  const { setMode } = useTheme();
  return useCallback(
    (mode: ThemeMode) => {
      setMode(mode);
      keep({ theme: mode });
    },
    [setMode],
  );
}
