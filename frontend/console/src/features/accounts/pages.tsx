import { useState } from 'react';
import { App, Button, Modal } from 'antd';
import type { AccountRow, ChangeDetail, EntityRow, FirstPassword, SamePerson, StaffRow } from '@credit/api';
import { formatMinute, optionsOf } from '@credit/domain';
import {
  AreaField,
  Copy,
  DataTable,
  FieldGrid,
  FormDrawer,
  FormModal,
  IdNoField,
  LookupField,
  ProblemAlert,
  SelectField,
  Tag,
  TextField,
  cleaned,
  useCan,
  useCommand,
  useLocale,
  useSession,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { PendingBanner, useProposed } from '../changes/proposed';
import { ListPage } from '../shared/ListPage';
import { useNew } from '../shared/useNew';

type Verb = 'disable' | 'enable' | 'reset';

/** The accounts of this entity: opened, disabled and reset by two persons, unlocked by one. */
export function AccountList() {
  const t = useText();
  const { realm } = useSession();
  const may = useCan()(ACTIONS.identityManage);
  const unlock = useCommand();
  const proposed = useProposed();
  const [creating, setCreating] = useNew();
  const [asked, setAsked] = useState<{ verb: Verb; row: AccountRow } | null>(null);
  const [issuing, setIssuing] = useState<AccountRow | null>(null);
  const { modal } = App.useApp();
  function askFactorReset(row: AccountRow) {
    modal.confirm({
      title: t.security.reset,
      content: t.security.resetAsk(row.name),
      onOk: () => {
        // not awaited: a fresh code is asked for by a dialog of its own
        void unlock.post(`/accounts/${row.id}/second-factor-reset`, {});
      },
    });
  }
  const notes: Record<Verb, string> = {
    disable: t.accounts.disableNote,
    enable: t.accounts.enableNote,
    reset: t.accounts.resetNote,
  };
  const columns: Column<AccountRow>[] = [
    { key: 'username', title: t.f.account, sortable: true },
    { key: 'name', title: t.f.personName },
    ...(realm === 'province'
      ? [
          { key: 'entity_code', title: t.accounts.entity, render: (row: AccountRow) => (row.entity_code === 'province' ? '—' : row.entity_code) },
          {
            key: 'roles',
            title: t.f.role,
            render: (row: AccountRow) => (row.roles?.length ? row.roles.map((role) => <Tag key={role}>{role}</Tag>) : '—'),
          },
        ]
      : []),
    { key: 'is_active', title: t.f.state, render: (row) => <Status row={row} /> },
    {
      key: 'has_second_factor',
      title: t.security.factor,
      render: (row) => (
        <>
          <Tag tone={row.has_second_factor ? 'success' : 'neutral'}>
            {row.has_second_factor ? t.security.isSet : t.security.isNotSet}
          </Tag>
          {row.has_second_factor && may && (
            <>
              {' '}
              <Button size="small" disabled={unlock.busy} onClick={() => askFactorReset(row)}>
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
            {may && (
              <Button size="small" disabled={unlock.busy} onClick={() => void unlock.post(`/accounts/${row.id}/unlock`, {})}>
                {t.account.unlock}
              </Button>
            )}
          </>
        ) : (
          '—'
        ),
    },
    { key: 'created_at', title: t.f.createdAt, sortable: true, render: (row) => formatMinute(row.created_at) },
    ...(may
      ? [
          {
            key: 'more',
            title: t.accounts.more,
            render: (row: AccountRow) => (
              <span className="row-buttons">
                {row.first_password_due && (
                  <Button size="small" type="primary" onClick={() => setIssuing(row)}>{t.accounts.firstPassword}</Button>
                )}
                <Button size="small" onClick={() => setAsked({ verb: 'reset', row })}>{t.accounts.reset}</Button>
                <Button size="small" onClick={() => setAsked({ verb: row.is_active ? 'disable' : 'enable', row })}>
                  {row.is_active ? t.accounts.disable : t.accounts.enable}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <ListPage title={t.accounts.title} {...(realm === 'bank' ? { group: t.menu.organisation } : {})}>
      <ProblemAlert problem={unlock.problem} />
      <PendingBanner kind="identity.account" />
      <DataTable<AccountRow>
        resource="/accounts"
        label={t.accounts.title}
        rowKey="id"
        columns={columns}
        searchHint={t.organisation.searchHint}
        filters={[
          {
            name: 'is_active',
            label: t.f.state,
            kind: 'select',
            options: [{ value: 'true', label: t.u.active }, { value: 'false', label: t.u.inactive }],
          },
        ]}
        toolbar={may && <Button type="primary" onClick={() => setCreating(true)}>{t.accounts.create}</Button>}
      />
      <FormModal<ChangeDetail>
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={asked ? `${t.accounts[asked.verb]} · ${asked.row.username} ${asked.row.name}` : ''}
        name="account-change"
        danger={asked?.verb === 'disable'}
        doneMessage={false}
        send={(command, values) => command.post(`/accounts/${asked?.row.id}/${asked?.verb}`, cleaned(values))}
        onDone={proposed}
      >
        <p className="kit-muted">{asked && notes[asked.verb]}</p>
        <AreaField name="comment" label={t.changes.comment} />
      </FormModal>
      {realm === 'bank' ? (
        <BankForm open={creating} onClose={() => setCreating(false)} onDone={proposed} />
      ) : (
        <ProvinceForm open={creating} onClose={() => setCreating(false)} onDone={proposed} />
      )}
      {issuing && <FirstPasswordDialog row={issuing} onClose={() => setIssuing(null)} />}
    </ListPage>
  );
}

function Status({ row }: { row: AccountRow }) {
  const t = useText();
  const [tone, label] = !row.is_active
    ? (['neutral', t.u.inactive] as const)
    : row.first_password_due
      ? (['warning', t.accounts.firstPasswordDue] as const)
      : row.must_change_password
        ? (['progress', t.accounts.mustChange] as const)
        : (['success', t.u.active] as const);
  return <Tag tone={tone}>{label}</Tag>;
}

interface FormProps {
  open: boolean;
  onClose: () => void;
  onDone: (change: ChangeDetail) => void;
}

function BankForm({ open, onClose, onDone }: FormProps) {
  const t = useText();
  return (
    <FormDrawer<ChangeDetail>
      open={open}
      onClose={onClose}
      title={t.accounts.create}
      name="account-create"
      doneMessage={false}
      send={(command, values) => command.post('/accounts', cleaned(values))}
      onDone={onDone}
    >
      <FieldGrid>
        <LookupField<StaffRow>
          name="staff_id"
          label={t.accounts.staff}
          required
          wide
          hint={t.accounts.staffHint}
          lookup={{ resource: '/staff', optionOf: (row) => ({ value: row.id, label: row.name, hint: `${row.staff_no} ${row.branch.name}` }) }}
        />
        <TextField name="username" label={t.f.account} required maxLength={40} hint={t.accounts.usernameHint} />
        <IdNoField name="id_no" label={t.f.idNo} required hint={t.accounts.idNoHint} />
        <AreaField name="comment" label={t.changes.comment} />
      </FieldGrid>
    </FormDrawer>
  );
}

/** The roles at a bank for which the province opens accounts. */
const APPOINTED = new Set(['bank_admin', 'security_admin']);

function ProvinceForm({ open, onClose, onDone }: FormProps) {
  const t = useText();
  const { locale } = useLocale();
  return (
    <FormDrawer<ChangeDetail>
      open={open}
      onClose={onClose}
      title={t.accounts.create}
      name="account-create"
      doneMessage={false}
      send={(command, values) => command.post('/accounts', cleaned(values))}
      onDone={onDone}
    >
      <FieldGrid>
        <TextField name="name" label={t.f.personName} required maxLength={60} />
        <TextField name="username" label={t.f.account} required maxLength={40} hint={t.accounts.usernameHint} />
        <IdNoField name="id_no" label={t.f.idNo} required hint={t.accounts.idNoHint} />
        <span />
        <LookupField<EntityRow>
          name="entity_code"
          label={t.accounts.entity}
          hint={t.accounts.entityHint}
          lookup={{ resource: '/entities', optionOf: (row) => ({ value: row.code, label: row.name, hint: row.code }) }}
        />
        <SelectField
          name="role"
          label={t.accounts.appointedRole}
          hint={t.accounts.appointedHint}
          options={optionsOf('role', locale).filter((option) => APPOINTED.has(option.value))}
        />
        <AreaField name="comment" label={t.changes.comment} />
      </FieldGrid>
    </FormDrawer>
  );
}

/** Asked for and shown in one dialog, which is the only place where it ever stands. */
function FirstPasswordDialog({ row, onClose }: { row: AccountRow; onClose: () => void }) {
  const t = useText();
  const command = useCommand();
  const [told, setTold] = useState<FirstPassword | null>(null);
  async function issue() {
    const answer = await command.post<FirstPassword>(`/accounts/${row.id}/first-password`, {});
    if (answer) setTold(answer);
  }
  return (
    <Modal
      open
      title={told ? t.accounts.firstPasswordTitle(row.username) : `${t.accounts.firstPassword} · ${row.username} ${row.name}`}
      closable={told === null}
      mask={{ closable: false }}
      keyboard={false}
      onCancel={onClose}
      footer={
        told ? (
          <Button type="primary" onClick={onClose}>{t.accounts.copied}</Button>
        ) : (
          <Button type="primary" loading={command.busy} onClick={() => void issue()}>{t.accounts.firstPassword}</Button>
        )
      }
    >
      <ProblemAlert problem={command.problem} />
      {told ? (
        <>
          <p><span className="first-password kit-figure">{told.password}</span> <Copy text={told.password} /></p>
          <p className="kit-muted">{t.accounts.firstPasswordNote}</p>
        </>
      ) : (
        <p>{t.accounts.firstPasswordAsk}</p>
      )}
    </Modal>
  );
}

const sign = (account: SamePerson['accounts'][number]) => `${account.entity_code}/${account.username} ${account.name}`;

/** For the security of the province: who may sign in with more than one account. */
export function SamePersons() {
  const t = useText();
  const columns: Column<SamePerson>[] = [
    { key: 'name', title: t.f.personName },
    {
      key: 'accounts',
      title: t.accounts.accountsOfPerson,
      render: (row) => row.accounts.map((account) => (
        <Tag key={account.id}>{account.is_active ? sign(account) : t.u.bracketed(sign(account), t.u.inactive)}</Tag>
      )),
    },
  ];
  return (
    <ListPage title={t.accounts.samePersons}>
      <DataTable<SamePerson> resource="/accounts/same-persons" label={t.accounts.samePersons} rowKey="id" columns={columns} emptyHint={t.accounts.samePersonsEmpty} />
    </ListPage>
  );
}
