import { useState } from 'react';
import { Button } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { CustomerRow, GridRow, HouseholdCreateInput, HouseholdDetail, HouseholdRow } from '@credit/api';
import { formatMinute, optionsOf, subtractMoney } from '@credit/domain';
import {
  Can,
  DataTable,
  DetailPage,
  Facts,
  FieldHistory,
  FieldGrid,
  FormDrawer,
  FormModal,
  Go,
  Label,
  LookupField,
  Money,
  Panel,
  PlainTable,
  SelectField,
  cleaned,
  fieldsOf,
  useGet,
  useLocale,
  useSession,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { PROVINCE_REGION } from '../shared/regions';
import { useNew } from '../shared/useNew';

const New = fieldsOf<HouseholdCreateInput>();

export function HouseholdList() {
  const t = useText();
  const navigate = useNavigate();
  const [creating, setCreating] = useNew();
  const branch = useSession().staff?.branch?.id;
  const columns: Column<HouseholdRow>[] = [
    { key: 'household_no', title: t.f.householdNo, sortable: true },
    { key: 'name', title: t.f.householdHead, sortable: true },
    { key: 'region_name', title: t.f.region },
    { key: 'grid', title: t.grids.title, render: (row) => row.grid?.name ?? '—' },
    { key: 'land_mu', title: t.u.bracketed(t.f.land, t.u.mu), align: 'right' },
    { key: 'yearly_income', title: t.f.grossIncome, align: 'right', render: (row) => <Money value={row.yearly_income} /> },
    { key: 'yearly_cost', title: t.f.yearlyCost, align: 'right', render: (row) => <Money value={row.yearly_cost} /> },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
    { key: 'created_at', title: t.f.createdAt, render: (row) => formatMinute(row.created_at) },
  ];
  return (
    <ListPage title={t.households.title} group={t.menu.customerGroup}>
      <DataTable<HouseholdRow>
        resource="/households"
        label={t.households.title}
        rowKey="id"
        columns={columns}
        searchHint={t.households.searchHint}
        toolbar={
          <Can action={ACTIONS.customersRegister}>
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.households.create}
            </Button>
          </Can>
        }
        openPath={(row) => `/households/${row.id}`}
      />
      <FormDrawer<HouseholdDetail>
        open={creating}
        onClose={() => setCreating(false)}
        title={t.households.create}
        name="household-create"
        doneMessage={t.households.created}
        draft="household-create"
        send={(command, values) => command.post('/households', cleaned(values))}
        onDone={(household) => void navigate({ to: `/households/${household.id}` } as never)}
      >
        <FieldGrid>
          <New.Text name="name" label={t.f.householdHead} required maxLength={40} />
          <New.Region name="region_code" label={t.f.regionCode} required within={PROVINCE_REGION} nameField="region_name" hint={t.households.regionHint} />
          <New.Text name="region_name" label={t.f.regionName} required wide maxLength={100} hint={t.households.regionNameHint} />
          <New.Area name="address" label={t.f.address} required rows={2} maxLength={200} />
          <New.Lookup<GridRow>
            name="grid_id"
            label={t.grids.title}
            lookup={{
              resource: '/grids',
              fixed: { in_force: true, ...(branch ? { branch_id: branch } : {}) },
              optionOf: (row) => ({ value: row.id, label: row.name, hint: `${row.code} ${row.officer.name}` }),
            }}
          />
          <span />
          <h3>{t.households.income}</h3>
          <New.Text name="land_mu" label={t.f.land} unit={t.u.mu} required maxLength={10} />
          <span />
          <New.Money name="yearly_income" label={t.f.grossIncome} required allowZero />
          <New.Money name="yearly_cost" label={t.f.yearlyCost} required allowZero />
        </FieldGrid>
      </FormDrawer>
    </ListPage>
  );
}

export function HouseholdPage() {
  const t = useText();
  const { locale } = useLocale();
  const id = useParam();
  const query = useGet<HouseholdDetail>(`/households/${id}`);
  const [adding, setAdding] = useState(false);
  const memberColumns: Column<HouseholdDetail['members'][number]>[] = [
    { key: 'name', title: t.f.personName, render: (row) => <Go to={`/customers/${row.customer_id}`}>{row.name}</Go> },
    { key: 'relation', title: t.f.relation, render: (row) => <Label of="householdRelation" code={row.relation} /> },
  ];
  return (
    <>
      <DetailPage
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.customerGroup }, { title: t.menu.households, to: '/households' }]}
        title={(data) => data.name}
        number={(data) => data.household_no}
        figures={(data) => [
          { label: t.f.grossIncome, value: <Money value={data.yearly_income} /> },
          { label: t.f.yearlyCost, value: <Money value={data.yearly_cost} /> },
          { label: t.households.netIncome, value: <Money value={subtractMoney(data.yearly_income, data.yearly_cost)} /> },
          { label: t.f.land, value: `${data.land_mu} ${t.u.mu}` },
          { label: t.f.members, value: data.members.length },
        ]}
      >
        {(data) => (
          <>
            <Panel title={t.customers.basic}>
              <Facts
                items={[
                  { label: t.f.regionName, value: data.region_name, span: 2 },
                  { label: t.f.regionCode, value: <span className="kit-figure">{data.region_code}</span> },
                  { label: t.f.address, value: data.address, span: 2 },
                  { label: t.f.branch, value: data.branch.name },
                  { label: t.grids.title, value: data.grid?.name },
                  { label: t.f.createdAt, value: formatMinute(data.created_at) },
                ]}
              />
            </Panel>
            <Panel
              flush
              title={t.households.member}
              extra={
                <Can action={ACTIONS.customersEdit}>
                  <Button onClick={() => setAdding(true)}>{t.households.addMember}</Button>
                </Can>
              }
            >
              <PlainTable
                rows={data.members}
                columns={memberColumns}
                rowKey="id"
                label={t.households.member}
                emptyText={t.households.noMembers}
                openPath={(row) => `/customers/${row.customer_id}`}
              />
            </Panel>
            <Panel title={t.u.fieldChanges}>
              <FieldHistory subject={`customers.household:${data.id}`} />
            </Panel>
          </>
        )}
      </DetailPage>
      <FormModal<HouseholdDetail>
        open={adding}
        onClose={() => setAdding(false)}
        title={t.households.addMember}
        name="household-member"
        send={(command, values) => command.post(`/households/${id}/members`, cleaned(values))}
      >
        <LookupField<CustomerRow>
          name="customer_id"
          label={t.f.customer}
          required
          lookup={{
            resource: '/customers',
            optionOf: (row) => ({ value: row.id, label: row.name, hint: `${row.customer_no} ${row.id_no}` }),
          }}
        />
        <SelectField name="relation" label={t.f.relation} required options={optionsOf('householdRelation', locale)} />
      </FormModal>
    </>
  );
}
