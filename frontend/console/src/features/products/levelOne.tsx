import { useState } from 'react';
import { Button, Form } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import type { LevelOneProductDetail, LevelOneProductRow, Tagged } from '@credit/api';
import { formatMinute, optionsOf } from '@credit/domain';
import {
  ActionBar,
  DataTable,
  DetailPage,
  FieldGrid,
  FieldHistory,
  FormDrawer,
  Label,
  Labels,
  MoneyField,
  NumberField,
  Panel,
  SelectField,
  StateTag,
  TextField,
  cleaned,
  useCan,
  useGetTagged,
  useLocale,
  useSession,
  type Column,
  type Values,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { useNew } from '../shared/useNew';
import { markCrossed } from './bankProducts';
import { BoundsFacts, amountRange, pointRange, termRange } from './bounds';

function useMayManage(): boolean {
  const { realm } = useSession();
  const can = useCan();
  return realm === 'province' && can(ACTIONS.catalogManage);
}

export function LevelOneList() {
  const t = useText();
  const { locale } = useLocale();
  const { realm } = useSession();
  const mayManage = useMayManage();
  const [creating, setCreating] = useNew();
  const columns: Column<LevelOneProductRow>[] = [
    { key: 'code', title: t.f.code, sortable: realm === 'province' },
    { key: 'name', title: t.f.product, sortable: realm === 'province' },
    { key: 'edition', title: t.f.version, render: (row) => t.u.version(row.edition) },
    { key: 'category', title: t.f.category, render: (row) => <Label of="productCategory" code={row.category} /> },
    { key: 'amount_max', title: t.f.amountRange, align: 'right', render: (row) => amountRange(t, row) },
    { key: 'term_months_max', title: t.f.termRange, align: 'right', render: (row) => termRange(t, row) },
    { key: 'bp_max', title: t.f.bpRange, align: 'right', render: (row) => pointRange(t, row) },
    { key: 'methods', title: t.f.methods, wrap: true, render: (row) => <Labels of="method" codes={row.methods} /> },
    { key: 'status', title: t.f.state, render: (row) => <StateTag of="productStatus" code={row.status} /> },
    { key: 'published_at', title: t.f.publishedAt, optional: true, render: (row) => formatMinute(row.published_at) },
  ];
  return (
    <ListPage title={t.products.levelOneTitle} {...(realm === 'bank' ? { group: t.menu.products } : {})}>
      <DataTable<LevelOneProductRow>
        resource="/level-one-products"
        label={t.products.levelOneTitle}
        rowKey={realm === 'bank' ? 'code' : 'id'}
        columns={columns}
        searchHint={t.products.searchHint}
        filters={[
          { name: 'category', label: t.f.category, kind: 'select', options: optionsOf('productCategory', locale), width: 160 },
          // a bank sees only what is on sale
          ...(realm === 'province' ? [{ name: 'status', label: t.f.state, kind: 'select' as const, options: optionsOf('productStatus', locale) }] : []),
        ]}
        toolbar={
          mayManage && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t.products.levelOneCreate}
            </Button>
          )
        }
        openPath={(row) => `/level-one-products/${realm === 'bank' ? row.code : row.id}`}
      />
      {mayManage && <LevelOneForm open={creating} onClose={() => setCreating(false)} />}
    </ListPage>
  );
}

export function LevelOnePage() {
  const t = useText();
  const { realm } = useSession();
  const id = useParam();
  const mayManage = useMayManage();
  const query = useGetTagged<LevelOneProductDetail>(`/level-one-products/${id}`);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <DetailPage<Tagged<LevelOneProductDetail>>
        query={query}
        crumbs={[{ title: t.menu.home, to: '/' }, ...(realm === 'bank' ? [{ title: t.menu.products }] : []), { title: t.products.levelOneTitle, to: '/level-one-products' }]}
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
                path: `/level-one-products/${data.id}/publish`,
                primary: true,
                ask: { title: t.act.publish, content: t.products.levelOnePublishAsk },
              },
            ]}
          />
        )}
      >
        {({ data }) => (
          <>
            <Panel title={t.products.bounds}>
              <BoundsFacts
                bounds={data}
                extra={[
                  { label: t.f.category, value: <Label of="productCategory" code={data.category} /> },
                  { label: t.f.publishedAt, value: formatMinute(data.published_at) },
                ]}
              />
            </Panel>
            {realm === 'province' && (
              <Panel title={t.u.fieldChanges}>
                <FieldHistory subject={`catalog.leveloneproduct:${data.id}`} />
              </Panel>
            )}
          </>
        )}
      </DetailPage>
      {query.data && mayManage && (
        <LevelOneForm
          open={editing}
          tagged={query.data}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}

const FIELDS = ['name', 'category', 'amount_min', 'amount_max', 'term_months_min', 'term_months_max', 'bp_min', 'bp_max', 'lpr_tenors', 'reprices', 'methods', 'guarantee_modes', 'customer_kinds'] as const;

const valuesOf = (product: LevelOneProductDetail): Values => Object.fromEntries(FIELDS.map((name) => [name, product[name]]));

function LevelOneForm({ open, onClose, tagged }: {
  open: boolean;
  onClose: () => void;
  /** What is edited; without it a product is made. */
  tagged?: Tagged<LevelOneProductDetail>;
}) {
  const t = useText();
  const product = tagged?.data;
  const { locale } = useLocale();
  const navigate = useNavigate();
  const [form] = Form.useForm();
  return (
    <FormDrawer<LevelOneProductDetail, LevelOneProductDetail>
      form={form}
      open={open}
      onClose={onClose}
      title={product ? `${t.products.levelOneEdit} · ${product.name}` : t.products.levelOneCreate}
      name="level-one-product"
      width={640}
      submitLabel={t.act.save}
      doneMessage={t.products.saved}
      {...(tagged ? { edit: { path: `/level-one-products/${tagged.data.id}`, tagged, values: valuesOf } } : { initialValues: { reprices: ['FIXED'] } })}
      send={async (command, values, etag) => {
        if (markCrossed(form, values, t.products.minAboveMax)) return undefined;
        const body = cleaned(values);
        return product
          ? command.patch(`/level-one-products/${product.id}`, body, etag)
          : command.post('/level-one-products', body);
      }}
      onDone={(saved) => {
        if (!product) void navigate({ to: `/level-one-products/${saved.id}` } as never);
      }}
    >
      <FieldGrid>
        {!product && <TextField name="code" label={t.f.code} required maxLength={32} hint={t.products.codeHint} />}
        <TextField name="name" label={t.f.name} required maxLength={60} />
        <SelectField name="category" label={t.f.category} required options={optionsOf('productCategory', locale)} />
        <h3>{t.products.bounds}</h3>
        <MoneyField name="amount_min" label={t.products.amountMin} required words={false} />
        <MoneyField name="amount_max" label={t.products.amountMax} required words={false} />
        <NumberField name="term_months_min" label={t.products.termMin} required min={1} />
        <NumberField name="term_months_max" label={t.products.termMax} required min={1} />
        <NumberField name="bp_min" label={t.products.bpMin} required unit="BP" />
        <NumberField name="bp_max" label={t.products.bpMax} required unit="BP" />
        <SelectField name="lpr_tenors" label={t.f.lprTenors} required multiple options={optionsOf('lprTenor', locale)} />
        <SelectField name="reprices" label={t.f.reprices} required multiple options={optionsOf('reprice', locale)} />
        <SelectField name="customer_kinds" label={t.f.customerKinds} required multiple options={optionsOf('customerKind', locale)} />
        <SelectField name="methods" label={t.f.methods} required wide multiple options={optionsOf('method', locale)} />
        <SelectField name="guarantee_modes" label={t.f.guaranteeMode} required wide multiple options={optionsOf('guaranteeMode', locale)} />
      </FieldGrid>
    </FormDrawer>
  );
}
