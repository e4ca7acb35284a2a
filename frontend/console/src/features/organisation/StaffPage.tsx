import { useState } from 'react';
import { Alert, Form } from 'antd';
import type { ChangeDetail, PostHeld, StaffDetail, Tagged } from '@credit/api';
import { formatDate } from '@credit/domain';
import {
  ActionBar,
  AreaField,
  DetailPage,
  Facts,
  FormModal,
  Label,
  Panel,
  PlainTable,
  PageTabs,
  TextField,
  cleaned,
  useGetTagged,
  type Column,
} from '@credit/ui';
import { useText } from '../../text';
import { PendingBanner, useProposed } from '../changes/proposed';
import { nameOf, useParam } from '../shared/params';
import { HandoverWizard } from './HandoverWizard';
import { BranchField, ChangeList, HoldingTable, OnOff } from './shared';
import { DepartmentField } from './StaffList';

type Open = 'edit' | 'transfer' | 'return' | 'leave' | 'hand_over' | 'hand_over_to_leave' | null;

export function StaffPage() {
  const t = useText();
  const id = useParam();
  const query = useGetTagged<StaffDetail>(`/staff/${id}`);
  const [open, setOpen] = useState<Open>(null);
  const shut = () => setOpen(null);
  const proposed = useProposed();
  const person = query.data?.data;
  return (
    <>
      <DetailPage<Tagged<StaffDetail>>
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.organisation }, { title: t.people.title, to: '/organisation/staff' }]}
        title={({ data }) => data.name}
        number={({ data }) => data.staff_no}
        aside={({ data }) => <OnOff on={data.is_active} yes={t.people.active} no={t.people.left} />}
        actions={({ data }) => (
          <ActionBar
            allowed={data.allowed_actions}
            actions={[
              { action: 'edit', label: t.people.edit, run: () => setOpen('edit') },
              { action: 'transfer', label: t.people.transfer, run: () => setOpen('transfer') },
              { action: 'hand_over', label: t.people.handover, run: () => setOpen('hand_over') },
              {
                action: 'leave',
                label: t.people.leave,
                danger: true,
                run: () => setOpen(data.portfolio.length > 0 ? 'hand_over_to_leave' : 'leave'),
              },
              { action: 'return', label: t.people.return, primary: true, run: () => setOpen('return') },
            ]}
          />
        )}
      >
        {({ data }) => (
          <>
            <PendingBanner type="organisation.staff" id={data.id} />
            <Panel>
              <Facts
                items={[
                  { label: t.people.branch, value: data.branch.name },
                  { label: t.people.department, value: nameOf(data.department) },
                  { label: t.people.account, value: data.username },
                  { label: t.people.joinedOn, value: formatDate(data.joined_on) },
                  !data.is_active && { label: t.people.leftOn, value: formatDate(data.left_on) },
                ]}
              />
            </Panel>
            <PageTabs
              tabs={[
                { key: 'portfolio', label: t.people.portfolio, content: <HoldingTable rows={data.portfolio} empty={t.people.noPortfolio} /> },
                { key: 'posts', label: t.people.posts, content: <Posts rows={data.posts} /> },
                { key: 'history', label: t.offices.history, content: <ChangeList changes={data.changes} /> },
              ]}
            />
          </>
        )}
      </DetailPage>
      {query.data && person && (
        <>
          <EditForm open={open === 'edit'} onClose={shut} tagged={query.data} />
          <PlaceForm open={open === 'transfer'} onClose={shut} person={person} verb="transfer" />
          <PlaceForm open={open === 'return'} onClose={shut} person={person} verb="return" />
          <FormModal<ChangeDetail>
            open={open === 'leave'}
            onClose={shut}
            title={t.people.leave}
            name="staff-leave"
            danger
            doneMessage={false}
            onDone={proposed}
            send={(command, values) => command.post(`/staff/${person.id}/leave`, cleaned(values))}
          >
            <Alert type="warning" showIcon title={t.people.leaveNote} className="kit-problem" />
            <AreaField name="reason" label={t.offices.reason} required maxLength={200} />
          </FormModal>
          <HandoverWizard
            key={person.id}
            open={open === 'hand_over' || open === 'hand_over_to_leave'}
            leaving={open === 'hand_over_to_leave'}
            person={person}
            onClose={shut}
            onLeave={() => setOpen('leave')}
          />
        </>
      )}
    </>
  );
}

function Posts({ rows }: { rows: readonly PostHeld[] }) {
  const t = useText();
  const columns: Column<PostHeld>[] = [
    { key: 'post', title: t.f.posts, render: (row) => row.post.name },
    { key: 'role', title: t.people.role, render: (row) => row.role.name },
    { key: 'branch', title: t.people.branch, render: (row) => row.branch.name },
    { key: 'scope', title: t.people.scope, render: (row) => <Label of="scope" code={row.scope} /> },
    { key: 'valid_from', title: t.f.validFrom, render: (row) => formatDate(row.valid_from) },
    { key: 'valid_to', title: t.f.validTo, render: (row) => formatDate(row.valid_to) },
  ];
  return <PlainTable rows={rows} columns={columns} rowKey="id" label={t.people.posts} emptyText={t.people.noPosts} />;
}

interface FormProps {
  open: boolean;
  onClose: () => void;
  person: StaffDetail;
}

function EditForm({ open, onClose, tagged }: Omit<FormProps, 'person'> & { tagged: Tagged<StaffDetail> }) {
  const t = useText();
  const person = tagged.data;
  const path = `/staff/${person.id}`;
  return (
    <FormModal<StaffDetail, StaffDetail>
      open={open}
      onClose={onClose}
      title={t.people.edit}
      name="staff-edit"
      edit={{ path, tagged, values: ({ name, department }) => ({ name, department_id: department?.id }) }}
      send={(command, { name, department_id }, etag) => command.patch(path, { name, department_id: department_id ?? null }, etag)}
    >
      <TextField name="name" label={t.f.personName} required />
      <DepartmentField branch={person.branch.id} />
    </FormModal>
  );
}

function PlaceForm({ open, onClose, person, verb }: FormProps & { verb: 'transfer' | 'return' }) {
  const t = useText();
  const [form] = Form.useForm();
  const [branch, setBranch] = useState<number | null>(null);
  const transfer = verb === 'transfer';
  return (
    <FormModal<StaffDetail>
      form={form}
      open={open}
      onClose={onClose}
      title={`${transfer ? t.people.transfer : t.people.return} ${person.name}`}
      name={`staff-${verb}`}
      submitLabel={transfer ? t.people.transfer : t.people.return}
      onValuesChange={(changed) => {
        if (!('branch_id' in changed)) return;
        setBranch((changed.branch_id as number | undefined) ?? null);
        form.setFieldValue('department_id', undefined);
      }}
      send={(command, values) => command.post(`/staff/${person.id}/${verb}`, cleaned(values))}
    >
      <Alert type="info" showIcon title={transfer ? t.people.transferNote : t.people.returnNote} className="kit-problem" />
      <BranchField
        name="branch_id"
        label={transfer ? t.people.newBranch : t.people.branch}
        only={(row) => !transfer || row.id !== person.branch.id}
      />
      <DepartmentField branch={branch} />
      <AreaField name="reason" label={t.offices.reason} required maxLength={200} />
    </FormModal>
  );
}
