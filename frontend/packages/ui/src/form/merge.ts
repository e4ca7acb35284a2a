/** Two people edited one record: what either changed, and where they contradict each other. */
import { flatten, type Values } from './values';

export type Side = 'mine' | 'theirs';

export interface MergeRow {
  /** "amount", "investigation.summary". */
  name: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  /** `theirs`: only the other one changed it, it is taken over; `conflict`: both did, and differently. */
  kind: 'theirs' | 'conflict';
}

export interface Merged {
  /** By name, what the form should hold now; a conflict keeps one's own until somebody chooses. */
  values: Values;
  rows: MergeRow[];
}

/** The same to a reader: nothing is nothing, and 1000 is 1000.00. */
export function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(plain(left)) === JSON.stringify(plain(right));
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/**
 * `base` is what the form began with, `mine` what stands in it, `theirs` the newest version of the record. Only
 * fields of the form are compared. A field that `theirs` does not name (it is written but never shown) stays mine.
 */
export function merge(base: Values, mine: Values, theirs: Values): Merged {
  const [was, own, other] = [flatten(base), flatten(mine), flatten(theirs)];
  const rows: MergeRow[] = [];
  const values: Values = { ...own };
  for (const name of new Set([...Object.keys(own), ...Object.keys(other)])) {
    if (!(name in other) || same(other[name], was[name]) || same(other[name], own[name])) continue;
    const kind = same(own[name], was[name]) ? 'theirs' : 'conflict';
    rows.push({ name, base: was[name], mine: own[name], theirs: other[name], kind });
    if (kind === 'theirs') values[name] = other[name];
  }
  return { values, rows };
}
