import { expect, test } from 'vitest';
import { waitingFor } from '../src/features/events/waiting';
import { zh } from '../src/text/zh';

test('how long an event waits is told in its largest units', () => {
  const now = Date.parse('2026-03-02T12:00:00Z');
  const since = (instant: string | null) => waitingFor(instant, zh, now);
  expect(since('2026-03-02T11:59:40Z')).toBe('不足 1 分钟');
  expect(since('2026-03-02T11:15:00Z')).toBe('45 分钟');
  expect(since('2026-03-01T23:55:00Z')).toBe('12 小时 5 分');
  expect(since('2026-02-27T09:00:00Z')).toBe('3 天 3 小时');
  expect(since(null)).toBe('—');
});
