import { useState } from 'react';
import { Button } from 'antd';
import type { AuthorityRow, ChangeDetail, LevelOneProductRow, Page, StaffRow } from '@credit/api';
import { formatDate, formatMoney, optionsOf } from '@credit/domain';
import {
  AreaField,
  DataTable,
  DateField,
  FieldGrid,
  FormDrawer,
  FormModal,
  Label,
  LookupField,
  Money,
  MoneyField,
  NumberField,
  SelectField,
  Tag,
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

/** All authority of the bank, for those who may see it. */
export function AuthorityList() {
  return <Authorities own={false} />;
}

/** One's own authority, and what one passed on. */
export function OwnAuthorities() {
  return <Authorities own />;
}

type Opened = { form: 'grant' } | { form: 'revoke' | 'delegate'; row: AuthorityRow };

function Authorities({ own }: { own: boolean }) {
  const t = useText();
  const session = useSession();
  const can = useCan();
  const proposed = useProposed();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const products = useProductNames();
  const mayManage = !own && can(ACTIONS.accessManage);
  const mayDelegate = (row: AuthorityRow) =>
    can(ACTIONS.redelegate) && row.staff.id === session.staff?.id && row.counts && row.levels > 0;
  const title = own ? t.authority.ownTitle : t.authority.title;
  const columns: Column<AuthorityRow>[] = [
    { key: 'staff', title: t.authority.person, render: (row) => `${row.staff.staff_no} ${row.staff.name}` },
    { key: 'branch', title: t.f.branch, render: (row) => row.branch.name },
    { key: 'product_code', title: t.authority.product, render: (row) => products.get(row.product_code) ?? (row.product_code || t.u.unlimited) },
    { key: 'guarantee_mode', title: t.authority.guarantee, render: (row) => (row.guarantee_mode ? <Label of="guaranteeMode" code={row.guarantee_mode} /> : t.u.unlimited) },
    { key: 'max_amount', title: t.authority.maxAmount, align: 'right', render: (row) => <Money value={row.max_amount} /> },
    { key: 'valid_from', title: t.authority.validFrom, render: (row) => formatDate(row.valid_from) },
    { key: 'valid_to', title: t.authority.validTo, render: (row) => (row.valid_to ? formatDate(row.valid_to) : t.posts.openEnd) },
    { key: 'chain', title: t.authority.chain, render: (row) => <Chain row={row} /> },
    { key: 'counts', title: t.authority.state, render: (row) => <State row={row} /> },
    ...(mayManage || can(ACTIONS.redelegate)
      ? [
          {
            key: 'more',
            title: t.accounts.more,
            render: (row: AuthorityRow) => (
              <span className="row-buttons">
                {mayDelegate(row) && <Button size="small" onClick={() => setOpened({ form: 'delegate', row })}>{t.authority.delegate}</Button>}
                {mayManage && row.revoked_at === null && (
                  <Button size="small" onClick={() => setOpened({ form: 'revoke', row })}>{t.authority.revoke}</Button>
                )}
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <ListPage title={title} group={t.menu.organisation}>
      <PendingBanner kind="organisation.authority" />
      <DataTable<AuthorityRow>
        resource={own ? '/authorities/own' : '/authorities'}
        label={title}
        rowKey="id"
        columns={columns}
        {...(own
          ? {}
          : {
              searchHint: t.posts.searchHint,
              filters: [{ name: 'in_force', label: t.authority.state, kind: 'select' as const, options: [{ value: 'true', label: t.authority.onlyInForce }] }],
            })}
        toolbar={mayManage && <Button type="primary" onClick={() => setOpened({ form: 'grant' })}>{t.authority.grant}</Button>}
      />
      <TermsForm opened={opened} products={products} onClose={close} onDone={proposed} />
      <FormModal<ChangeDetail>
        open={opened?.form === 'revoke'}
        onClose={close}
        title={t.authority.revokeTitle(opened?.form === 'revoke' ? opened.row.staff.name : '')}
        name="authority-revoke"
        danger
        doneMessage={false}
        send={(command, values) => command.post(`/authorities/${opened?.form === 'revoke' ? opened.row.id : 0}/revoke`, cleaned(values))}
        onDone={proposed}
      >
        <p className="kit-muted">{t.authority.revokeNote}</p>
        <AreaField name="comment" label={t.changes.comment} />
      </FormModal>
    </ListPage>
  );
}

function Chain({ row }: { row: AuthorityRow }) {
  const t = useText();
  if (row.chain.length === 1) return <span className="kit-muted">{t.authority.direct}</span>;
  return <>{row.chain.map((link) => `${link.name} ${formatMoney(link.max_amount)}`).join(' → ')}</>;
}

function State({ row }: { row: AuthorityRow }) {
  const t = useText();
  const [tone, label] = row.counts
    ? (['success', t.authority.counts] as const)
    : row.revoked_at
      ? (['danger', t.authority.revoked] as const)
      : (['neutral', t.authority.notInForce] as const);
  return <Tag tone={tone}>{label}</Tag>;
}

function useProductNames(): ReadonlyMap<string, string> {
  const may = useCan()(ACTIONS.productsView);
  const list = useGet<Page<LevelOneProductRow>>('/level-one-products', { page_size: 200 }, { enabled: may });
  return new Map((list.data?.results ?? []).map((product) => [product.code, product.name]));
}

/** A grant by the bank, or part of one's own authority passed on, within what one has. */
function TermsForm({ opened, products, onClose, onDone }: {
  opened: Opened | null;
  products: ReadonlyMap<string, string>;
  onClose: () => void;
  onDone: (change: ChangeDetail) => void;
}) {
  const t = useText();
  const { locale } = useLocale();
  const { business_date: today } = useSession();
  const source = opened?.form === 'delegate' ? opened.row : null;
  const fixed = (value: string | undefined) => (source && value ? { disabled: true } : {});
  return (
    <FormDrawer<ChangeDetail>
      open={opened?.form === 'grant' || opened?.form === 'delegate'}
      onClose={onClose}
      title={source ? t.authority.delegateTitle : t.authority.grant}
      name="authority-terms"
      doneMessage={false}
      initialValues={
        source
          ? {
              product_code: source.product_code || undefined,
              guarantee_mode: source.guarantee_mode || undefined,
              valid_from: today,
              valid_to: source.valid_to,
            }
          : { valid_from: today, levels: 1 }
      }
      send={(command, values) => command.post(source ? `/authorities/${source.id}/delegate` : '/authorities', cleaned(values))}
      onDone={onDone}
    >
      {source && <p className="kit-muted">{t.authority.delegateNote(formatMoney(source.max_amount))}</p>}
      <FieldGrid>
        <LookupField<StaffRow>
          name="staff_id"
          label={t.authority.person}
          required
          wide
          lookup={{ resource: '/staff', optionOf: (row) => ({ value: row.id, label: row.name, hint: `${row.staff_no} ${row.branch.name} ${row.posts.join('、')}` }) }}
        />
        <SelectField
          name="product_code"
          label={t.authority.product}
          placeholder={t.u.unlimited}
          options={[...products].map(([value, label]) => ({ value, label }))}
          {...fixed(source?.product_code)}
        />
        <SelectField
          name="guarantee_mode"
          label={t.authority.guarantee}
          placeholder={t.u.unlimited}
          options={optionsOf('guaranteeMode', locale)}
          {...fixed(source?.guarantee_mode)}
        />
        <MoneyField name="max_amount" label={t.authority.maxAmount} required />
        {source ? <span /> : <NumberField name="levels" label={t.authority.levels} min={0} max={3} hint={t.authority.levelsHint} />}
        <DateField name="valid_from" label={t.authority.validFrom} required />
        <DateField name="valid_to" label={t.authority.validTo} hint={t.posts.openEndHint} />
        <AreaField name="comment" label={t.changes.comment} />
      </FieldGrid>
    </FormDrawer>
  );
}
