import type { AuditChange, LogOptions } from '@credit/api';
import { PlainTable, useGet, useSession, type Column, type FilterSpec } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';

export function useLogOptions(): LogOptions {
  const { data } = useGet<LogOptions>('/audit/options');
  return data ?? { actions: [], object_types: [], batches: [], ports: [] };
}

export const choices = (options: readonly { code: string; label: string }[]) => options.map(({ code, label }) => ({ value: code, label }));

export function useTimeRange(): FilterSpec {
  const t = useText();
  return { name: 'since', endName: 'until', label: t.audit.timeRange, kind: 'range', width: 300 };
}

/** What one must be allowed to take a log out as a file. */
export function useLogExport(): string {
  return useSession().realm === 'province' ? ACTIONS.provinceAuditExport : ACTIONS.auditExport;
}

export function ChangesTable({ changes, label }: { changes: readonly AuditChange[]; label: string }) {
  const t = useText();
  const columns: Column<AuditChange>[] = [
    { key: 'label', title: t.audit.field, wrap: true },
    { key: 'before', title: t.audit.before, render: (change) => <span className="entries-diff">{change.before}</span> },
    { key: 'after', title: t.audit.after, render: (change) => <span className="entries-diff">{change.after}</span> },
  ];
  return <PlainTable rows={changes} columns={columns} rowKey="field" label={label} emptyText={t.audit.noChange} />;
}
