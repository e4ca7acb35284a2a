import { useState } from 'react';
import { Alert, Button } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { ApplicationRow, ChangeDetail, CustomerDetail, CustomerEditInput, CustomerRegisterInput, CustomerRow, IdentityCorrectionInput, IntakeRow, LoanRow, Page, Tagged } from '@credit/api';
import { formatDate, formatMinute, optionsOf } from '@credit/domain';
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
  Masked,
  Money,
  PageTabs,
  Panel,
  PlainTable,
  ProblemAlert,
  StateTag,
  cleaned,
  fieldsOf,
  useCan,
  useDictionary,
  useGet,
  useGetTagged,
  useLocale,
  type Column,
  type Values,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { PendingBanner, useProposed } from '../changes/proposed';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { useNew } from '../shared/useNew';

const OCCUPATIONS = 'customers.occupation';
const New = fieldsOf<CustomerRegisterInput>();
const Changed = fieldsOf<CustomerEditInput>();
const Corrected = fieldsOf<IdentityCorrectionInput>();

export function CustomerList() {
  const t = useText();
  const { locale } = useLocale();
  const navigate = useNavigate();
  const [creating, setCreating] = useNew();
  const occupations = useDictionary(OCCUPATIONS);
  const columns: Column<CustomerRow>[] = [
    { key: 'customer_no', title: t.f.customerNo, sortable: true },
    { key: 'name', title: t.f.personName, sortable: true },
    { key: 'is_farmer', title: t.f.customerType, render: (row) => (row.is_farmer ? t.customers.farmer : t.customers.person) },
    { key: 'id_no', title: t.f.idNo },
    { key: 'phone', title: t.f.phone },
    { key: 'gender', title: t.f.gender, render: (row) => <Label of="gender" code={row.gender} /> },
    { key: 'age', title: t.f.age, align: 'right' },
    { key: 'occupation', title: t.f.occupation, render: (row) => occupations.label(row.occupation) },
    { key: 'owner', title: t.f.owner, render: (row) => row.owner.name },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
    { key: 'status', title: t.f.state, render: (row) => <StateTag of="customerStatus" code={row.status} /> },
    { key: 'created_at', title: t.f.createdAt, sortable: true, render: (row) => formatMinute(row.created_at) },
  ];
  return (
    <ListPage title={t.customers.title} group={t.menu.customerGroup}>
      <DataTable<CustomerRow>
        resource="/customers"
        label={t.customers.title}
        rowKey="id"
        columns={columns}
        searchHint={t.customers.searchHint}
        filters={[
          { name: 'is_farmer', label: t.f.customerType, kind: 'select', options: [{ value: 'true', label: t.customers.farmer }, { value: 'false', label: t.customers.person }] },
          { name: 'status', label: t.f.state, kind: 'select', options: optionsOf('customerStatus', locale) },
        ]}
        toolbar={
          <Can action={ACTIONS.customersRegister}>
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.customers.register}
            </Button>
          </Can>
        }
        openPath={(row) => `/customers/${row.id}`}
      />
      <FormDrawer<CustomerDetail>
        open={creating}
        onClose={() => setCreating(false)}
        title={t.customers.register}
        name="customer-register"
        doneMessage={t.customers.registered}
        draft="customer-register"
        initialValues={{ is_farmer: true }}
        send={(command, values) => command.post('/customers', cleaned(values))}
        onDone={(customer) => void navigate({ to: `/customers/${customer.id}` } as never)}
      >
        <FieldGrid>
          <h3>{t.customers.basic}</h3>
          <New.Text name="name" label={t.f.personName} required maxLength={40} />
          <New.IdNo name="id_no" label={t.f.idNo} required />
          <New.Check name="is_farmer" label={t.customers.farmer} wide />
          <h3>{t.customers.contact}</h3>
          <New.Phone name="phone" label={t.f.phone} required />
          <New.Text name="address" label={t.f.address} required wide maxLength={200} />
          <h3>{t.customers.work}</h3>
          <New.Dictionary name="occupation" label={t.f.occupation} dictionary={OCCUPATIONS} />
          <New.Money name="monthly_income" label={t.f.monthlyIncome} allowZero />
        </FieldGrid>
      </FormDrawer>
    </ListPage>
  );
}

export function CustomerPage() {
  const t = useText();
  const id = useParam();
  const can = useCan();
  const navigate = useNavigate();
  const query = useGetTagged<CustomerDetail>(`/customers/${id}`);
  const [editing, setEditing] = useState(false);
  const [correcting, setCorrecting] = useState(false);
  return (
    <>
      <DetailPage<Tagged<CustomerDetail>>
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.customerGroup }, { title: t.menu.customers, to: '/customers' }]}
        title={({ data }) => data.name}
        number={({ data }) => data.customer_no}
        aside={({ data }) => (
          <>
            <StateTag of="customerStatus" code={data.status} />
            <span>{data.is_farmer ? t.customers.farmer : t.customers.person}</span>
          </>
        )}
        actions={() => (
          <>
            <Can action={ACTIONS.customersEdit}>
              <Button onClick={() => setCorrecting(true)}>{t.customers.correct}</Button>
              <Button onClick={() => setEditing(true)}>{t.act.edit}</Button>
            </Can>
            <Can action={ACTIONS.intakeCreate}>
              <Button type="primary" onClick={() => void navigate({ to: `/intakes?new=1&for=${id}` } as never)}>
                {t.customers.newIntake}
              </Button>
            </Can>
          </>
        )}
      >
        {({ data }) => <CustomerBody customer={data} mayReveal={can(ACTIONS.customersReveal)} />}
      </DetailPage>
      {query.data && (
        <>
          <CustomerForm open={editing} tagged={query.data} onClose={() => setEditing(false)} />
          <CorrectionForm open={correcting} customer={query.data.data} onClose={() => setCorrecting(false)} />
        </>
      )}
    </>
  );
}

function CustomerBody({ customer, mayReveal }: { customer: CustomerDetail; mayReveal: boolean }) {
  const t = useText();
  const occupations = useDictionary(OCCUPATIONS);
  const reveal = mayReveal ? `/customers/${customer.id}/reveal` : undefined;
  return (
    <>
      <PendingBanner type="customers.customer" id={customer.id} />
      <Panel title={t.customers.basic}>
        <Facts
          items={[
            { label: t.f.idNo, value: <Masked value={customer.id_no} label={t.f.idNo} field="id_no" path={reveal} /> },
            { label: t.f.gender, value: <Label of="gender" code={customer.gender} /> },
            { label: t.f.birthOn, value: t.u.bracketed(formatDate(customer.birth_on), t.u.years(customer.age)) },
            { label: t.f.phone, value: <Masked value={customer.phone} label={t.f.phone} field="phone" path={reveal} /> },
            { label: t.f.address, value: <Masked value={customer.address} label={t.f.address} field="address" path={reveal} />, span: 2 },
            { label: t.f.occupation, value: occupations.label(customer.occupation) },
            { label: t.f.monthlyIncome, value: <Money value={customer.monthly_income} /> },
            {
              label: t.f.household,
              value: customer.household ? (
                <Go to={`/households/${customer.household.id}`}>
                  {customer.household.name} {customer.household.household_no}
                </Go>
              ) : null,
            },
            { label: t.f.owner, value: customer.owner.name },
            { label: t.f.branch, value: customer.branch.name },
            { label: t.f.createdAt, value: formatMinute(customer.created_at) },
          ]}
        />
      </Panel>
      <PageTabs
        tabs={[
          { key: 'loans', label: t.customers.loans, content: <CustomerLoans id={customer.id} /> },
          { key: 'applications', label: t.customers.applications, content: <CustomerApplications id={customer.id} /> },
          { key: 'intakes', label: t.customers.intakes, content: <CustomerIntakes id={customer.id} /> },
          { key: 'changes', label: t.u.fieldChanges, content: <FieldHistory subject={`customers.customer:${customer.id}`} /> },
        ]}
      />
    </>
  );
}

function CustomerLoans({ id }: { id: number }) {
  const t = useText();
  const list = useGet<Page<LoanRow>>('/loans', { customer_id: id, page_size: 100 });
  const columns: Column<LoanRow>[] = [
    { key: 'loan_no', title: t.f.loanNo },
    { key: 'product', title: t.f.product, render: (row) => row.product.name },
    { key: 'drawn', title: t.f.drawn, align: 'right', render: (row) => <Money value={row.drawn} />, total: (row) => row.drawn },
    { key: 'outstanding', title: t.f.outstanding, align: 'right', render: (row) => <Money value={row.principal_outstanding} />, total: (row) => row.principal_outstanding },
    { key: 'start_on', title: t.f.startOn },
    { key: 'maturity_on', title: t.f.maturityOn },
    { key: 'overdue_days', title: t.f.overdueDays, align: 'right' },
    { key: 'status', title: t.f.state, render: (row) => <StateTag of="loanStatus" code={row.status} /> },
  ];
  return (
    <>
      <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />
      <PlainTable rows={list.data?.results ?? []} columns={columns} rowKey="id" label={t.customers.loans} loading={list.isPending} openPath={(row) => `/loans/${row.id}`} />
    </>
  );
}

function CustomerApplications({ id }: { id: number }) {
  const t = useText();
  const list = useGet<Page<ApplicationRow>>('/applications', { customer_id: id, page_size: 100 });
  const columns: Column<ApplicationRow>[] = [
    { key: 'app_no', title: t.f.appNo },
    { key: 'product', title: t.f.product, render: (row) => row.product.name },
    { key: 'amount', title: t.f.amount, align: 'right', render: (row) => <Money value={row.amount} /> },
    { key: 'term_months', title: t.f.term, align: 'right', render: (row) => t.u.months(row.term_months) },
    { key: 'officer', title: t.f.officer, render: (row) => row.officer.name },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="applicationState" code={row.state} /> },
  ];
  return (
    <>
      <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />
      <PlainTable rows={list.data?.results ?? []} columns={columns} rowKey="id" label={t.customers.applications} loading={list.isPending} openPath={(row) => `/applications/${row.id}`} />
    </>
  );
}

function CustomerIntakes({ id }: { id: number }) {
  const t = useText();
  const list = useGet<Page<IntakeRow>>('/intakes', { customer_id: id, page_size: 100 });
  const columns: Column<IntakeRow>[] = [
    { key: 'intake_no', title: t.f.intakeNo },
    { key: 'channel', title: t.f.channel, render: (row) => <Label of="channel" code={row.channel} /> },
    { key: 'product', title: t.f.product, render: (row) => row.product.name },
    { key: 'amount', title: t.f.amount, align: 'right', render: (row) => <Money value={row.amount} /> },
    { key: 'created_at', title: t.f.createdAt, render: (row) => formatMinute(row.created_at) },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="intakeState" code={row.state} /> },
  ];
  return (
    <>
      <ProblemAlert problem={list.error} onRetry={() => void list.refetch()} />
      <PlainTable rows={list.data?.results ?? []} columns={columns} rowKey="id" label={t.customers.intakes} loading={list.isPending} openPath={(row) => `/intakes/${row.id}`} />
    </>
  );
}

function CustomerForm({ open, tagged, onClose }: { open: boolean; tagged: Tagged<CustomerDetail>; onClose: () => void }) {
  const t = useText();
  const customer = tagged.data;
  const path = `/customers/${customer.id}`;
  return (
    <FormDrawer<CustomerDetail, CustomerDetail>
      open={open}
      onClose={onClose}
      title={`${t.customers.edit} · ${customer.name}`}
      name="customer-edit"
      submitLabel={t.act.save}
      doneMessage={t.customers.changed}
      draft={`customer-edit.${customer.id}`}
      edit={{
        path,
        tagged,
        values: ({ occupation, monthly_income, is_farmer }) => ({ occupation, monthly_income: monthly_income ?? undefined, is_farmer }),
      }}
      send={(command, values: Values, etag) => command.patch(path, cleaned(values), etag)}
    >
      <FieldGrid>
        <Changed.Check name="is_farmer" label={t.customers.farmer} />
        <Changed.Text name="address" label={t.f.address} wide maxLength={200} placeholder={customer.address} hint={t.customers.keepHint} />
        <Changed.Dictionary name="occupation" label={t.f.occupation} dictionary={OCCUPATIONS} kept={customer.occupation} />
        <Changed.Money name="monthly_income" label={t.f.monthlyIncome} allowZero words={false} />
      </FieldGrid>
    </FormDrawer>
  );
}

/** Who the customer is changes when a second person, no relative of his, has checked it. */
function CorrectionForm({ open, customer, onClose }: { open: boolean; customer: CustomerDetail; onClose: () => void }) {
  const t = useText();
  const proposed = useProposed();
  return (
    <FormModal<ChangeDetail>
      open={open}
      onClose={onClose}
      title={`${t.customers.correct} · ${customer.name}`}
      name="customer-correct"
      doneMessage={false}
      send={(command, values) => command.post(`/customers/${customer.id}/identity-correction`, cleaned(values))}
      onDone={proposed}
    >
      <Alert type="info" showIcon title={t.customers.correctNote} className="kit-problem" />
      <Corrected.Text name="name" label={t.f.personName} maxLength={40} placeholder={customer.name} hint={t.customers.keepHint} />
      <Corrected.IdNo name="id_no" label={t.f.idNo} placeholder={customer.id_no} hint={t.customers.keepHint} />
      <Corrected.Phone name="phone" label={t.f.phone} placeholder={customer.phone} hint={t.customers.keepHint} />
      <Corrected.Area name="reason" label={t.customers.correctReason} required maxLength={200} />
    </FormModal>
  );
}
