/**
 * Money as decimal strings ("1234567.80"). Arithmetic runs on BigInt cents, so an
 * amount never passes through a floating point number.
 */

const DECIMAL = /^-?\d+(\.\d+)?$/;

export function isDecimal(value: string): boolean {
  return DECIMAL.test(value);
}

/** "12.345", 2 -> 1235n (half up, away from zero). */
export function toScaled(value: string, scale: number): bigint {
  if (!isDecimal(value)) throw new RangeError(`not a decimal: ${value}`);
  const negative = value.startsWith('-');
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const padded = fraction.padEnd(scale + 1, '0');
  const kept = BigInt(whole + padded.slice(0, scale));
  const rounded = padded.charAt(scale) >= '5' ? kept + 1n : kept;
  return negative ? -rounded : rounded;
}

/** 1235n, 2 -> "12.35". */
export function fromScaled(value: bigint, scale: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale > 0 ? `${whole}.${digits.slice(-scale)}` : whole;
  return negative ? `-${text}` : text;
}

export function addMoney(...values: string[]): string {
  return fromScaled(
    values.reduce((sum, value) => sum + toScaled(value, 2), 0n),
    2,
  );
}

export function subtractMoney(left: string, right: string): string {
  return fromScaled(toScaled(left, 2) - toScaled(right, 2), 2);
}

/** -1, 0 or 1. Compares the full written precision, not only cents. */
export function compareDecimal(left: string, right: string): -1 | 0 | 1 {
  const scale = Math.max(fractionLength(left), fractionLength(right));
  const difference = toScaled(left, scale) - toScaled(right, scale);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

function fractionLength(value: string): number {
  return value.split('.')[1]?.length ?? 0;
}

export function isZero(value: string | null | undefined): boolean {
  return value == null || value === '' || toScaled(value, 2) === 0n;
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** "1234567.8" -> "1,234,567.80"; nothing -> an em dash. */
export function formatMoney(value: string | null | undefined): string {
  if (value == null || value === '' || !isDecimal(value)) return '—';
  const cents = fromScaled(toScaled(value, 2), 2);
  const negative = cents.startsWith('-');
  const [whole = '0', fraction = '00'] = cents.replace('-', '').split('.');
  return `${negative ? '-' : ''}${groupThousands(whole)}.${fraction}`;
}

/** An amount with all its places but trailing zeros after the cents: "1234.0250000000" -> "1,234.025". */
export function formatExact(value: string | null | undefined): string {
  if (value == null || !isDecimal(value)) return '—';
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  return `${value.startsWith('-') ? '-' : ''}${groupThousands(whole)}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}

/** For an input field: thousands while typing, the fraction as typed. */
export function groupAsTyped(value: string): string {
  const match = /^(-?)(\d*)(\.\d*)?$/.exec(value);
  if (!match) return value;
  return `${match[1]}${groupThousands(match[2] ?? '')}${match[3] ?? ''}`;
}

/** Amounts in the display unit 万元 without trailing zeros: "125000.00" -> "12.5". */
export function formatWan(value: string | null | undefined): string {
  if (value == null || value === '' || !isDecimal(value)) return '—';
  const wan = fromScaled(toScaled(value, 2), 6);
  const [whole = '0', fraction = ''] = wan.split('.');
  const kept = fraction.replace(/0+$/, '');
  return kept ? `${groupThousands(whole)}.${kept}` : groupThousands(whole);
}

export function formatCount(value: number | null | undefined): string {
  return value == null ? '—' : groupThousands(String(value));
}

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES = ['', '拾', '佰', '仟'];
const SECTIONS = ['', '万', '亿', '万亿'];

function sectionInWords(section: string): string {
  let words = '';
  let pendingZero = false;
  for (let index = 0; index < section.length; index += 1) {
    const digit = Number(section[index]);
    if (digit === 0) {
      pendingZero = words !== '';
      continue;
    }
    if (pendingZero) words += '零';
    pendingZero = false;
    words += DIGITS[digit]! + PLACES[section.length - 1 - index]!;
  }
  return words;
}

function wholeInWords(whole: string): string {
  const sections: string[] = [];
  for (let end = whole.length; end > 0; end -= 4) {
    sections.unshift(whole.slice(Math.max(0, end - 4), end));
  }
  let words = '';
  let gap = false;
  sections.forEach((section, index) => {
    const inWords = sectionInWords(section);
    if (inWords === '') {
      gap = words !== '';
      return;
    }
    const startsLow = words !== '' && section.startsWith('0');
    if (words !== '' && (gap || startsLow)) words += '零';
    gap = false;
    words += inWords + SECTIONS[sections.length - 1 - index]!;
  });
  return words;
}

/** The amount in capital Chinese characters as on a voucher: 壹万贰仟元整. */
export function toChineseAmount(value: string): string {
  if (!isDecimal(value)) return '';
  const cents = fromScaled(toScaled(value, 2), 2);
  const negative = cents.startsWith('-');
  const [wholeText = '0', fraction = '00'] = cents.replace('-', '').split('.');
  const whole = wholeText.replace(/^0+/, '');
  if (whole.length > 16) return '';
  const jiao = Number(fraction[0]);
  const fen = Number(fraction[1]);
  let words = whole === '' ? '' : `${wholeInWords(whole)}元`;
  if (jiao === 0 && fen === 0) return `${negative ? '负' : ''}${words || '零元'}整`;
  if (jiao > 0) words += `${DIGITS[jiao]}角`;
  else if (whole !== '') words += '零';
  words += fen > 0 ? `${DIGITS[fen]}分` : '整';
  return `${negative ? '负' : ''}${words}`;
}
