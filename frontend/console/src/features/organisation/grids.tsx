import { useState } from 'react';
import { Button } from 'antd';
import type { GridDetail, GridRow } from '@credit/api';
import { formatDate } from '@credit/domain';
import {
  ActionBar,
  AreaField,
  Can,
  DataTable,
  DateField,
  Facts,
  FieldGrid,
  FormDrawer,
  FormModal,
  Go,
  RecordDrawer,
  RegionField,
  TextField,
  cleaned,
  useGetTagged,
  useSession,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { PROVINCE_REGION } from '../shared/regions';
import { useNew } from '../shared/useNew';
import { BranchField, ChangeList, StaffField, OnOff, useBranchOptions } from './shared';

export function GridList() {
  const t = useText();
  const { business_date } = useSession();
  const [creating, setCreating] = useNew();
  const [opened, setOpened] = useState<number | null>(null);
  const branches = useBranchOptions({ all: true }).map(({ value, label }) => ({ value: String(value), label }));
  const columns: Column<GridRow>[] = [
    { key: 'code', title: t.grids.code, sortable: true },
    { key: 'name', title: t.grids.name, sortable: true },
    { key: 'region_name', title: t.f.region, wrap: true },
    { key: 'region_code', title: t.f.regionCode, sortable: true, render: (row) => <span className="kit-figure">{row.region_code}</span> },
    { key: 'officer', title: t.grids.officer, render: (row) => row.officer.name },
    { key: 'branch', title: t.offices.branch, render: (row) => row.branch.name },
    { key: 'valid_from', title: t.f.validFrom, sortable: true, render: (row) => formatDate(row.valid_from) },
    { key: 'valid_to', title: t.f.validTo, render: (row) => (row.valid_to ? formatDate(row.valid_to) : t.grids.openEnded) },
    { key: 'in_force', title: t.f.state, render: (row) => <OnOff on={row.in_force} yes={t.grids.inForce} no={t.grids.notInForce} /> },
  ];
  return (
    <ListPage title={t.grids.title} group={t.menu.organisation}>
      <DataTable<GridRow>
        resource="/grids"
        label={t.grids.title}
        rowKey="id"
        columns={columns}
        searchHint={t.grids.searchHint}
        filters={[
          { name: 'branch_id', label: t.offices.branch, kind: 'select', options: branches, width: 200 },
          {
            name: 'in_force',
            label: t.f.state,
            kind: 'select',
            options: [{ value: 'true', label: t.grids.inForce }, { value: 'false', label: t.grids.notInForce }],
            width: 150,
          },
        ]}
        toolbar={
          <Can action={ACTIONS.organisationManage}>
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.grids.create}
            </Button>
          </Can>
        }
        onOpen={(row) => setOpened(row.id)}
      />
      <FormDrawer<GridDetail>
        open={creating}
        onClose={() => setCreating(false)}
        title={t.grids.create}
        name="grid-create"
        doneMessage={t.grids.created}
        initialValues={{ valid_from: business_date }}
        send={(command, values) => command.post('/grids', cleaned(values))}
      >
        <FieldGrid>
          <TextField name="code" label={t.grids.code} required maxLength={20} />
          <TextField name="name" label={t.grids.name} required />
          <RegionField name="region_code" label={t.f.regionCode} required wide within={PROVINCE_REGION} nameField="region_name" hint={t.households.regionHint} />
          <TextField name="region_name" label={t.f.regionName} wide maxLength={100} />
          <BranchField name="branch_id" label={t.offices.branch} />
          <StaffField name="officer_id" label={t.grids.officer} />
          <DateField name="valid_from" label={t.f.validFrom} required />
          <DateField name="valid_to" label={t.f.validTo} />
        </FieldGrid>
      </FormDrawer>
      <GridDrawer id={opened} onClose={() => setOpened(null)} />
    </ListPage>
  );
}

function GridDrawer({ id, onClose }: { id: number | null; onClose: () => void }) {
  const t = useText();
  const query = useGetTagged<GridDetail>(`/grids/${id}`, { enabled: id !== null });
  const [form, setForm] = useState<'edit' | 'reassign' | null>(null);
  const data = query.data?.data;
  const base = `/grids/${id}`;
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
                { action: 'edit', label: t.grids.edit, run: () => setForm('edit') },
                { action: 'reassign', label: t.grids.reassign, primary: true, run: () => setForm('reassign') },
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
              { label: t.grids.code, value: <span className="kit-figure">{data.code}</span> },
              { label: t.f.state, value: <OnOff on={data.in_force} yes={t.grids.inForce} no={t.grids.notInForce} /> },
              { label: t.f.region, value: data.region_name },
              { label: t.f.regionCode, value: <span className="kit-figure">{data.region_code}</span> },
              { label: t.offices.branch, value: data.branch.name },
              { label: t.grids.officer, value: <Go to={`/organisation/staff/${data.officer.id}`}>{data.officer.name}</Go> },
              { label: t.f.validFrom, value: formatDate(data.valid_from) },
              { label: t.f.validTo, value: data.valid_to ? formatDate(data.valid_to) : t.grids.openEnded },
            ]}
          />
          <h3>{t.offices.history}</h3>
          <ChangeList changes={data.changes} />
          <FormModal
            open={form === 'edit'}
            onClose={() => setForm(null)}
            title={t.grids.edit}
            name="grid-edit"
            edit={{
              path: base,
              tagged: query.data,
              values: ({ name, region_code, region_name, valid_to }: GridDetail) => ({ name, region_code, region_name, valid_to }),
            }}
            send={(command, { name, region_code, region_name, valid_to }, etag) =>
              command.patch(base, { name, region_code, region_name: region_name ?? '', valid_to: valid_to ?? null }, etag)
            }
          >
            <TextField name="name" label={t.grids.name} required />
            <RegionField name="region_code" label={t.f.regionCode} required within={PROVINCE_REGION} nameField="region_name" />
            <TextField name="region_name" label={t.f.regionName} maxLength={100} />
            <DateField name="valid_to" label={t.f.validTo} />
          </FormModal>
          <FormModal
            open={form === 'reassign'}
            onClose={() => setForm(null)}
            title={t.grids.reassign}
            name="grid-reassign"
            submitLabel={t.grids.reassign}
            send={(command, values) => command.post(`${base}/reassign`, cleaned(values))}
          >
            <StaffField name="officer_id" label={t.grids.newOfficer} />
            <AreaField name="reason" label={t.offices.reason} required maxLength={200} />
          </FormModal>
        </>
      )}
    </RecordDrawer>
  );
}
