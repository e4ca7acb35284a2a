import { App, Button, Tag } from 'antd';
import type { AccountRow } from '@credit/api';
import { formatMinute } from '@credit/domain';
import { DataTable, ProblemAlert, useCan, useCommand, useSession, type Column } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';

/** The accounts of this entity, and which of them are locked out. */
export function AccountList() {
  const t = useText();
  const { realm } = useSession();
  const command = useCommand();
  const { modal } = App.useApp();
  const mayUnlock = useCan()(realm === 'province' ? ACTIONS.identityManage : ACTIONS.organisationManage);

  function askReset(row: AccountRow) {
    modal.confirm({
      title: t.security.reset,
      content: t.security.resetAsk(row.name),
      onOk: () => {
        // not awaited: a fresh code is asked for by a dialog of its own
        void command.post(`/accounts/${row.id}/second-factor-reset`, {});
      },
    });
  }

  const columns: Column<AccountRow>[] = [
    { key: 'username', title: t.f.account, sortable: true },
    { key: 'name', title: t.f.personName },
    ...(realm === 'province'
      ? [
          {
            key: 'roles',
            title: t.f.role,
            render: (row: AccountRow) => (row.roles?.length ? row.roles.map((role) => <Tag key={role}>{role}</Tag>) : '—'),
          },
        ]
      : []),
    { key: 'is_active', title: t.f.state, render: (row) => (row.is_active ? t.u.active : t.u.inactive) },
    {
      key: 'has_second_factor',
      title: t.security.factor,
      render: (row) => (
        <>
          <span className={`kit-tag kit-tag-${row.has_second_factor ? 'success' : 'neutral'}`}>
            {row.has_second_factor ? t.security.isSet : t.security.isNotSet}
          </span>
          {row.has_second_factor && mayUnlock && (
            <>
              {' '}
              <Button size="small" disabled={command.busy} onClick={() => askReset(row)}>
                {t.security.reset}
              </Button>
            </>
          )}
        </>
      ),
    },
    {
      key: 'locked_until',
      title: t.account.lockedUntil,
      render: (row) =>
        row.locked_until ? (
          <>
            {formatMinute(row.locked_until)}{' '}
            {mayUnlock && (
              <Button size="small" disabled={command.busy} onClick={() => void command.post(`/accounts/${row.id}/unlock`, {})}>
                {t.account.unlock}
              </Button>
            )}
          </>
        ) : (
          '—'
        ),
    },
    { key: 'created_at', title: t.f.createdAt, sortable: true, render: (row) => formatMinute(row.created_at) },
  ];
  return (
    <ListPage title={t.province.accountsTitle}>
      <ProblemAlert problem={command.problem} />
      <DataTable<AccountRow> resource="/accounts" label={t.province.accountsTitle} rowKey="id" columns={columns} searchHint={t.organisation.searchHint} />
    </ListPage>
  );
}
