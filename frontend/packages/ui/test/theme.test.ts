import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { consoleTheme } from '../src/theme';

const css = readFileSync(fileURLToPath(new URL('../src/shell/tokens.css', import.meta.url)), 'utf8');

function tokens(dark: boolean): Map<string, string> {
  const block = (css.split("data-theme='dark'")[dark ? 1 : 0] ?? '').matchAll(/(--kit-[a-z0-9-]+):\s*([^;]+);/g);
  return new Map([...block].map(([, name, value]) => [name!, value!]));
}

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Text and the grounds that it stands on. */
const PAIRS: [string, string[]][] = [
  ['--kit-ink', ['--kit-surface', '--kit-ground', '--kit-raised', '--kit-head', '--kit-hover', '--kit-accent-soft', '--kit-added', '--kit-removed', '--kit-noted']],
  ['--kit-ink-2', ['--kit-surface', '--kit-head']],
  ['--kit-soft', ['--kit-surface', '--kit-ground', '--kit-raised', '--kit-head', '--kit-hover', '--kit-accent-soft']],
  ['--kit-faint', ['--kit-surface']],
  ['--kit-link', ['--kit-surface', '--kit-ground', '--kit-raised']],
  ['--kit-accent', ['--kit-surface']],
  ['--kit-danger', ['--kit-surface', '--kit-ground']],
  ['--kit-success', ['--kit-surface']],
  ['--kit-warning', ['--kit-surface']],
  ...(['neutral', 'progress', 'success', 'warning', 'danger'] as const).map((tone): [string, string[]] => [`--kit-${tone}-ink`, [`--kit-${tone}-ground`]]),
];

describe.each([
  ['light', false],
  ['dark', true],
])('the %s colours', (_, dark) => {
  const colours = tokens(dark);

  test('text can be read on every ground it stands on', () => {
    for (const [ink, grounds] of PAIRS) {
      for (const ground of grounds) {
        expect(contrast(colours.get(ink)!, colours.get(ground)!), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test('what a chart draws stands out from its ground', () => {
    const series = [...colours].filter(([name]) => name.startsWith('--kit-chart-'));
    expect(series).toHaveLength(7);
    for (const [name, colour] of series) {
      expect(contrast(colour, colours.get('--kit-surface')!), name).toBeGreaterThanOrEqual(3);
    }
  });

  test("antd's own can be read too, white words on a primary button included", () => {
    const token = consoleTheme(false, dark).token!;
    const ground = colours.get('--kit-surface')!;
    for (const name of ['colorText', 'colorTextSecondary', 'colorTextTertiary', 'colorTextPlaceholder', 'colorLink', 'colorError'] as const) {
      expect(contrast(token[name]!, ground), name).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast('#ffffff', token.colorPrimary!)).toBeGreaterThanOrEqual(4.5);
  });
});

test('both themes name the same colours', () => {
  expect([...tokens(true).keys()].sort()).toEqual([...tokens(false).keys()].sort());
});
