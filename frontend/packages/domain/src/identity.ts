/** Chinese identity card numbers: 18 characters with a checksum, or the old 15 digits. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

export function normalizeIdNo(value: string): string {
  return value.replace(/\s/g, '').toUpperCase();
}

export function idNoCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECKS[sum % 11]!;
}

/** "520102800101123" -> "520102198001011239" (only people born before 2000 hold one). */
export function upgradeIdNo(value: string): string {
  const text = normalizeIdNo(value);
  if (!/^\d{15}$/.test(text)) return text;
  const first17 = `${text.slice(0, 6)}19${text.slice(6)}`;
  return first17 + idNoCheckCharacter(first17);
}

export type IdNoFault = 'format' | 'birth' | 'checksum';

export function idNoFault(value: string): IdNoFault | null {
  const text = upgradeIdNo(value);
  if (!/^\d{17}[\dX]$/.test(text)) return 'format';
  if (birthDate(text) === null) return 'birth';
  return text[17] === idNoCheckCharacter(text.slice(0, 17)) ? null : 'checksum';
}

export interface IdNoFacts {
  birthOn: string;
  gender: 'MALE' | 'FEMALE';
}

export function idNoFacts(value: string): IdNoFacts | null {
  if (idNoFault(value) !== null) return null;
  const text = upgradeIdNo(value);
  return { birthOn: birthDate(text)!, gender: Number(text[16]) % 2 === 1 ? 'MALE' : 'FEMALE' };
}

function birthDate(idNo: string): string | null {
  const [year, month, day] = [idNo.slice(6, 10), idNo.slice(10, 12), idNo.slice(12, 14)];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const iso = `${year}-${month}-${day}`;
  const real = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso;
  return real && Number(year) >= 1900 ? iso : null;
}

export function isMobileNo(value: string): boolean {
  return /^1[3-9]\d{9}$/.test(value.replace(/\s/g, ''));
}

/** "138 8501 2345" or "+86 138-8501-2345" -> "13885012345". */
export function plainMobileNo(value: string): string {
  const digits = value.replace(/\D/g, '');
  return (digits.length > 11 ? digits.replace(/^(00)?86/, '') : digits).slice(0, 11);
}

/** "13885012345" -> "138 8501 2345", also while it is being typed. */
export function groupMobileNo(value: string): string {
  const digits = plainMobileNo(value);
  return [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].filter(Boolean).join(' ');
}
