import { useState } from 'react';
import { Button } from 'antd';
import type { LprConfirmation, LprRow, Page } from '@credit/api';
import { formatDate, formatRate, toScaled } from '@credit/domain';
import {
  AreaField,
  Can,
  DateField,
  FieldGrid,
  Figures,
  FormModal,
  Panel,
  PlainTable,
  ProblemAlert,
  Rate,
  RateField,
  cleaned,
  useGet,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';

/** Change against the row before, in basis points. */
function movement(rows: readonly LprRow[], index: number, key: 'one_year_rate' | 'five_year_rate'): string {
  const before = rows[index + 1];
  const now = rows[index];
  if (!before || !now) return '—';
  const points = (toScaled(now[key], 6) - toScaled(before[key], 6)) / 100n;
  return points === 0n ? '—' : `${points > 0n ? '+' : ''}${points} BP`;
}

export function LprPage() {
  const t = useText();
  const confirmation = useGet<LprConfirmation>('/lpr/confirm');
  const query = useGet<Page<LprRow>>('/lpr', { page_size: 200, sort: '-published_on' });
  const [form, setForm] = useState<'enter' | 'confirm' | null>(null);
  const rows = [...(query.data?.results ?? [])].sort((a, b) => b.published_on.localeCompare(a.published_on));
  const latest = rows[0];
  const columns: Column<LprRow>[] = [
    { key: 'published_on', title: t.f.publishedOn, render: (row) => formatDate(row.published_on) },
    { key: 'one_year_rate', title: t.f.oneYear, align: 'right', render: (row) => <Rate value={row.one_year_rate} /> },
    { key: 'one_change', title: t.province.change, align: 'right', render: (_, index) => movement(rows, index, 'one_year_rate') },
    { key: 'five_year_rate', title: t.f.fiveYear, align: 'right', render: (row) => <Rate value={row.five_year_rate} /> },
    { key: 'five_change', title: t.province.change, align: 'right', render: (_, index) => movement(rows, index, 'five_year_rate') },
    { key: 'note', title: t.f.note, render: (row) => row.note || '—' },
    { key: 'entered_by', title: t.f.operator, render: (row) => row.entered_by || '—' },
  ];
  return (
    <ListPage
      title={t.province.lprTitle}
      actions={
        <Can action={ACTIONS.lprManage}>
          <Button onClick={() => setForm('confirm')}>{t.province.lprConfirm}</Button>
          <Button type="primary" onClick={() => setForm('enter')}>
            {t.province.lprEnter}
          </Button>
        </Can>
      }
    >
      <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      <Figures
        items={[
          { label: t.f.oneYear, value: formatRate(latest?.one_year_rate) },
          { label: t.f.fiveYear, value: formatRate(latest?.five_year_rate) },
          { label: t.f.publishedOn, value: formatDate(latest?.published_on) },
          { label: t.province.lprConfirmThrough, value: formatDate(confirmation.data?.through_on) },
        ]}
      />
      <Panel flush>
        <PlainTable rows={rows} columns={columns} rowKey="published_on" label={t.province.lprTitle} loading={query.isPending} />
      </Panel>
      <FormModal
        open={form === 'enter'}
        onClose={() => setForm(null)}
        title={t.province.lprEnter}
        name="lpr-enter"
        send={(command, values) => command.post('/lpr', { note: '', ...cleaned(values) })}
      >
        <FieldGrid>
          <DateField name="published_on" label={t.f.publishedOn} required wide />
          <RateField name="one_year_rate" label={t.f.oneYear} required />
          <RateField name="five_year_rate" label={t.f.fiveYear} required />
          <AreaField name="note" label={t.province.lprSource} rows={2} maxLength={200} required />
        </FieldGrid>
      </FormModal>
      <FormModal
        open={form === 'confirm'}
        onClose={() => setForm(null)}
        title={t.province.lprConfirm}
        name="lpr-confirm"
        send={(command, values) => command.post('/lpr/confirm', { note: '', ...cleaned(values) })}
      >
        <DateField name="through_on" label={t.province.lprConfirmThrough} required hint={t.province.lprConfirmNote} />
        <AreaField name="note" label={t.province.lprSource} rows={2} maxLength={200} required />
      </FormModal>
    </ListPage>
  );
}
