/**
 * Gate on gzipped bytes: what a first visit loads (the entry, all that it imports statically, and the
 * words of one language), and what each file that is loaded later adds to it, its static imports
 * included. Limits in KB stand in budgets.json; "default" is for files without a line of their own.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here('../console/dist/');
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'));
const budgets = JSON.parse(readFileSync(here('budgets.json'), 'utf8'));

function withImports(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of manifest[key].imports ?? []) withImports(imported, seen);
  return seen;
}

const gzipped = new Map();
function sizeOf(key) {
  if (!gzipped.has(key)) {
    const files = [manifest[key].file, ...(manifest[key].css ?? [])];
    gzipped.set(key, files.reduce((sum, file) => sum + gzipSync(readFileSync(dist + file), { level: 9 }).length / 1024, 0));
  }
  return gzipped.get(key);
}
const sum = (keys) => [...keys].reduce((total, key) => total + sizeOf(key), 0);
const nameOf = (key) => key.replace(/^src\//, '').replace(/(\/pages)?\.tsx?$/, '');

const entry = withImports(Object.keys(manifest).find((key) => manifest[key].isEntry));
const later = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
const languages = later.filter((key) => /^src\/text\/[^/]+\/language\.ts$/.test(key));
const beyond = (key) => sum([...withImports(key)].filter((part) => !entry.has(part)));

const rows = [
  { name: 'entry', size: sum(entry) + Math.max(0, ...languages.map(beyond)), own: sum(entry) },
  ...later.map((key) => ({ name: nameOf(key), size: beyond(key), own: sizeOf(key) })).sort((a, b) => b.size - a.size),
].map((row) => ({ ...row, limit: budgets[row.name] ?? budgets.default }));

const cell = (value) => value.toFixed(1).padStart(9);
console.log('   loads,      own,   limit, KB gzipped');
for (const { name, size, own, limit } of rows) {
  if (size < 1 && size <= limit) continue; // not worth a line
  console.log(`${cell(size)}${cell(own)}${cell(limit)}  ${name}${size > limit ? '  TOO LARGE' : ''}`);
}

const unknown = Object.keys(budgets).filter((name) => name !== 'default' && !rows.some((row) => row.name === name));
for (const name of unknown) console.log(`budgets.json speaks of ${name}, which is not built any more`);
process.exit(rows.some(({ size, limit }) => size > limit) || unknown.length > 0 ? 1 : 0);
