/** Rates are fractions of one as decimal strings ("0.043500"); people read per cent. */
import { fromScaled, isDecimal, toScaled } from './money';

function trimZeros(text: string, keep: number): string {
  const [whole = '0', fraction = ''] = text.split('.');
  let end = fraction.length;
  while (end > keep && fraction[end - 1] === '0') end -= 1;
  return end > 0 ? `${whole}.${fraction.slice(0, end)}` : whole;
}

/** "0.043500" -> "4.35%"; two to four places. */
export function formatRate(value: string | null | undefined): string {
  if (value == null || value === '' || !isDecimal(value)) return '—';
  return `${fractionToPercent(value)}%`;
}

/** "0.0435" -> "4.35". */
export function fractionToPercent(value: string): string {
  return trimZeros(fromScaled(toScaled(value, 6), 4), 2);
}

/** "4.35" -> "0.043500". */
export function percentToFraction(value: string): string {
  return fromScaled(toScaled(value, 4), 6);
}

/** LPR "0.0300" plus 135 basis points -> "0.043500". */
export function rateWithPoints(lpr: string, bp: number): string {
  return fromScaled(toScaled(lpr, 6) + BigInt(Math.round(bp)) * 100n, 6);
}

export function formatPoints(bp: number | null | undefined): string {
  if (bp == null) return '—';
  return `${bp > 0 ? '+' : ''}${bp} BP`;
}
