import type { ParameterValue } from '@credit/api';
import { Tag } from '@credit/ui';
import { useText } from '../../text';

const TONES = { DEFAULT: 'neutral', PROVINCE: 'progress', BANK: 'success' } as const;

/** Who says what a parameter stands at. */
export function LevelTag({ level }: { level: ParameterValue['level'] }) {
  const t = useText();
  return <Tag tone={TONES[level]}>{t.parameters.levels[level]}</Tag>;
}
