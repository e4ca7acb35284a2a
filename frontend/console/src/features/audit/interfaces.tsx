import { useState } from 'react';
import type { InterfaceRow } from '@credit/api';
import { formatCount, formatInstant, optionsOf } from '@credit/domain';
import { DataTable, Facts, Go, StateTag, useLocale, type Column, type FilterSpec, RecordDrawer } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { choices, useLogExport, useLogOptions, useTimeRange } from './shared';

/** Each call to a system outside and each message from one; sensitive values are starred. */
export function InterfaceList() {
  const t = useText();
  const { locale } = useLocale();
  const options = useLogOptions();
  const [opened, setOpened] = useState<InterfaceRow | null>(null);
  const columns: Column<InterfaceRow>[] = [
    { key: 'at', title: t.f.time, sortable: true, render: (row) => formatInstant(row.at) },
    { key: 'port_label', title: t.interfaces.port },
    { key: 'operation_label', title: t.interfaces.operation },
    { key: 'direction', title: t.interfaces.direction, render: (row) => <StateTag of="interfaceDirection" code={row.direction} /> },
    { key: 'business_no', title: t.f.businessNo },
    { key: 'outcome', title: t.interfaces.outcome, render: (row) => <StateTag of="interfaceOutcome" code={row.outcome} /> },
    { key: 'detail', title: t.interfaces.said, render: (row) => <span className="kit-cut" title={row.detail}>{row.detail || '—'}</span> },
    { key: 'milliseconds', title: t.interfaces.milliseconds, align: 'right', render: (row) => formatCount(row.milliseconds) },
    { key: 'attempt', title: t.interfaces.attempt, align: 'right' },
  ];
  const filters: FilterSpec[] = [
    useTimeRange(),
    { name: 'port', label: t.interfaces.port, kind: 'select', options: choices(options.ports) },
    { name: 'outcome', label: t.interfaces.outcome, kind: 'select', options: optionsOf('interfaceOutcome', locale) },
    { name: 'business_no', label: t.f.businessNo, kind: 'text', width: 200 },
    { name: 'correlation_id', label: t.f.correlation, kind: 'text', width: 160 },
  ];
  return (
    <ListPage title={t.menu.interfaceLog} group={t.menu.logs}>
      <DataTable<InterfaceRow>
        resource="/interface-log"
        label={t.menu.interfaceLog}
        rowKey="id"
        columns={columns}
        filters={filters}
        exportAction={useLogExport()}
        fileColumns={[
          { key: 'request', title: t.interfaces.request },
          { key: 'response', title: t.interfaces.response },
          { key: 'correlation_id', title: t.f.correlation },
        ]}
        onOpen={setOpened}
      />
      <p className="kit-muted">{t.audit.bounded}</p>
      <RecordDrawer title={t.interfaces.detail} open={opened !== null} onClose={() => setOpened(null)} width={640}>
        {opened && <CallFacts row={opened} onLeave={() => setOpened(null)} />}
      </RecordDrawer>
    </ListPage>
  );
}

function CallFacts({ row, onLeave }: { row: InterfaceRow; onLeave: () => void }) {
  const t = useText();
  return (
    <>
      <Facts
        columns={1}
        items={[
          { label: t.f.time, value: formatInstant(row.at) },
          { label: t.interfaces.port, value: row.port_label },
          { label: t.interfaces.operation, value: row.operation_label },
          { label: t.interfaces.direction, value: <StateTag of="interfaceDirection" code={row.direction} /> },
          { label: t.f.businessNo, value: row.business_no },
          { label: t.interfaces.outcome, value: <StateTag of="interfaceOutcome" code={row.outcome} /> },
          { label: t.interfaces.said, value: row.detail },
          { label: t.interfaces.milliseconds, value: formatCount(row.milliseconds) },
          { label: t.interfaces.attempt, value: row.attempt },
          { label: t.f.correlation, value: row.correlation_id },
          { label: t.interfaces.request, value: <Pairs values={row.request} /> },
          { label: t.interfaces.response, value: <Pairs values={row.response} /> },
        ]}
      />
      {row.correlation_id && (
        <p onClick={onLeave}>
          <Go to={`/audit?correlation_id=${row.correlation_id}`}>{t.audit.sameRequest}</Go>
        </p>
      )}
    </>
  );
}

function Pairs({ values }: { values: Record<string, unknown> }) {
  const lines = Object.entries(values).filter(([, value]) => value !== '' && value !== null);
  if (lines.length === 0) return <>—</>;
  return <div className="kit-history-comment">{lines.map(([name, value]) => `${name}: ${String(value)}`).join('\n')}</div>;
}
