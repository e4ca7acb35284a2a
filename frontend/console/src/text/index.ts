import type { Locale as AntdLocale } from 'antd/es/locale';
import type { Locale } from '@credit/domain';
import { useLocale, type Language } from '@credit/ui';
import type { Text } from './zh';

export interface ConsoleLanguage extends Language {
  words: Text;
  antd: AntdLocale;
}

const LOADERS: Record<Locale, () => Promise<{ language: ConsoleLanguage }>> = {
  'zh-CN': () => import('./zh/language'),
  en: () => import('./en/language'),
};
const loaded = new Map<Locale, ConsoleLanguage>();

/** The words of a language come in a file of their own; the other one is not loaded until it is chosen. */
export async function loadLanguage(locale: Locale): Promise<ConsoleLanguage> {
  const { language } = await LOADERS[locale]();
  loaded.set(locale, language);
  return language;
}

export function useLanguage(): ConsoleLanguage {
  return loaded.get(useLocale().locale)!;
}

export function useText(): Text {
  return useLanguage().words;
}
