import { useState } from 'react';
import { Button } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { ApplicationDetail, CustomerDetail, CustomerRow, IntakeCreateInput, IntakeDetail, IntakeRow, ProductRow, StaffRow } from '@credit/api';
import { formatMinute, formatMoney, optionsOf } from '@credit/domain';
import {
  ActionBar,
  AreaField,
  Can,
  DataTable,
  DetailPage,
  DictionaryField,
  Facts,
  FieldGrid,
  FormDrawer,
  FormModal,
  Go,
  History,
  Label,
  LookupField,
  Money,
  Panel,
  Related,
  StateTag,
  cleaned,
  fieldsOf,
  useDictionary,
  useGet,
  useLocale,
  type ActionSpec,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { useRelated } from '../shared/related';
import { useNew } from '../shared/useNew';

const New = fieldsOf<IntakeCreateInput>();

const REJECT_REASONS = 'intake.reject_reason';

export function IntakeList() {
  const t = useText();
  const { locale } = useLocale();
  const [creating, setCreating, search] = useNew();
  const columns: Column<IntakeRow>[] = [
    { key: 'intake_no', title: t.f.intakeNo, sortable: true },
    { key: 'channel', title: t.f.channel, render: (row) => <Label of="channel" code={row.channel} /> },
    { key: 'customer', title: t.f.customer, render: (row) => row.customer.name },
    { key: 'product', title: t.f.product, render: (row) => row.product.name },
    { key: 'amount', title: t.f.amount, align: 'right', sortable: true, render: (row) => <Money value={row.amount} /> },
    { key: 'term_months', title: t.f.term, align: 'right', render: (row) => t.u.months(row.term_months) },
    { key: 'purpose', title: t.f.purpose, render: (row) => <Label of="purpose" code={row.purpose} /> },
    { key: 'state', title: t.f.state, render: (row) => <StateTag of="intakeState" code={row.state} /> },
    { key: 'assigned_to', title: t.intakes.assignedTo, render: (row) => row.assigned_to?.name ?? '—' },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
    { key: 'created_at', title: t.f.createdAt, sortable: true, render: (row) => formatMinute(row.created_at) },
  ];
  return (
    <ListPage title={t.menu.intakes}>
      <DataTable<IntakeRow>
        resource="/intakes"
        label={t.intakes.title}
        rowKey="id"
        columns={columns}
        searchHint={t.intakes.searchHint}
        filters={[
          { name: 'state', label: t.f.state, kind: 'select', options: optionsOf('intakeState', locale) },
          { name: 'channel', label: t.f.channel, kind: 'select', options: optionsOf('channel', locale), width: 140 },
        ]}
        toolbar={
          <Can action={ACTIONS.intakeCreate}>
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.intakes.create}
            </Button>
          </Can>
        }
        openPath={(row) => `/intakes/${row.id}`}
      />
      <IntakeForm open={creating} customerId={search.for} onClose={() => setCreating(false)} />
    </ListPage>
  );
}

function IntakeForm({ open, customerId, onClose }: { open: boolean; customerId: string | undefined; onClose: () => void }) {
  const t = useText();
  const { locale } = useLocale();
  const navigate = useNavigate();
  const [product, setProduct] = useState<ProductRow | null>(null);
  const known = useGet<CustomerDetail>(`/customers/${customerId}`, {}, { enabled: open && Boolean(customerId) });
  const customer = customerId ? known.data : undefined;
  if (open && customerId && known.isPending) return null;
  return (
    <FormDrawer<IntakeDetail>
      open={open}
      onClose={onClose}
      title={t.intakes.create}
      name="intake-create"
      doneMessage={t.intakes.created}
      {...(customerId ? {} : { draft: 'intake-create' })}
      initialValues={{ channel: 'COUNTER', ...(customer ? { customer_id: customer.id } : {}) }}
      send={(command, values) => command.post('/intakes', cleaned(values))}
      onDone={(intake) => void navigate({ to: `/intakes/${intake.id}` } as never)}
    >
      <FieldGrid>
        <New.Lookup<CustomerRow>
          name="customer_id"
          label={t.f.customer}
          required
          wide
          lookup={{
            resource: '/customers',
            optionOf: (row) => ({ value: row.id, label: row.name, hint: `${row.customer_no} · ${row.id_no} · ${row.phone}` }),
            ...(customer ? { initialLabel: `${customer.name} ${customer.customer_no}` } : {}),
          }}
        />
        <New.Lookup<ProductRow>
          name="product_id"
          label={t.f.product}
          required
          wide
          hint={
            product &&
            t.intakes.bounds(
              t.u.range(formatMoney(product.amount_min), formatMoney(product.amount_max)),
              t.u.months(`${product.term_months_min}–${product.term_months_max}`),
            )
          }
          lookup={{
            resource: '/products',
            fixed: { status: 'ON_SALE' },
            optionOf: (row) => ({ value: row.id, label: row.name, hint: row.code }),
            onPick: setProduct,
          }}
        />
        <New.Money name="amount" label={t.f.amount} required />
        <New.Number name="term_months" label={t.f.termMonths} required min={1} max={360} />
        <New.Select name="purpose" label={t.f.purpose} required options={optionsOf('purpose', locale)} />
        <New.Select name="channel" label={t.f.channel} required options={optionsOf('channel', locale)} />
        <New.Text name="purpose_text" label={t.f.purposeText} wide maxLength={200} />
      </FieldGrid>
    </FormDrawer>
  );
}

export function IntakePage() {
  const t = useText();
  const id = useParam();
  const query = useGet<IntakeDetail>(`/intakes/${id}`);
  const reasons = useDictionary(REJECT_REASONS);
  const related = useRelated();
  return (
    <DetailPage
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.intakes, to: '/intakes' }]}
      title={(data) => data.intake_no}
      aside={(data) => (
        <>
          <StateTag of="intakeState" code={data.state} />
          <span>{data.customer.name}</span>
        </>
      )}
      actions={(data) => <IntakeActions intake={data} />}
      figures={(data) => [
        { label: t.f.amount, value: <Money value={data.amount} /> },
        { label: t.f.term, value: t.u.months(data.term_months) },
        { label: t.f.purpose, value: <Label of="purpose" code={data.purpose} /> },
        { label: t.f.channel, value: <Label of="channel" code={data.channel} /> },
      ]}
    >
      {(data) => (
        <>
          <div className="kit-split">
            <Panel title={t.intakes.main}>
              <Facts
                columns={2}
                items={[
                  { label: t.f.customer, value: <Go to={`/customers/${data.customer.id}`}>{data.customer.name} {data.customer.customer_no}</Go> },
                  { label: t.f.product, value: data.product.name },
                  { label: t.f.purposeText, value: data.purpose_text, span: 2 },
                  { label: t.intakes.assignedTo, value: data.assigned_to?.name },
                  { label: t.f.branch, value: data.branch.name },
                  { label: t.f.createdAt, value: formatMinute(data.created_at) },
                  {
                    label: t.f.application,
                    value: data.application ? <Go to={`/applications/${data.application.id}`}>{data.application.app_no}</Go> : null,
                  },
                  data.reason_code ? { label: t.f.reason, value: reasons.label(data.reason_code), span: 2 } : null,
                  data.reason ? { label: data.reason_code ? t.dictionaries.reasonNote : t.f.reason, value: data.reason, span: 2 } : null,
                ]}
              />
            </Panel>
            <div>
              <Related items={[related.customer(data.customer), data.application && related.application(data.application)]} />
              <Panel title={t.u.history}>
                <History entries={data.history} states="intakeState" />
              </Panel>
            </div>
          </div>
        </>
      )}
    </DetailPage>
  );
}

function IntakeActions({ intake }: { intake: IntakeDetail }) {
  const t = useText();
  const navigate = useNavigate();
  const base = `/intakes/${intake.id}`;
  const [assigning, setAssigning] = useState(false);
  const [rejecting, setRejecting] = useState(false);
  const actions: ActionSpec[] = [
    { action: 'withdraw', label: t.act.withdraw, path: `${base}/withdraw`, ask: 'reason' },
    { action: 'reject', label: t.act.reject, run: () => setRejecting(true), danger: true },
    { action: 'assign', label: t.act.assign, run: () => setAssigning(true) },
    { action: 'accept', label: t.act.accept, path: `${base}/accept`, primary: true },
    {
      action: 'convert',
      label: t.act.convert,
      path: `${base}/convert`,
      primary: true,
      onDone: (answer) => void navigate({ to: `/applications/${(answer as ApplicationDetail).id}` } as never),
    },
  ];
  return (
    <>
      <ActionBar actions={actions} allowed={intake.allowed_actions} />
      <FormModal<IntakeDetail>
        open={rejecting}
        onClose={() => setRejecting(false)}
        title={t.act.reject}
        name="intake-reject"
        submitLabel={t.act.reject}
        danger
        send={(command, values) => command.post(`${base}/reject`, cleaned(values))}
      >
        <DictionaryField name="reason_code" label={t.dictionaries.reason} required dictionary={REJECT_REASONS} />
        <AreaField name="reason" label={t.dictionaries.reasonNote} hint={t.dictionaries.reasonNoteHint} rows={3} maxLength={200} />
      </FormModal>
      <FormModal<IntakeDetail>
        open={assigning}
        onClose={() => setAssigning(false)}
        title={t.act.assign}
        name="intake-assign"
        send={(command, values) => command.post(`${base}/assign`, { staff_id: values.staff_id })}
      >
        <LookupField<StaffRow>
          name="staff_id"
          label={t.f.officer}
          required
          lookup={{ resource: '/staff', optionOf: (row) => ({ value: row.id, label: row.name, hint: `${row.staff_no} ${row.branch.name}` }) }}
        />
      </FormModal>
    </>
  );
}
