import { describe, expect, test } from 'vitest';
import { kitEn } from '../../packages/ui/src/text/en';
import { kitZh } from '../../packages/ui/src/text/zh';
import { en } from '../src/text/en';
import { zh } from '../src/text/zh';

type Words = { [key: string]: unknown };

/** Every word by its path; functions are called with sample values. */
function words(dictionary: Words, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(dictionary)) {
    const path = prefix + key;
    if (typeof value === 'function') found.set(path, String((value as (...args: unknown[]) => unknown)(7, 8)));
    else if (typeof value === 'string') found.set(path, value);
    else for (const [inner, word] of words(value as Words, `${path}.`)) found.set(inner, word);
  }
  return found;
}

describe.each([
  ['console', zh, en],
  ['kit', kitZh, kitEn],
])('the words of the %s', (_, chinese: Words, english: Words) => {
  test('are complete in both languages', () => {
    expect([...words(english).keys()].sort()).toEqual([...words(chinese).keys()].sort());
  });

  test('are never empty, and English has no Chinese in it', () => {
    for (const [path, word] of words(chinese)) expect(word, path).not.toBe('');
    for (const [path, word] of words(english)) expect(word, path).toMatch(/^[\x20-\x7e]+$/);
  });
});
