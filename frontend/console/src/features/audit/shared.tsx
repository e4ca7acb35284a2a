import { App, Button } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import { useState } from 'react';
import type { AuditChange, LogOptions, Problem } from '@credit/api';
import { labelOf, type DictionaryName, type Locale } from '@credit/domain';
import { Can, PlainTable, useApi, useGet, useTableState, type Column, type FilterSpec } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';

/** The server's Chinese name of a code; in English that of the console, if it has one. */
export function named(of: DictionaryName, code: string, label: string, locale: Locale): string {
  const own = locale === 'en' ? labelOf(of, code, locale) : code;
  return own === code || own === '—' ? label || code || '—' : own;
}

export function useLogOptions(): LogOptions {
  const { data } = useGet<LogOptions>('/audit/options');
  return data ?? { actions: [], object_types: [], batches: [], ports: [] };
}

export const choices = (options: readonly { code: string; label: string }[]) =>
  options.map(({ code, label }) => ({ value: code, label }));

export function useTimeRange(): FilterSpec {
  const t = useText();
  return { name: 'since', endName: 'until', label: t.audit.timeRange, kind: 'range', width: 300 };
}

/** Takes out what the list shows now, by its filters in the address. */
export function ExportButton({ path, file, filters, fixed }: {
  path: string;
  file: string;
  filters: readonly FilterSpec[];
  fixed?: Record<string, string>;
}) {
  const t = useText();
  const api = useApi();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [state] = useTableState({ filters: filters.flatMap(({ name, endName }) => (endName ? [name, endName] : [name])) });
  async function take() {
    setBusy(true);
    try {
      const url = URL.createObjectURL(await api.postFile(path, { ...state.filters, ...fixed }));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${file}.xlsx`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      void message.error((error as Problem).title);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Can action={[ACTIONS.auditExport, ACTIONS.provinceAuditExport]}>
      <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void take()}>
        {t.audit.export}
      </Button>
    </Can>
  );
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
