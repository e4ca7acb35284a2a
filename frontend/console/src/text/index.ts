import { useLocale } from '@credit/ui';
import { en } from './en';
import { zh, type Text } from './zh';

export function useText(): Text {
  return useLocale().locale === 'en' ? en : zh;
}

/** The label of a transition in a history, or the code itself when unknown. */
export function actionWord(text: Text, action: string): string {
  const last = action.split('.').pop() ?? action;
  return text.act[last] ?? action;
}
