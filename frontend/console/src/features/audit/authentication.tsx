import type { AuthenticationRow } from '@credit/api';
import { formatInstant, optionsOf } from '@credit/domain';
import { DataTable, StateTag, useLocale, useSession, type Column, type FilterSpec } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useLogExport, useTimeRange } from './shared';

/** Sign-ins and refusals: a bank sees its own, the province those of all entities. */
export function AuthenticationLog() {
  const t = useText();
  const { locale } = useLocale();
  const { realm } = useSession();
  const columns: Column<AuthenticationRow>[] = [
    { key: 'at', title: t.f.time, sortable: true, render: (row) => formatInstant(row.at) },
    ...(realm === 'province' ? [{ key: 'entity_code', title: t.account.entity }] : []),
    { key: 'kind', title: t.account.kind, render: (row) => <StateTag of="authenticationKind" code={row.kind} /> },
    { key: 'username', title: t.f.account },
    { key: 'ip', title: t.f.ip },
    {
      key: 'user_agent',
      title: t.account.device,
      // one line a row: the whole text stands in the tip
      render: (row) => <span className="kit-cut" title={row.user_agent}>{row.user_agent}</span>,
    },
  ];
  const filters: FilterSpec[] = [
    useTimeRange(),
    { name: 'kind', label: t.account.kind, kind: 'select', options: optionsOf('authenticationKind', locale), width: 200 },
    ...(realm === 'province' ? [{ name: 'entity_code', label: t.account.entity, kind: 'text' as const, width: 110 }] : []),
  ];
  return (
    <ListPage title={t.account.log} group={t.menu.logs}>
      <DataTable<AuthenticationRow>
        resource="/authentication-log"
        label={t.account.log}
        rowKey="id"
        columns={columns}
        filters={filters}
        searchHint={t.account.logSearchHint}
        exportAction={useLogExport()}
      />
      <p className="kit-muted">{t.audit.bounded}</p>
    </ListPage>
  );
}
