import type { Locale } from './dictionaries';

/** Dates travel as "2026-11-24", instants as RFC 3339; people here live in one time zone. */

const INSTANT = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export function formatDate(value: string | null | undefined): string {
  return value ? value.slice(0, 10) : '—';
}

/** "2026-11-24T01:02:03Z" -> "2026-11-24 09:02:03". */
export function formatInstant(value: string | null | undefined): string {
  if (!value) return '—';
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? '—' : INSTANT.format(date);
}

/** The same without seconds, for lists. */
export function formatMinute(value: string | null | undefined): string {
  const text = formatInstant(value);
  return text === '—' ? text : text.slice(0, 16);
}

export function formatSeconds(value: number | string | null | undefined, locale: Locale): string {
  if (value == null || value === '') return '—';
  const seconds = Number(value);
  if (!Number.isFinite(seconds)) return '—';
  const [second, minute] = locale === 'en' ? ['s', 'min'] : ['秒', '分'];
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} ${second}`;
  return `${Math.floor(seconds / 60)} ${minute} ${Math.round(seconds % 60)} ${second}`;
}
