import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

  test('differ between the languages, except where a word is the same in both', () => {
    const inEnglish = words(english);
    const same = [...words(chinese)].filter(([path, word]) => inEnglish.get(path) === word && /[A-Za-z]{2}/.test(word) && !SAME.test(word));
    expect(same).toEqual([]);
  });
});

/** Abbreviations and names that both languages write alike. */
const SAME = /^(LPR|IP|ID|API|PDF|CSV|Excel|SHA-256|XXXX(-XXXX)*|7|8)$/;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Ideographs and full-width signs; the comma of lists stands between names that are Chinese on both faces. */
const CHINESE = /[\u3400-\u9fff\uff00-\uffef]/;
/** Where Chinese stands in the program itself, and why it may. */
const IN_PROGRAM: Record<string, RegExp> = {
  'console/src/app/LanguageSwitch.tsx': /中文/, // a language is offered by its own name
  'packages/ui/src/form/inputs.tsx': /，/, // typed by an input method, read as a comma
};

function sources(folder: string): string[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.tsx?$/.test(name) && !/\/(text|test|gallery)\//.test(name)); // the gallery's stories say everything in both languages themselves
}

/** The program without its comments; what stands in strings stays. */
function uncommented(program: string): string {
  return program.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

test.each(['console/src', 'packages/ui/src'])('no word of %s stands outside the texts', (folder) => {
  const untranslated = sources(folder).flatMap((name) =>
    uncommented(readFileSync(`${ROOT}${name}`, 'utf8'))
      .split('\n')
      .filter((line) => CHINESE.test(IN_PROGRAM[name] ? line.replace(IN_PROGRAM[name], '') : line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(untranslated).toEqual([]);
});

test.each(['console/src', 'packages/ui/src'])('no colour of %s stands outside the tokens', (folder) => {
  const styled = readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.(css|tsx)$/.test(name) && !/\/tokens\.css$|\/gallery\/|\/charts\/Chart\.tsx$/.test(name));
  // charts are drawn on a canvas and keep a palette for each theme; samples of the gallery are pictures
  const hard = styled.flatMap((name) =>
    uncommented(readFileSync(`${ROOT}${name}`, 'utf8').replace(/@media print \{[\s\S]*?\n\}/g, ''))
      .split('\n')
      .filter((line) => /#[0-9a-fA-F]{3,8}\b(?![-\w])|\brgba?\(/.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(hard).toEqual([]);
});
