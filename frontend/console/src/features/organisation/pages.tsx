import type { AuthorityRow, RoleRow } from '@credit/api';
import { formatDate } from '@credit/domain';
import { DataTable, Label, Money, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';

export function RoleList() {
  const t = useText();
  const columns: Column<RoleRow>[] = [
    { key: 'code', title: t.f.code },
    { key: 'name', title: t.f.role },
    {
      key: 'actions',
      title: t.organisation.actions,
      render: (row) => (
        <div className="role-actions">
          <span className="kit-muted">{t.organisation.actionCount(row.actions.length)}</span>{' '}
          {row.actions.map((action) => action.name).join('、')}
        </div>
      ),
    },
  ];
  return (
    <ListPage title={t.organisation.roles} group={t.menu.organisation}>
      <DataTable<RoleRow> resource="/roles" label={t.organisation.roles} rowKey="id" columns={columns} />
    </ListPage>
  );
}

export function AuthorityList() {
  const t = useText();
  const columns: Column<AuthorityRow>[] = [
    { key: 'staff', title: t.f.personName, render: (row) => row.staff.name },
    { key: 'product_code', title: t.f.product, render: (row) => row.product_code || t.u.unlimited },
    { key: 'guarantee_mode', title: t.f.guaranteeMode, render: (row) => (row.guarantee_mode ? <Label of="guaranteeMode" code={row.guarantee_mode} /> : t.u.unlimited) },
    { key: 'amount', title: t.f.singleAmount, align: 'right', render: (row) => <Money value={row.max_amount} /> },
    { key: 'valid_from', title: t.f.validFrom, render: (row) => formatDate(row.valid_from) },
    { key: 'valid_to', title: t.f.validTo, render: (row) => formatDate(row.valid_to) },
  ];
  return (
    <ListPage title={t.organisation.authorities} group={t.menu.organisation}>
      <DataTable<AuthorityRow> resource="/authorities" label={t.organisation.authorities} rowKey="id" columns={columns} />
    </ListPage>
  );
}
