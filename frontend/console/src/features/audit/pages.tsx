import { useState } from 'react';
import { Drawer } from 'antd';
import type { AuditRow } from '@credit/api';
import { formatInstant, labelOf, type DictionaryName } from '@credit/domain';
import { DataTable, Facts, Label, PlainTable, useLocale, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';

export function AuditList() {
  const t = useText();
  const [opened, setOpened] = useState<AuditRow | null>(null);
  const columns: Column<AuditRow>[] = [
    { key: 'at', title: t.f.time, sortable: true, render: (row) => formatInstant(row.at) },
    { key: 'actor_name', title: t.f.operator },
    { key: 'action', title: t.f.action, render: (row) => <Label of="action" code={row.action} /> },
    { key: 'object_type', title: t.audit.objectType, render: (row) => <Label of="objectType" code={row.object_type} /> },
    { key: 'object_no', title: t.f.objectNo },
    { key: 'to_state', title: t.audit.transition, render: (row) => <Transition row={row} /> },
    { key: 'ip', title: t.f.ip },
    { key: 'correlation_id', title: t.f.correlation },
  ];
  return (
    <ListPage title={t.audit.title}>
      <DataTable<AuditRow>
        resource="/audit"
        label={t.audit.title}
        rowKey="id"
        columns={columns}
        searchHint={t.audit.searchHint}
        onOpen={setOpened}
      />
      <Drawer title={t.audit.detail} open={opened !== null} onClose={() => setOpened(null)} size={640}>
        {opened && <AuditFacts row={opened} />}
      </Drawer>
    </ListPage>
  );
}

/** The words of the states of each kind of object. */
const STATES: Record<string, DictionaryName> = {
  'applications.loanapplication': 'applicationState',
  'approvals.task': 'taskStep',
  'contracts.loancontract': 'contractState',
  'endofday.batchrun': 'nightState',
  'entities.legalentity': 'entityStatus',
  'intake.intake': 'intakeState',
  'loans.disbursement': 'disbursementState',
  'loans.loanaccount': 'loanStatus',
  'records.pendingchange': 'changeState',
};

function Transition({ row }: { row: AuditRow }) {
  const { locale } = useLocale();
  const states = STATES[row.object_type];
  const words = [row.from_state, row.to_state]
    .filter(Boolean)
    .map((state) => (states ? labelOf(states, state, locale) : state));
  return <>{words.join(' → ') || '—'}</>;
}

interface Change {
  field: string;
  before: string;
  after: string;
}

function asText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '—';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `{field: [before, after]}` as rows; a value that is no pair is what the record then was. */
export function changesOf(changes: Record<string, unknown>): Change[] {
  return Object.entries(changes).map(([field, change]) =>
    Array.isArray(change) && change.length === 2
      ? { field, before: asText(change[0]), after: asText(change[1]) }
      : { field, before: '—', after: asText(change) },
  );
}

function AuditFacts({ row }: { row: AuditRow }) {
  const t = useText();
  const columns: Column<Change>[] = [
    { key: 'field', title: t.audit.field },
    { key: 'before', title: t.audit.before, render: (change) => <span className="entries-diff">{change.before}</span> },
    { key: 'after', title: t.audit.after, render: (change) => <span className="entries-diff">{change.after}</span> },
  ];
  return (
    <>
      <Facts
        columns={1}
        items={[
          { label: t.f.time, value: formatInstant(row.at) },
          { label: t.f.operator, value: row.actor_name },
          { label: t.f.action, value: <Label of="action" code={row.action} /> },
          { label: t.f.object, value: <><Label of="objectType" code={row.object_type} /> {row.object_no}</> },
          row.to_state ? { label: t.audit.transition, value: <Transition row={row} /> } : null,
          { label: t.audit.comment, value: row.comment },
          { label: t.f.ip, value: row.ip },
          { label: t.f.correlation, value: row.correlation_id },
        ]}
      />
      <h3 className="kit-section">{t.audit.change}</h3>
      <PlainTable rows={changesOf(row.changes)} columns={columns} rowKey="field" label={t.audit.change} emptyText={t.audit.noChange} />
    </>
  );
}
