import type { AuthenticationRow } from '@credit/api';
import { formatInstant, optionsOf } from '@credit/domain';
import { DataTable, Label, useLocale, useSession, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';

/** Sign-ins and refusals: a bank sees its own, the province those of all entities. */
export function AuthenticationLog() {
  const t = useText();
  const { locale } = useLocale();
  const { realm } = useSession();
  const columns: Column<AuthenticationRow>[] = [
    { key: 'at', title: t.f.time, sortable: true, render: (row) => formatInstant(row.at) },
    ...(realm === 'province' ? [{ key: 'entity_code', title: t.account.entity }] : []),
    { key: 'kind', title: t.account.kind, render: (row) => <Label of="authenticationKind" code={row.kind} /> },
    { key: 'username', title: t.f.account },
    { key: 'ip', title: t.f.ip },
    {
      key: 'user_agent',
      title: t.account.device,
      // one line a row: the whole text stands in the tip
      render: (row) => <span className="kit-cut" title={row.user_agent}>{row.user_agent}</span>,
    },
  ];
  return (
    <ListPage title={t.account.log}>
      <DataTable<AuthenticationRow>
        resource="/authentication-log"
        label={t.account.log}
        rowKey="id"
        columns={columns}
        filters={[{ name: 'kind', label: t.account.kind, kind: 'select', options: optionsOf('authenticationKind', locale), width: 200 }]}
        searchHint={t.account.logSearchHint}
      />
    </ListPage>
  );
}
