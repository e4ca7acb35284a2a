import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

export type ThemeMode = 'SYSTEM' | 'LIGHT' | 'DARK';

interface ThemeState {
  mode: ThemeMode;
  isDark: boolean;
  setMode: (mode: ThemeMode) => void;
}

const STORED = 'credit.theme';
const DARK = '(prefers-color-scheme: dark)';
const ThemeContext = createContext<ThemeState>({ mode: 'LIGHT', isDark: false, setMode: () => undefined });

/** What this browser showed last: known before anybody has signed in, so that nothing flashes. */
export function storedTheme(): ThemeMode {
  const stored = localStorage.getItem(STORED);
  return stored === 'DARK' || stored === 'LIGHT' ? stored : 'SYSTEM';
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [mode, setMode] = useState<ThemeMode>(storedTheme);
  const [systemDark, setSystemDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const wish = matchMedia(DARK);
    const follow = () => setSystemDark(wish.matches);
    wish.addEventListener('change', follow);
    return () => wish.removeEventListener('change', follow);
  }, []);
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // paper is white: what is printed is drawn in light colours before the browser takes its picture
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
  const isDark = !printing && (mode === 'DARK' || (mode === 'SYSTEM' && systemDark));
  // before the first paint of what is inside, and not after it
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  const state = useMemo(
    () => ({
      mode,
      isDark,
      setMode: (next: ThemeMode) => {
        localStorage.setItem(STORED, next);
        setMode(next);
      },
    }),
    [mode, isDark],
  );
  return <ThemeContext value={state}>{children}</ThemeContext>;
}

export function useTheme(): ThemeState {
  return use(ThemeContext);
}
