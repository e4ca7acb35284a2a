import { expect, test } from 'vitest';
import { EVERY, JITTER, pauseUntilNext } from '../src/polled';

test('a thousand desks do not ask at one moment', () => {
  expect(pauseUntilNext(0)).toBe(EVERY);
  expect(pauseUntilNext(0.5)).toBe(EVERY + JITTER / 2);
  expect(pauseUntilNext(1)).toBe(EVERY + JITTER);
});
