import type { ParameterDetail, ParameterRow } from '@credit/api';
import { formatCount, formatMoney, formatRate } from '@credit/domain';
import { useLocale } from '@credit/ui';
import { useText } from '../../text';

type Named = Pick<ParameterRow, 'kind' | 'unit' | 'unit_en'> & { choices?: ParameterDetail['choices'] };

/** Parameters and their values in the words of the language. */
export function useParameterWords() {
  const t = useText();
  const { locale } = useLocale();
  const english = locale === 'en';

  /** A value with its unit; `null` is no value of this level. */
  function value(of: Named, text: string | null): string {
    if (text === null) return t.parameters.followsAbove;
    if (of.kind === 'BOOLEAN') return text === 'true' ? t.parameters.yes : t.parameters.no;
    if (of.kind === 'RATE') return formatRate(text);
    if (of.kind === 'CHOICE') {
      const choice = of.choices?.find((found) => found.code === text);
      return choice ? (english ? choice.name_en : choice.name) : text;
    }
    const unit = english ? of.unit_en : of.unit;
    const shown = of.kind === 'MONEY' ? formatMoney(text) : of.kind === 'INTEGER' ? formatCount(Number(text)) : text;
    return unit ? `${shown} ${unit}` : shown;
  }

  function range(of: Named, low: string | null, high: string | null): string {
    if (low && high) return t.parameters.between(value({ ...of, unit: '', unit_en: '' }, low), value(of, high));
    if (low) return t.parameters.atLeast(value(of, low));
    return high ? t.parameters.atMost(value(of, high)) : t.parameters.unbounded;
  }

  return {
    value,
    range,
    name: (of: { name: string; name_en: string }) => (english ? of.name_en : of.name),
    group: (of: Pick<ParameterRow, 'group' | 'group_en'>) => (english ? of.group_en : of.group),
    help: (of: Pick<ParameterDetail, 'help' | 'help_en'>) => (english ? of.help_en : of.help),
  };
}
