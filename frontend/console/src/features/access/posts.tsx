import { useState } from 'react';
import { Button } from 'antd';
import type { BranchRow, ChangeDetail, Page, PostHoldingRow, RoleRow, StaffRow } from '@credit/api';
import { formatDate, optionsOf } from '@credit/domain';
import {
  AreaField,
  DataTable,
  DateField,
  FieldGrid,
  FormDrawer,
  FormModal,
  Label,
  LookupField,
  SelectField,
  cleaned,
  useCan,
  useGet,
  useLocale,
  useSession,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { PendingBanner, useProposed } from '../changes/proposed';
import { ListPage } from '../shared/ListPage';
import { useNew } from '../shared/useNew';

export function PostHoldingList() {
  const t = useText();
  const { locale } = useLocale();
  const { business_date: today } = useSession();
  const may = useCan()(ACTIONS.accessManage);
  const proposed = useProposed();
  const [assigning, setAssigning] = useNew();
  const [ending, setEnding] = useState<PostHoldingRow | null>(null);
  const roles = useGet<Page<RoleRow>>('/roles', { page_size: 200 });
  const branches = useGet<Page<BranchRow>>('/branches', { page_size: 200 }, { enabled: assigning });
  const roleOptions = (roles.data?.results ?? []).map((role) => ({ value: role.id, label: role.name }));
  const open = (row: PostHoldingRow) => row.valid_to === null || today === null || row.valid_to > today;
  const columns: Column<PostHoldingRow>[] = [
    { key: 'staff_no', title: t.f.staffNo, sortable: true, render: (row) => row.staff.staff_no },
    { key: 'name', title: t.posts.person, render: (row) => row.staff.name },
    { key: 'role', title: t.posts.role, render: (row) => row.post.role.name },
    { key: 'branch', title: t.posts.branch, render: (row) => row.post.branch.name },
    { key: 'scope', title: t.posts.scope, render: (row) => <Label of="scope" code={row.post.scope} /> },
    { key: 'valid_from', title: t.posts.validFrom, sortable: true, render: (row) => formatDate(row.valid_from) },
    { key: 'valid_to', title: t.posts.validTo, sortable: true, render: (row) => (row.valid_to ? formatDate(row.valid_to) : t.posts.openEnd) },
    ...(may
      ? [
          {
            key: 'more',
            title: t.accounts.more,
            render: (row: PostHoldingRow) => open(row) && <Button size="small" onClick={() => setEnding(row)}>{t.posts.end}</Button>,
          },
        ]
      : []),
  ];
  return (
    <ListPage title={t.posts.title} group={t.menu.organisation}>
      <PendingBanner kind="organisation.post" />
      <DataTable<PostHoldingRow>
        resource="/post-holdings"
        label={t.posts.title}
        rowKey="id"
        columns={columns}
        searchHint={t.posts.searchHint}
        filters={[
          { name: 'role_id', label: t.posts.role, kind: 'select', width: 150, options: roleOptions.map((option) => ({ ...option, value: String(option.value) })) },
          {
            name: 'in_force',
            label: t.posts.state,
            kind: 'select',
            options: [{ value: 'true', label: t.posts.inForce }, { value: 'false', label: t.posts.past }],
          },
        ]}
        defaultFilters={{ in_force: 'true' }}
        toolbar={may && <Button type="primary" onClick={() => setAssigning(true)}>{t.posts.assign}</Button>}
      />
      <FormDrawer<ChangeDetail>
        open={assigning}
        onClose={() => setAssigning(false)}
        title={t.posts.assignTitle}
        name="post-assign"
        doneMessage={false}
        initialValues={{ valid_from: today, scope: 'BRANCH' }}
        send={(command, values) => command.post('/post-holdings', cleaned(values))}
        onDone={proposed}
      >
        <FieldGrid>
          <LookupField<StaffRow>
            name="staff_id"
            label={t.posts.person}
            required
            wide
            lookup={{
              resource: '/staff',
              optionOf: (row) => ({ value: row.id, label: row.name, hint: `${row.staff_no} ${row.branch.name} ${row.posts.join('、')}` }),
            }}
          />
          <SelectField name="role_id" label={t.posts.role} required options={roleOptions} />
          <SelectField
            name="branch_id"
            label={t.posts.branch}
            required
            loading={branches.isPending}
            options={(branches.data?.results ?? []).map((branch) => ({ value: branch.id, label: `${branch.code} ${branch.name}` }))}
          />
          <SelectField name="scope" label={t.posts.scope} required options={optionsOf('scope', locale)} />
          <span />
          <DateField name="valid_from" label={t.posts.validFrom} required />
          <DateField name="valid_to" label={t.posts.validTo} hint={t.posts.openEndHint} />
          <AreaField name="comment" label={t.changes.comment} />
        </FieldGrid>
      </FormDrawer>
      <FormModal<ChangeDetail>
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={t.posts.endTitle(`${ending?.staff.name ?? ''} ${ending?.post.name ?? ''}`)}
        name="post-end"
        danger
        doneMessage={false}
        initialValues={{ on: today }}
        send={(command, values) => command.post(`/post-holdings/${ending?.id}/end`, cleaned(values))}
        onDone={proposed}
      >
        <DateField name="on" label={t.posts.lastDay} required />
        <AreaField name="comment" label={t.changes.comment} />
      </FormModal>
    </ListPage>
  );
}
