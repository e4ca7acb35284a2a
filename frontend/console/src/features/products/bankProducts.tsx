import { useState } from 'react';
import { Button, Form } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { LevelOneProductRow, ProductDetail, ProductRow, Tagged } from '@credit/api';
import { formatMinute, formatMoney, formatPoints, optionsOf } from '@credit/domain';
import {
  ActionBar,
  Can,
  DataTable,
  DetailPage,
  FieldGrid,
  FieldHistory,
  Figures,
  FormDrawer,
  Label,
  Labels,
  LookupField,
  MoneyField,
  NumberField,
  Panel,
  SelectField,
  StateTag,
  TextField,
  cleaned,
  useGetTagged,
  useLocale,
  type Column,
  type Values,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { useNew } from '../shared/useNew';
import { BoundsFacts, amountRange, crossedBounds, pointRange, termRange } from './bounds';

export function ProductList() {
  const t = useText();
  const { locale } = useLocale();
  const [creating, setCreating] = useNew();
  const columns: Column<ProductRow>[] = [
    { key: 'code', title: t.f.code, sortable: true },
    { key: 'name', title: t.f.product, sortable: true },
    { key: 'edition', title: t.f.version, render: (row) => t.u.version(row.edition) },
    { key: 'parent_name', title: t.f.levelOneProduct },
    { key: 'amount_max', title: t.f.amountRange, align: 'right', render: (row) => amountRange(t, row) },
    { key: 'term_months_max', title: t.f.termRange, align: 'right', render: (row) => termRange(t, row) },
    { key: 'bp_max', title: t.f.bpRange, align: 'right', render: (row) => pointRange(t, row) },
    { key: 'methods', title: t.f.methods, wrap: true, render: (row) => <Labels of="method" codes={row.methods} /> },
    { key: 'status', title: t.f.state, render: (row) => <StateTag of="productStatus" code={row.status} /> },
  ];
  return (
    <ListPage title={t.products.bankTitle} group={t.menu.products}>
      <DataTable<ProductRow>
        resource="/products"
        label={t.products.bankTitle}
        rowKey="id"
        columns={columns}
        searchHint={t.products.searchHint}
        filters={[{ name: 'status', label: t.f.state, kind: 'select', options: optionsOf('productStatus', locale, ['DRAFT', 'ON_SALE', 'SUSPENDED']) }]}
        toolbar={
          <Can action={ACTIONS.productsManage}>
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.products.create}
            </Button>
          </Can>
        }
        openPath={(row) => `/products/${row.id}`}
      />
      <ProductForm open={creating} onClose={() => setCreating(false)} />
    </ListPage>
  );
}

export function ProductPage() {
  const t = useText();
  const id = useParam();
  const query = useGetTagged<ProductDetail>(`/products/${id}`);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <DetailPage<Tagged<ProductDetail>>
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.products }, { title: t.products.bankTitle, to: '/products' }]}
        title={({ data }) => data.name}
        aside={({ data }) => (
          <>
            <StateTag of="productStatus" code={data.status} />
            <span>{data.code}</span>
            <span>{t.u.version(data.edition)}</span>
          </>
        )}
        actions={({ data }) => (
          <ActionBar
            allowed={data.allowed_actions}
            actions={[
              { action: 'edit', label: t.act.edit, run: () => setEditing(true) },
              {
                action: 'publish',
                label: t.act.publish,
                path: `/products/${data.id}/publish`,
                primary: true,
                ask: { title: t.act.publish, content: t.products.publishAsk },
              },
            ]}
          />
        )}
      >
        {({ data }) => (
          <>
            <Figures
              items={[
                { label: t.f.levelOneProduct, value: data.parent_name, note: `${data.parent_code} ${t.u.version(data.parent_edition)}` },
                { label: t.f.periodMonths, value: t.u.everyMonths(data.period_months) },
                { label: t.f.interestDay, value: data.interest_day ? t.u.dayOfMonth(data.interest_day) : t.u.anniversary },
                { label: t.f.createdAt, value: formatMinute(data.created_at) },
              ]}
            />
            <div className="kit-halves">
              <Panel title={t.products.ownBounds}>
                <BoundsFacts
                  bounds={data}
                  columns={1}
                  extra={[
                    { label: t.f.lprTenor, value: <Label of="lprTenor" code={data.lpr_tenor} /> },
                    { label: t.f.reprice, value: <Label of="reprice" code={data.reprice} /> },
                    { label: t.f.dayCount, value: <DayCounts byMethod={data.day_count_by_method} /> },
                  ]}
                />
              </Panel>
              {data.parent && (
                <Panel title={t.products.parentBounds}>
                  <BoundsFacts bounds={data.parent} columns={1} />
                </Panel>
              )}
            </div>
            <Panel title={t.u.fieldChanges}>
              <FieldHistory subject={`products.leveltwoproduct:${data.id}`} />
            </Panel>
          </>
        )}
      </DetailPage>
      {query.data && (
        <ProductForm
          open={editing}
          tagged={query.data}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}

function DayCounts({ byMethod }: { byMethod: Record<string, string> }) {
  return (
    <>
      {Object.entries(byMethod).map(([method, dayCount]) => (
        <div key={method}>
          <Label of="method" code={method} /> <span className="kit-muted"><Label of="dayCount" code={dayCount} /></span>
        </div>
      ))}
    </>
  );
}

interface FormProps {
  open: boolean;
  onClose: () => void;
  /** What is edited; without it a product is made. */
  tagged?: Tagged<ProductDetail>;
}

const FIELDS = ['name', 'amount_min', 'amount_max', 'term_months_min', 'term_months_max', 'bp_min', 'bp_max', 'lpr_tenor', 'reprice', 'methods', 'guarantee_modes', 'customer_kinds', 'interest_day', 'period_months'] as const;

const valuesOf = (product: ProductDetail): Values => Object.fromEntries(FIELDS.map((name) => [name, product[name] ?? undefined]));

function ProductForm({ open, onClose, tagged }: FormProps) {
  const t = useText();
  const product = tagged?.data;
  const { locale } = useLocale();
  const navigate = useNavigate();
  const [form] = Form.useForm();
  const [picked, setPicked] = useState<LevelOneProductRow | null>(null);
  const parent = product ? product.parent : picked;
  const within = (text: string | null) => (text ? t.products.within(text) : undefined);

  function pick(level: LevelOneProductRow | null) {
    setPicked(level);
    if (!level) return;
    // start from the whole frame of the parent; the clerk narrows it
    form.setFieldsValue({
      amount_min: level.amount_min,
      amount_max: level.amount_max,
      term_months_min: level.term_months_min,
      term_months_max: level.term_months_max,
      bp_min: level.bp_min,
      bp_max: level.bp_max,
      methods: level.methods,
      guarantee_modes: level.guarantee_modes,
      customer_kinds: level.customer_kinds,
      lpr_tenor: level.lpr_tenors[0],
      reprice: level.reprices.find((rule) => rule === 'FIXED') ?? level.reprices[0],
    });
  }

  return (
    <FormDrawer<ProductDetail, ProductDetail>
      form={form}
      open={open}
      onClose={() => {
        setPicked(null);
        onClose();
      }}
      title={product ? `${t.products.edit} · ${product.name}` : t.products.create}
      name="product"
      width={640}
      submitLabel={t.act.save}
      doneMessage={t.products.saved}
      {...(tagged ? { edit: { path: `/products/${tagged.data.id}`, tagged, values: valuesOf } } : { initialValues: { period_months: 1 } })}
      send={async (command, values, etag) => {
        if (markCrossed(form, values, t.products.minAboveMax)) return undefined;
        const body = { ...cleaned(values), interest_day: values.interest_day ?? null };
        return product ? command.patch(`/products/${product.id}`, body, etag) : command.post('/products', body);
      }}
      onDone={(saved) => {
        if (!product) void navigate({ to: `/products/${saved.id}` } as never);
      }}
    >
      <FieldGrid>
        {!product && (
          <LookupField<LevelOneProductRow>
            name="parent_code"
            label={t.f.levelOneProduct}
            required
            wide
            lookup={{
              resource: '/level-one-products',
              optionOf: (row) => ({ value: row.code, label: row.name, hint: `${row.code} ${t.u.version(row.edition)}` }),
              onPick: pick,
            }}
          />
        )}
        {!product && <TextField name="code" label={t.f.code} required maxLength={32} hint={t.products.codeHint} />}
        <TextField name="name" label={t.f.name} required maxLength={60} />
        <h3>{t.products.bounds}</h3>
        <MoneyField name="amount_min" label={t.products.amountMin} required words={false} hint={within(parent && formatMoney(parent.amount_min))} />
        <MoneyField name="amount_max" label={t.products.amountMax} required words={false} hint={within(parent && formatMoney(parent.amount_max))} />
        <NumberField name="term_months_min" label={t.products.termMin} required min={1} hint={within(parent && String(parent.term_months_min))} />
        <NumberField name="term_months_max" label={t.products.termMax} required min={1} hint={within(parent && String(parent.term_months_max))} />
        <NumberField name="bp_min" label={t.products.bpMin} required unit="BP" hint={within(parent && formatPoints(parent.bp_min))} />
        <NumberField name="bp_max" label={t.products.bpMax} required unit="BP" hint={within(parent && formatPoints(parent.bp_max))} />
        <SelectField name="lpr_tenor" label={t.f.lprTenor} required options={optionsOf('lprTenor', locale, parent?.lpr_tenors)} />
        <SelectField name="reprice" label={t.f.reprice} required options={optionsOf('reprice', locale, parent?.reprices)} />
        <SelectField name="customer_kinds" label={t.f.customerKinds} required multiple options={optionsOf('customerKind', locale, parent?.customer_kinds)} />
        <NumberField name="interest_day" label={t.f.interestDay} min={1} max={31} hint={t.products.interestDayHint} />
        <SelectField name="period_months" label={t.f.periodMonths} required options={[1, 3, 6, 12].map((value) => ({ value, label: t.u.everyMonths(value) }))} />
        <SelectField name="methods" label={t.f.methods} required wide multiple options={optionsOf('method', locale, parent?.methods)} />
        <SelectField name="guarantee_modes" label={t.f.guaranteeMode} required wide multiple options={optionsOf('guaranteeMode', locale, parent?.guarantee_modes)} />
      </FieldGrid>
    </FormDrawer>
  );
}

/** Marks upper bounds that lie below their lower bounds. */
export function markCrossed(form: ReturnType<typeof Form.useForm>[0], values: Values, message: string): boolean {
  const crossed = crossedBounds(values);
  form.setFields(crossed.map((name) => ({ name, errors: [message] })));
  return crossed.length > 0;
}
