import { useState } from 'react';
import { Button, Form } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { DepartmentRow, Page, StaffDetail, StaffRow } from '@credit/api';
import { Can, DataTable, FieldGrid, FormDrawer, SelectField, TextField, cleaned, useGet, type Column } from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { nameOf } from '../shared/params';
import { useNew } from '../shared/useNew';
import { BranchField, OnOff, useBranchOptions } from './shared';

export function StaffList() {
  const t = useText();
  const navigate = useNavigate();
  const [creating, setCreating] = useNew();
  const [branch, setBranch] = useState<number | null>(null);
  const [form] = Form.useForm();
  const branches = useBranchOptions({ all: true }).map(({ value, label }) => ({ value: String(value), label }));
  const columns: Column<StaffRow>[] = [
    { key: 'staff_no', title: t.f.staffNo, sortable: true },
    { key: 'name', title: t.f.personName, sortable: true },
    { key: 'branch', title: t.people.branch, sortable: true, render: (row) => nameOf(row.branch) },
    { key: 'department', title: t.people.department, render: (row) => nameOf(row.department) },
    { key: 'posts', title: t.f.posts, render: (row) => <span className="kit-cut" title={row.posts.join('、')}>{row.posts.join('、') || '—'}</span> },
    { key: 'is_active', title: t.f.state, render: (row) => <OnOff on={row.is_active} yes={t.people.active} no={t.people.left} /> },
  ];
  return (
    <ListPage title={t.people.title} group={t.menu.organisation}>
      <DataTable<StaffRow>
        resource="/staff"
        fixed={{ below: true }}
        label={t.people.title}
        rowKey="id"
        columns={columns}
        searchHint={t.people.searchHint}
        filters={[
          { name: 'branch_id', label: t.people.branch, kind: 'select', options: branches, width: 220 },
          {
            name: 'is_active',
            label: t.f.state,
            kind: 'select',
            options: [{ value: 'true', label: t.people.active }, { value: 'false', label: t.people.left }],
          },
        ]}
        toolbar={
          <Can action={ACTIONS.organisationManage}>
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.people.register}
            </Button>
          </Can>
        }
        openPath={(row) => `/organisation/staff/${row.id}`}
      />
      <FormDrawer<StaffDetail>
        form={form}
        open={creating}
        onClose={() => setCreating(false)}
        title={t.people.register}
        name="staff-register"
        doneMessage={t.people.registered}
        onValuesChange={(changed) => {
          if (!('branch_id' in changed)) return;
          setBranch((changed.branch_id as number | undefined) ?? null);
          form.setFieldValue('department_id', undefined);
        }}
        send={(command, values) => command.post('/staff', cleaned(values))}
        onDone={(person) => void navigate({ to: `/organisation/staff/${person.id}` } as never)}
      >
        <FieldGrid>
          <TextField name="staff_no" label={t.f.staffNo} required maxLength={20} />
          <TextField name="name" label={t.f.personName} required />
          <BranchField name="branch_id" label={t.people.branch} />
          <DepartmentField branch={branch} />
        </FieldGrid>
      </FormDrawer>
    </ListPage>
  );
}

/** The open departments of a branch; none until the branch is chosen. */
export function DepartmentField({ branch }: { branch: number | null }) {
  const t = useText();
  const list = useGet<Page<DepartmentRow>>(
    '/departments',
    { branch_id: branch ?? 0, is_open: true, page_size: 200 },
    { enabled: branch !== null },
  );
  const options = branch === null ? [] : (list.data?.results ?? []).map((row) => ({ value: row.id, label: row.name }));
  return <SelectField name="department_id" label={t.people.department} options={options} disabled={options.length === 0} />;
}
