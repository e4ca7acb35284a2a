import type { Text } from '../../text/zh';

/** How long something waits since an instant, in its largest two units: "2 小时 5 分". */
export function waitingFor(since: string | null | undefined, t: Text, now: number = Date.now()): string {
  if (!since) return '—';
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
  if (minutes < 1) return t.events.lessThanAMinute;
  if (minutes < 60) return t.events.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t.events.hours(hours, minutes % 60) : t.events.days(Math.floor(hours / 24), hours % 24);
}
