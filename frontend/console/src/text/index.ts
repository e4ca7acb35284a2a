import { useLocale } from '@credit/ui';
import { en } from './en';
import { zh, type Text } from './zh';

export function useText(): Text {
  return useLocale().locale === 'en' ? en : zh;
}
