import { useState } from 'react';
import type { AuditRow, FieldChangeRow, Page } from '@credit/api';
import { formatInstant, optionsOf } from '@credit/domain';
import { DataTable, Facts, Go, StateTag, useGet, useLocale, type Column, type FilterSpec, RecordDrawer } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { ChangesTable, choices, useLogExport, useLogOptions, useTimeRange } from './shared';

type Kind = 'REVEAL' | 'EXPORT';

/** Everything that was done, clear values shown and files taken out among it. */
export function AuditList() {
  const t = useText();
  const columns: Column<AuditRow>[] = [
    { key: 'kind', title: t.audit.kind, render: (row) => <StateTag of="auditKind" code={row.kind} /> },
    { key: 'object_label', title: t.audit.objectType },
    { key: 'object_no', title: t.f.objectNo },
    { key: 'transition', title: t.audit.transition },
    { key: 'comment', title: t.audit.comment, render: (row) => <Cut text={row.comment} /> },
  ];
  return <Log title={t.menu.audit} columns={columns} withKind />;
}

/** Who looked at which clear values of whom, and why. */
export function RevealList() {
  const t = useText();
  const columns: Column<AuditRow>[] = [
    { key: 'object_label', title: t.audit.subject },
    { key: 'object_no', title: t.f.objectNo },
    { key: 'fields', title: t.audit.fields, render: (row) => afterOf(row, 'fields') },
    { key: 'comment', title: t.audit.reason, render: (row) => <Cut text={row.comment} /> },
  ];
  return <Log title={t.menu.revealLog} columns={columns} kind="REVEAL" />;
}

/** Who took what out of the system, by which conditions, how many rows. */
export function ExportList() {
  const t = useText();
  const columns: Column<AuditRow>[] = [
    { key: 'list', title: t.audit.exported, render: (row) => <Cut text={afterOf(row, 'list')} /> },
    { key: 'rows', title: t.audit.rowCount, align: 'right', render: (row) => afterOf(row, 'rows') },
    { key: 'filters', title: t.audit.filters, render: (row) => <Cut text={afterOf(row, 'filters')} /> },
  ];
  return <Log title={t.menu.exportLog} columns={columns} kind="EXPORT" />;
}

const afterOf = (row: AuditRow, field: string) => row.changes.find((change) => change.field === field)?.after ?? '—';

function Cut({ text }: { text: string }) {
  return <span className="kit-cut" title={text}>{text || '—'}</span>;
}

function Log({ title, columns, kind, withKind }: {
  title: string;
  columns: readonly Column<AuditRow>[];
  kind?: Kind;
  withKind?: boolean;
}) {
  const t = useText();
  const { locale } = useLocale();
  const options = useLogOptions();
  const range = useTimeRange();
  const exportAction = useLogExport();
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const all: Column<AuditRow>[] = [
    { key: 'at', title: t.f.time, sortable: true, render: (row) => formatInstant(row.at) },
    { key: 'actor_name', title: t.f.operator },
    { key: 'action_label', title: t.f.action },
    ...columns,
    { key: 'ip', title: t.f.ip },
  ];
  const filters: FilterSpec[] = [
    range,
    ...(withKind ? [{ name: 'kind', label: t.audit.kind, kind: 'select' as const, options: optionsOf('auditKind', locale), width: 110 }] : []),
    { name: 'actor', label: t.f.operator, kind: 'text', width: 110 },
    { name: 'action', label: t.f.action, kind: 'select', options: choices(options.actions), width: 150 },
    ...(kind === 'EXPORT' ? [] : [
      { name: 'object_type', label: t.audit.objectType, kind: 'select' as const, options: choices(options.object_types) },
      { name: 'object_no', label: t.f.objectNo, kind: 'text' as const, width: 150 },
    ]),
    { name: 'ip', label: t.f.ip, kind: 'text', width: 120 },
    { name: 'correlation_id', label: t.f.correlation, kind: 'text', width: 150 },
  ];
  const fixed: Record<string, string> = kind ? { kind } : {};
  return (
    <ListPage title={title} group={t.menu.logs}>
      <DataTable<AuditRow>
        resource="/audit"
        list={kind ? `audit.${kind.toLowerCase()}` : 'audit'}
        label={title}
        rowKey="id"
        columns={all}
        filters={filters}
        fixed={fixed}
        exportAction={exportAction}
        fileColumns={[{ key: 'changes', title: t.audit.change }, { key: 'correlation_id', title: t.f.correlation }]}
        onOpen={setOpened}
      />
      <p className="kit-muted">{t.audit.bounded}</p>
      <RecordDrawer title={t.audit.detail} open={opened !== null} onClose={() => setOpened(null)} width={680}>
        {opened && <AuditFacts row={opened} onLeave={() => setOpened(null)} />}
      </RecordDrawer>
    </ListPage>
  );
}

function AuditFacts({ row, onLeave }: { row: AuditRow; onLeave: () => void }) {
  const t = useText();
  const hasObject = row.object_id !== null && row.object_type !== '';
  const history = useGet<Page<FieldChangeRow>>(
    '/audit/field-changes',
    { object_type: row.object_type, object_id: row.object_id ?? '', correlation_id: row.correlation_id },
    { enabled: hasObject && row.correlation_id !== '' },
  );
  const fields = (history.data?.results ?? []).flatMap((entry) => entry.changes);
  return (
    <>
      <Facts
        columns={1}
        items={[
          { label: t.f.time, value: formatInstant(row.at) },
          { label: t.audit.kind, value: <StateTag of="auditKind" code={row.kind} /> },
          { label: t.f.operator, value: row.actor_name },
          { label: t.f.action, value: row.action_label },
          { label: t.f.object, value: `${row.object_label} ${row.object_no}` },
          row.transition ? { label: t.audit.transition, value: row.transition } : null,
          { label: t.audit.comment, value: row.comment },
          { label: t.f.ip, value: row.ip },
          { label: t.f.correlation, value: row.correlation_id },
        ]}
      />
      {row.correlation_id && (
        <p onClick={onLeave}>
          <Go to={`/audit?correlation_id=${row.correlation_id}`}>{t.audit.sameRequest}</Go>
          {' · '}
          <Go to={`/interface-log?correlation_id=${row.correlation_id}`}>{t.audit.sameRequestCalls}</Go>
        </p>
      )}
      <h2 className="kit-section">{t.audit.change}</h2>
      <ChangesTable changes={row.changes} label={t.audit.change} />
      {fields.length > 0 && (
        <>
          <h2 className="kit-section">{t.audit.fieldHistory}</h2>
          <ChangesTable changes={fields} label={t.audit.fieldHistory} />
        </>
      )}
    </>
  );
}
