import { Tag } from 'antd';
import type { AccountRow } from '@credit/api';
import { formatMinute } from '@credit/domain';
import { DataTable, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';

export function AccountList() {
  const t = useText();
  const columns: Column<AccountRow>[] = [
    { key: 'username', title: t.f.account, sortable: true },
    { key: 'name', title: t.f.personName },
    {
      key: 'roles',
      title: t.f.role,
      render: (row) => (row.roles.length ? row.roles.map((role) => <Tag key={role}>{role}</Tag>) : '—'),
    },
    { key: 'is_active', title: t.f.state, render: (row) => (row.is_active ? t.u.active : t.u.inactive) },
    { key: 'created_at', title: t.f.createdAt, sortable: true, render: (row) => formatMinute(row.created_at) },
  ];
  return (
    <ListPage title={t.province.accountsTitle}>
      <DataTable<AccountRow> resource="/accounts" label={t.province.accountsTitle} rowKey="id" columns={columns} searchHint={t.organisation.searchHint} />
    </ListPage>
  );
}
