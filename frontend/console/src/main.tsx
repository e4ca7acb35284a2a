import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { App as AntApp, ConfigProvider } from 'antd';
import dayjs from 'dayjs';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ApiProvider, LocaleProvider, ThemeProvider, consoleTheme, motionAllowed, storedLocale, useTheme } from '@credit/ui';
import '@credit/ui/kit.css';
import './app/console.css';
import { client, queries } from './app/client';
import { router } from './app/router';
import { loadLanguage, useLanguage } from './text';

const THEMES = { light: consoleTheme(motionAllowed()), dark: consoleTheme(motionAllowed(), true) };

function Console() {
  const { locale, antd } = useLanguage();
  const { isDark } = useTheme();
  useEffect(() => {
    dayjs.locale(locale === 'en' ? 'en' : 'zh-cn');
  }, [locale]);
  return (
    <ConfigProvider locale={antd} componentSize="small" theme={isDark ? THEMES.dark : THEMES.light} button={{ autoInsertSpace: false }}>
      <AntApp>
        <QueryClientProvider client={queries}>
          <ApiProvider client={client}>
            <RouterProvider router={router} />
          </ApiProvider>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

const first = await loadLanguage(storedLocale());

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LocaleProvider first={first} load={loadLanguage}>
      <ThemeProvider>
        <Console />
      </ThemeProvider>
    </LocaleProvider>
  </StrictMode>,
);
