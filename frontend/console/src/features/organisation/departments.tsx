import { useState } from 'react';
import { Button } from 'antd';
import type { DepartmentDetail, DepartmentRow } from '@credit/api';
import { formatCount } from '@credit/domain';
import {
  ActionBar,
  AreaField,
  Can,
  DataTable,
  Facts,
  FormModal,
  PlainTable,
  RecordDrawer,
  TextField,
  cleaned,
  useGetTagged,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useNew } from '../shared/useNew';
import { BranchField, ChangeList, OnOff, useBranchOptions } from './shared';

function useColumns(withBranch: boolean): Column<DepartmentRow>[] {
  const t = useText();
  return [
    { key: 'code', title: t.offices.departmentCode, sortable: withBranch },
    { key: 'name', title: t.offices.department, sortable: withBranch },
    ...(withBranch ? [{ key: 'branch', title: t.offices.branch, render: (row: DepartmentRow) => row.branch.name }] : []),
    { key: 'staff_count', title: t.offices.staffCount, align: 'right', render: (row) => formatCount(row.staff_count) },
    { key: 'is_open', title: t.f.state, render: (row) => <OnOff on={row.is_open} yes={t.offices.inUse} no={t.offices.outOfUse} /> },
  ];
}

export function DepartmentTable({ rows, onOpen, onCreate }: {
  rows: readonly DepartmentRow[];
  onOpen: (id: number) => void;
  onCreate?: () => void;
}) {
  const t = useText();
  const columns = useColumns(false);
  const named = columns.map((column) =>
    column.key === 'name'
      ? { ...column, render: (row: DepartmentRow) => <Button type="link" size="small" className="offices-link" onClick={() => onOpen(row.id)}>{row.name}</Button> }
      : column,
  );
  return (
    <>
      {onCreate && (
        <div className="kit-form-buttons" style={{ marginBottom: 8 }}>
          <Button onClick={onCreate}>{t.offices.departmentCreate}</Button>
        </div>
      )}
      <PlainTable rows={rows} columns={named} rowKey="id" label={t.offices.departments} emptyText={t.offices.noDepartments} />
    </>
  );
}

export function DepartmentList() {
  const t = useText();
  const columns = useColumns(true);
  const branches = useBranchOptions({ all: true }).map(({ value, label }) => ({ value: String(value), label }));
  const [opened, setOpened] = useState<number | null>(null);
  const [creating, setCreating] = useNew();
  return (
    <ListPage title={t.offices.departments} group={t.menu.organisation}>
      <DataTable<DepartmentRow>
        resource="/departments"
        label={t.offices.departments}
        rowKey="id"
        columns={columns}
        searchHint={t.offices.departmentSearch}
        filters={[
          { name: 'branch_id', label: t.offices.branch, kind: 'select', options: branches, width: 200 },
          {
            name: 'is_open',
            label: t.f.state,
            kind: 'select',
            options: [{ value: 'true', label: t.offices.inUse }, { value: 'false', label: t.offices.outOfUse }],
          },
        ]}
        toolbar={
          <Can action={ACTIONS.organisationManage}>
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.offices.departmentCreate}
            </Button>
          </Can>
        }
        onOpen={(row) => setOpened(row.id)}
      />
      <FormModal
        open={creating}
        onClose={() => setCreating(false)}
        title={t.offices.departmentCreate}
        name="department-create"
        send={(command, values) => command.post('/departments', cleaned(values))}
      >
        <BranchField name="branch_id" label={t.offices.branch} />
        <TextField name="code" label={t.offices.departmentCode} required maxLength={12} />
        <TextField name="name" label={t.offices.department} required />
      </FormModal>
      <DepartmentDrawer id={opened} onClose={() => setOpened(null)} />
    </ListPage>
  );
}

export function DepartmentDrawer({ id, onClose }: { id: number | null; onClose: () => void }) {
  const t = useText();
  const query = useGetTagged<DepartmentDetail>(`/departments/${id}`, { enabled: id !== null });
  const [form, setForm] = useState<'edit' | 'move' | null>(null);
  const data = query.data?.data;
  const base = `/departments/${id}`;
  return (
    <RecordDrawer
      open={id !== null}
      onClose={onClose}
      title={data?.name ?? ' '}
      width={560}
      loading={query.isPending}
      actions={
        data && (
            <ActionBar
              allowed={data.allowed_actions}
              actions={[
                { action: 'edit', label: t.offices.departmentEdit, run: () => setForm('edit') },
                { action: 'move', label: t.offices.departmentMove, run: () => setForm('move') },
                { action: 'close', label: t.offices.departmentClose, danger: true, path: `${base}/close`, ask: 'reason' },
                { action: 'reopen', label: t.offices.departmentReopen, primary: true, path: `${base}/reopen`, ask: 'reason' },
              ]}
            />
        )
      }
    >
      {query.data && data && (
        <>
          <Facts
            columns={2}
            items={[
              { label: t.offices.departmentCode, value: <span className="kit-figure">{data.code}</span> },
              { label: t.f.state, value: <OnOff on={data.is_open} yes={t.offices.inUse} no={t.offices.outOfUse} /> },
              { label: t.offices.branch, value: data.branch.name },
              { label: t.offices.staffCount, value: formatCount(data.staff_count) },
            ]}
          />
          <h3>{t.offices.history}</h3>
          <ChangeList changes={data.changes} />
          <FormModal
            open={form === 'edit'}
            onClose={() => setForm(null)}
            title={t.offices.departmentEdit}
            name="department-edit"
            edit={{ path: base, tagged: query.data, values: ({ name }: DepartmentDetail) => ({ name }) }}
            send={(command, values, etag) => command.patch(base, cleaned(values), etag)}
          >
            <TextField name="name" label={t.offices.department} required />
          </FormModal>
          <FormModal
            open={form === 'move'}
            onClose={() => setForm(null)}
            title={t.offices.departmentMove}
            name="department-move"
            send={(command, values) => command.post(`${base}/move`, cleaned(values))}
          >
            <BranchField name="branch_id" label={t.offices.branch} only={(row) => row.id !== data.branch.id} />
            <AreaField name="reason" label={t.offices.reason} required maxLength={200} />
          </FormModal>
        </>
      )}
    </RecordDrawer>
  );
}
