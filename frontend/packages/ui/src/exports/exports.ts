/** A person's own exports, as the server tells of them: asked often while one runs, not at all otherwise. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ExportRow, Problem } from '@credit/api';
import { usePolled } from '../polled';

export const EXPORT_ACTION = 'desk.export';
export const EXPORTS = '/exports';
const WHILE_OPEN_MS = 1_500;

export const isOpen = (job: ExportRow): boolean => job.state === 'QUEUED' || job.state === 'RUNNING';

export function useExports(enabled: boolean): UseQueryResult<readonly ExportRow[], Problem> {
  return usePolled<readonly ExportRow[]>(EXPORTS, { enabled, every: (jobs) => (jobs?.some(isOpen) ? WHILE_OPEN_MS : false) });
}

/** Those that ended since the last look: they were under way, or were not there yet. None at the first look. */
export function justEnded(before: readonly ExportRow[] | undefined, now: readonly ExportRow[]): ExportRow[] {
  if (!before) return [];
  const ended = new Set(before.filter((job) => !isOpen(job)).map((job) => job.id));
  return now.filter((job) => !ended.has(job.id) && (job.state === 'DONE' || job.state === 'FAILED'));
}

/** Whole percents of the rows written; an export of no rows is at nought until it is done. */
export function percentOf(job: ExportRow): number {
  if (job.state === 'DONE' || job.state === 'EXPIRED') return 100;
  return job.rows_total > 0 ? Math.min(99, Math.floor((100 * job.rows_done) / job.rows_total)) : 0;
}

export function formatBytes(size: number | null | undefined): string {
  if (size === null || size === undefined) return '—';
  if (size < 1024) return `${size} B`;
  const inKilo = size / 1024;
  return inKilo < 1024 ? `${inKilo.toFixed(0)} KB` : `${(inKilo / 1024).toFixed(1)} MB`;
}

/** Give a file to the person under a name of our own. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser reads the address once more after the click
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const fileName = (job: ExportRow): string => `${job.title}-${job.number}.${job.format.toLowerCase()}`;
