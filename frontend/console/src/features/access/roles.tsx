import { useState } from 'react';
import { Button, Checkbox } from 'antd';
import type { AccountRow, ChangeDetail, IncompatibleRow, NamedAction, Page, PostHoldingRow, ProvinceRoleDetail, RoleDetail, RoleRow } from '@credit/api';
import { formatDate } from '@credit/domain';
import {
  AreaField,
  DataTable,
  DateField,
  DetailPage,
  Field,
  Facts,
  FieldGrid,
  FormDrawer,
  FormModal,
  Label,
  LookupField,
  Panel,
  PlainTable,
  RecordDrawer,
  Tag,
  useLocale,
  TextField,
  cleaned,
  useCan,
  useGet,
  useSession,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { PendingBanner, useProposed } from '../changes/proposed';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { useNew } from '../shared/useNew';

type AnyRole = RoleDetail | ProvinceRoleDetail;

/** Where the roles of this face are, and what their objects are called. */
function useFace() {
  const { realm } = useSession();
  const can = useCan();
  const bank = realm === 'bank';
  return {
    bank,
    resource: bank ? '/roles' : '/province-roles',
    path: bank ? '/organisation/roles' : '/province-roles',
    type: bank ? 'organisation.role' : 'identity.provincerole',
    mayManage: can(bank ? ACTIONS.accessManage : ACTIONS.provinceRolesManage),
  };
}

export function RoleList() {
  const t = useText();
  const { locale } = useLocale();
  const face = useFace();
  const [creating, setCreating] = useNew();
  const [showPairs, setShowPairs] = useState(false);
  const columns: Column<RoleRow>[] = [
    { key: 'code', title: t.roles.code },
    { key: 'name', title: t.roles.name },
    { key: 'holders', title: t.roles.holders, align: 'right' },
    { key: 'count', title: t.roles.actions, align: 'right', render: (row) => t.roles.count(row.actions.length) },
    {
      key: 'groups',
      title: t.roles.group,
      render: (row) => <div className="role-actions">{[...new Set(row.actions.map((action) => action.group_name))].join(locale === 'en' ? ', ' : '、') || '—'}</div>,
    },
  ];
  return (
    <ListPage title={t.roles.title} {...(face.bank ? { group: t.menu.organisation } : {})}>
      <DataTable<RoleRow>
        resource={face.resource}
        label={t.roles.title}
        rowKey="id"
        columns={columns}
        toolbar={
          <>
            {face.bank && <Button onClick={() => setShowPairs(true)}>{t.roles.incompatible}</Button>}
            {face.mayManage && <Button type="primary" onClick={() => setCreating(true)}>{t.roles.create}</Button>}
          </>
        }
        openPath={(row) => `${face.path}/${row.id}`}
      />
      {face.mayManage && <RoleForm open={creating} onClose={() => setCreating(false)} />}
      {face.bank && <IncompatibleRoles open={showPairs} onClose={() => setShowPairs(false)} />}
    </ListPage>
  );
}

function IncompatibleRoles({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  const list = useGet<Page<IncompatibleRow>>('/roles/incompatible', { page_size: 200 }, { enabled: open });
  const columns: Column<IncompatibleRow>[] = [
    { key: 'first', title: t.posts.role, render: (row) => row.first.name },
    { key: 'second', title: t.roles.incompatibleWith, render: (row) => row.second.name },
    { key: 'reason', title: t.roles.reason },
    {
      key: 'held_by',
      title: t.roles.heldBy,
      render: (row) => (row.held_by.length ? <Tag tone="danger">{row.held_by.join('、')}</Tag> : t.roles.none),
    },
  ];
  return (
    <RecordDrawer title={t.roles.incompatible} open={open} onClose={onClose} width={820}>
      <div tabIndex={0} role="region" aria-label={t.roles.incompatible}>
        <PlainTable
          rows={list.data?.results ?? []}
          columns={columns}
          rowKey={(row) => `${row.first.code}-${row.second.code}`}
          label={t.roles.incompatible}
          loading={list.isPending}
        />
      </div>
    </RecordDrawer>
  );
}

export function RolePage() {
  const t = useText();
  const face = useFace();
  const id = useParam();
  const { locale } = useLocale();
  const query = useGet<AnyRole>(`${face.resource}/${id}`);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <DetailPage<AnyRole>
        query={query}
        crumbs={[
          { title: t.menu.home, to: '/' },
          ...(face.bank ? [{ title: t.menu.organisation }] : []),
          { title: t.roles.title, to: face.path },
        ]}
        title={(role) => role.name}
        aside={(role) => (
          <>
            <span>{role.code}</span>
            <span>{t.roles.count(role.actions.length)}</span>
          </>
        )}
        actions={() => face.mayManage && <Button type="primary" onClick={() => setEditing(true)}>{t.roles.edit}</Button>}
      >
        {(role) => (
          <>
            <PendingBanner type={face.type} id={role.id} />
            <Panel title={t.roles.actions}>
              <Facts
                columns={1}
                items={[...groupsOf(role.actions)].map(([name, actions]) => ({
                  label: name,
                  value: actions.map((action) => action.name).join(locale === 'en' ? ', ' : '、'),
                }))}
              />
            </Panel>
            {isOfBank(role) ? <BankHolders role={role} /> : <ProvinceHolders role={role} mayManage={face.mayManage} />}
          </>
        )}
      </DetailPage>
      {query.data && face.mayManage && (
        <RoleForm open={editing} onClose={() => setEditing(false)} role={query.data} />
      )}
    </>
  );
}

const isOfBank = (role: AnyRole): role is RoleDetail => role.held.length === 0 || 'post' in role.held[0]!;

function groupsOf(actions: readonly NamedAction[]): Map<string, NamedAction[]> {
  const groups = new Map<string, NamedAction[]>();
  for (const action of actions) {
    const name = action.group_name;
    groups.set(name, [...(groups.get(name) ?? []), action]);
  }
  return groups;
}

function BankHolders({ role }: { role: RoleDetail }) {
  const t = useText();
  const columns: Column<PostHoldingRow>[] = [
    { key: 'staff_no', title: t.f.staffNo, render: (row) => row.staff.staff_no },
    { key: 'name', title: t.f.personName, render: (row) => row.staff.name },
    { key: 'branch', title: t.posts.branch, render: (row) => row.post.branch.name },
    { key: 'scope', title: t.posts.scope, render: (row) => <Label of="scope" code={row.post.scope} /> },
    { key: 'valid_from', title: t.posts.validFrom, render: (row) => formatDate(row.valid_from) },
    { key: 'valid_to', title: t.posts.validTo, render: (row) => (row.valid_to ? formatDate(row.valid_to) : t.posts.openEnd) },
  ];
  return (
    <Panel flush title={t.roles.held}>
      <PlainTable rows={role.held} columns={columns} rowKey="id" label={t.roles.held} emptyText={t.roles.noHolders} />
    </Panel>
  );
}

type ProvinceHolder = ProvinceRoleDetail['held'][number];

function ProvinceHolders({ role, mayManage }: { role: ProvinceRoleDetail; mayManage: boolean }) {
  const t = useText();
  const proposed = useProposed();
  const [assigning, setAssigning] = useState(false);
  const [ending, setEnding] = useState<ProvinceHolder | null>(null);
  const columns: Column<ProvinceHolder>[] = [
    { key: 'username', title: t.f.account },
    { key: 'name', title: t.f.personName },
    { key: 'valid_from', title: t.posts.validFrom, render: (row) => formatDate(row.valid_from) },
    { key: 'valid_to', title: t.posts.validTo, render: (row) => (row.valid_to ? formatDate(row.valid_to) : t.posts.openEnd) },
    ...(mayManage
      ? [
          {
            key: 'more',
            title: t.accounts.more,
            render: (row: ProvinceHolder) => row.valid_to === null && <Button size="small" onClick={() => setEnding(row)}>{t.posts.end}</Button>,
          },
        ]
      : []),
  ];
  return (
    <Panel flush title={t.roles.held} extra={mayManage && <Button onClick={() => setAssigning(true)}>{t.roles.assign}</Button>}>
      <PlainTable rows={role.held} columns={columns} rowKey="id" label={t.roles.held} emptyText={t.roles.noHolders} />
      <FormModal<ChangeDetail>
        open={assigning}
        onClose={() => setAssigning(false)}
        title={`${t.roles.assignTitle} · ${role.name}`}
        name="province-role-assign"
        doneMessage={false}
        send={(command, values) => command.post('/province-role-holdings', { ...cleaned(values), role_id: role.id })}
        onDone={proposed}
      >
        <LookupField<AccountRow>
          name="account_id"
          label={t.f.account}
          required
          lookup={{ resource: '/accounts', fixed: { entity_code: 'province' }, optionOf: (row) => ({ value: row.id, label: row.name, hint: row.username }) }}
        />
        <DateField name="valid_from" label={t.posts.validFrom} required />
        <DateField name="valid_to" label={t.posts.validTo} hint={t.posts.openEndHint} />
      </FormModal>
      <FormModal<ChangeDetail>
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={t.posts.endTitle(`${ending?.name ?? ''} ${role.name}`)}
        name="province-role-end"
        danger
        doneMessage={false}
        send={(command, values) => command.post(`/province-role-holdings/${ending?.id}/end`, cleaned(values))}
        onDone={proposed}
      >
        <DateField name="on" label={t.posts.lastDay} required />
        <AreaField name="comment" label={t.changes.comment} />
      </FormModal>
    </Panel>
  );
}

const codesOf = (role: AnyRole): string[] => role.actions.map((action) => action.code).toSorted();

function RoleForm({ open, onClose, role }: { open: boolean; onClose: () => void; role?: AnyRole }) {
  const t = useText();
  const face = useFace();
  const proposed = useProposed();
  const actions = useGet<NamedAction[]>(`${face.resource}/actions`, {}, { enabled: open });
  const held = role ? codesOf(role) : [];
  return (
    <FormDrawer<ChangeDetail, AnyRole>
      open={open}
      onClose={onClose}
      title={role ? t.roles.editTitle(role.name) : t.roles.create}
      name="role"
      width={760}
      doneMessage={false}
      {...(role
        ? {
            edit: {
              path: `${face.resource}/${role.id}`,
              tagged: { data: role, etag: String(role.version) },
              values: (now: AnyRole) => ({ name: now.name, actions: codesOf(now) }),
            },
          }
        : { initialValues: { actions: [] } })}
      send={(command, values, etag) => {
        const { code, name, comment } = cleaned(values);
        return role
          ? command.post(`${face.resource}/${role.id}/define`, { name, actions: values.actions, version: Number(etag?.replaceAll('"', '')), comment: comment ?? '' })
          : command.post(face.resource, { code, name, actions: values.actions });
      }}
      onDone={proposed}
    >
      <p className="kit-muted">{t.roles.note}</p>
      <FieldGrid>
        {!role && <TextField name="code" label={t.roles.code} required maxLength={30} hint={t.roles.codeHint} />}
        <TextField name="name" label={t.roles.name} required maxLength={60} />
      </FieldGrid>
      <Field field={{ name: 'actions', label: t.roles.actions }} show={(codes: string[]) => t.roles.count(codes.length)}>
        <ActionGroups actions={actions.data ?? []} before={held} />
      </Field>
      {role && <AreaField name="comment" label={t.changes.comment} rows={2} />}
    </FormDrawer>
  );
}

/** Check boxes by the part of the system; what differs from the role in force is marked. */
function ActionGroups({ actions, before, value = [], onChange }: {
  actions: readonly NamedAction[];
  before: readonly string[];
  value?: string[];
  onChange?: (value: string[]) => void;
}) {
  const t = useText();
  const chosen = new Set(value);
  const put = (codes: readonly string[], on: boolean) => {
    const next = new Set(value);
    for (const code of codes) {
      if (on) next.add(code);
      else next.delete(code);
    }
    onChange?.([...next]);
  };
  return (
    <div className="action-groups">
      {[...groupsOf(actions)].map(([name, group]) => {
        const codes = group.map((action) => action.code);
        const count = codes.filter((code) => chosen.has(code)).length;
        return (
          <fieldset key={name} className="action-group">
            <div className="action-group-head">
              <span>{name}</span>
              <Checkbox
                checked={count === codes.length}
                indeterminate={count > 0 && count < codes.length}
                onChange={(event) => put(codes, event.target.checked)}
              >
                {t.roles.selectAll}
              </Checkbox>
            </div>
            <div className="action-group-items">
              {group.map((action) => {
                const on = chosen.has(action.code);
                const moved = on !== before.includes(action.code);
                return (
                  <Checkbox key={action.code} checked={on} onChange={(event) => put([action.code], event.target.checked)}>
                    {moved ? <mark className={on ? 'action-added' : 'action-removed'}>{action.name}</mark> : action.name}
                  </Checkbox>
                );
              })}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
