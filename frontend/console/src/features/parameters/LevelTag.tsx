import type { ParameterValue } from '@credit/api';
import { useText } from '../../text';

const TONES = { DEFAULT: 'neutral', PROVINCE: 'progress', BANK: 'success' } as const;

/** Who says what a parameter stands at. */
export function LevelTag({ level }: { level: ParameterValue['level'] }) {
  const t = useText();
  return <span className={`kit-tag kit-tag-${TONES[level]}`}>{t.parameters.levels[level]}</span>;
}
