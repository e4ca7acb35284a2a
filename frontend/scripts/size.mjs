/** Gate on what a first visit loads: the entry and everything it imports statically. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const LIMIT_KB = 450;
const dist = fileURLToPath(new URL('../console/dist/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'));

function withImports(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of manifest[key].imports ?? []) withImports(imported, seen);
  return seen;
}

const gzipped = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length / 1024;
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const rows = [...withImports(entry)].map((key) => [manifest[key].file, gzipped(manifest[key].file)]);
const total = rows.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of rows) console.log(`${size.toFixed(1).padStart(8)} KB  ${file}`);
console.log(`${total.toFixed(1).padStart(8)} KB  entry in all (limit ${LIMIT_KB} KB)`);
process.exit(total > LIMIT_KB ? 1 : 0);
