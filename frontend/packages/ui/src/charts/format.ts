import { addMoney, formatCount, formatMoney, formatSeconds, type Locale } from '@credit/domain';
import type { Series, Unit } from './types';

export type Value = string | number | null | undefined;

export function shown(value: Value, unit: Unit | undefined, locale: Locale): string {
  if (value === null || value === undefined || value === '') return '—';
  if (unit === 'money') return formatMoney(String(value));
  return unit === 'seconds' ? formatSeconds(value, locale) : formatCount(Number(value));
}

/** The length of a bar; a float is harmless here, the figures beside it come from the string. */
export const drawn = (value: Value): number => (value === null || value === undefined || value === '' ? 0 : Number(value));

export function total<Row>(rows: readonly Row[], { value, unit }: Series<Row>, locale: Locale): string {
  if (unit === 'money') return formatMoney(addMoney(...rows.map((row) => String(value(row) ?? '0'))));
  return shown(rows.reduce((sum, row) => sum + drawn(value(row)), 0), unit, locale);
}

/** Amounts of a chart are read in units of ten thousand as soon as the largest one has that size. */
export const inWan = (largest: number): boolean => largest >= 10_000;

export function axisLabel(value: number, unit: Unit, wan: boolean): string {
  const scaled = unit === 'money' && wan ? value / 10_000 : value;
  const [whole = '0', fraction] = String(Number(scaled.toPrecision(12))).split('.');
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + (fraction ? `.${fraction}` : '');
}
