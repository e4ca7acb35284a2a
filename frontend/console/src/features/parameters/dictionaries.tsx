import { useState } from 'react';
import { Button } from 'antd';
import type { ChangeRow, DictionaryDetail, DictionaryItem, DictionaryRow, Page } from '@credit/api';
import { formatDate, formatMinute } from '@credit/domain';
import {
  AreaField,
  DateField,
  DetailPage,
  FieldGrid,
  FormModal,
  Go,
  NumberField,
  Panel,
  PlainTable,
  ProblemAlert,
  Tag,
  TextField,
  cleaned,
  useCan,
  useGet,
  useSession,
  type Column,
} from '@credit/ui';
import { ACTIONS } from '../../app/actions';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { useParam } from '../shared/params';
import { useParameterWords } from './words';

const LOCAL = 'L_';

export function DictionaryList() {
  const t = useText();
  const words = useParameterWords();
  const query = useGet<DictionaryRow[]>('/dictionaries');
  const columns: Column<DictionaryRow>[] = [
    { key: 'name', title: t.dictionaries.dictionary, render: (row) => words.name(row) },
    { key: 'code', title: t.dictionaries.code },
    { key: 'keeper', title: t.dictionaries.keeper, render: (row) => t.dictionaries.keepers[row.keeper] },
    { key: 'active', title: t.dictionaries.entryCount, align: 'right' },
    { key: 'ended', title: t.dictionaries.endedCount, align: 'right' },
  ];
  return (
    <ListPage title={t.dictionaries.title} group={t.menu.settings}>
      <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      <Panel flush>
        <PlainTable
          rows={query.data ?? []}
          columns={columns}
          rowKey="code"
          label={t.dictionaries.title}
          loading={query.isPending}
          openPath={(row) => `/dictionaries/${row.code}`}
        />
      </Panel>
    </ListPage>
  );
}

export function DictionaryPage() {
  const t = useText();
  const words = useParameterWords();
  const can = useCan();
  const { realm } = useSession();
  const code = useParam('code');
  const query = useGet<DictionaryDetail>(`/dictionaries/${code}`);
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<DictionaryItem | null>(null);
  const level = realm === 'province' ? 'PROVINCE' : 'BANK';
  const mayKeep = (data: DictionaryDetail) =>
    can(ACTIONS.dictionariesPropose) && (data.keeper === 'BANK' || (data.keeper === 'PROVINCE' && realm === 'province'));
  const columns = (data: DictionaryDetail): Column<DictionaryItem>[] => [
    { key: 'position', title: t.dictionaries.order, align: 'right' },
    { key: 'code', title: t.dictionaries.code },
    { key: 'name', title: t.dictionaries.name },
    { key: 'name_en', title: t.dictionaries.nameEn },
    { key: 'level', title: t.dictionaries.level, render: (row) => t.dictionaries.levels[row.level] },
    { key: 'is_active', title: t.dictionaries.state, render: (row) => <EntryState entry={row} today={data.today} /> },
    ...(data.keeper === 'FIXED'
      ? []
      : [
          { key: 'valid_from', title: t.dictionaries.from, render: (row: DictionaryItem) => formatDate(row.valid_from) },
          { key: 'ended_on', title: t.dictionaries.until, render: (row: DictionaryItem) => formatDate(row.ended_on) },
          {
            key: 'changed_by',
            title: t.dictionaries.changedBy,
            render: (row: DictionaryItem) => (row.approved_by ? `${row.proposed_by} / ${row.approved_by}` : '—'),
          },
        ]),
    ...(mayKeep(data)
      ? [
          {
            key: 'actions',
            title: '',
            render: (row: DictionaryItem) =>
              row.level === level && (row.ended_on === null || row.ended_on > data.today) ? (
                <Button size="small" onClick={() => setEnding(row)}>
                  {t.dictionaries.end}
                </Button>
              ) : null,
          },
        ]
      : []),
  ];
  return (
    <DetailPage<DictionaryDetail>
      query={query}
      crumbs={[{ title: t.menu.home, to: '/' }, { title: t.menu.settings }, { title: t.dictionaries.title, to: '/dictionaries' }]}
      title={(data) => words.name(data)}
      aside={(data) => <span className="kit-muted">{data.code}</span>}
      actions={(data) =>
        mayKeep(data) ? (
          <Button type="primary" onClick={() => setAdding(true)}>
            {realm === 'bank' ? t.dictionaries.addBank : t.dictionaries.add}
          </Button>
        ) : null
      }
    >
      {(data) => (
        <>
          {data.keeper === 'FIXED' && <p className="kit-muted">{t.dictionaries.fixedNote}</p>}
          {data.keeper === 'PROVINCE' && realm === 'bank' && <p className="kit-muted">{t.dictionaries.notYours}</p>}
          <Panel flush>
            <PlainTable rows={data.entries} columns={columns(data)} rowKey="code" label={t.dictionaries.entries} />
          </Panel>
          {can(ACTIONS.dictionariesPropose, ACTIONS.dictionariesCheck) && <Waiting dictionary={data.code} />}
          <EntryForm open={adding} dictionary={data} onClose={() => setAdding(false)} />
          <EndForm entry={ending} dictionary={data} onClose={() => setEnding(null)} />
        </>
      )}
    </DetailPage>
  );
}

function EntryState({ entry, today }: { entry: DictionaryItem; today: string }) {
  const t = useText();
  if (entry.is_active) return <Tag tone="success">{t.dictionaries.active}</Tag>;
  return entry.valid_from !== null && entry.valid_from > today ? (
    <Tag tone="progress">{t.dictionaries.scheduled}</Tag>
  ) : (
    <Tag>{t.dictionaries.ended}</Tag>
  );
}

/** What was proposed on this dictionary and waits for a second person. */
function Waiting({ dictionary }: { dictionary: string }) {
  const t = useText();
  const query = useGet<Page<ChangeRow>>('/changes', { state: 'PENDING', page_size: 200 });
  const rows = (query.data?.results ?? []).filter((row) => row.subject_no.startsWith(`${dictionary}/`));
  if (rows.length === 0) return null;
  const columns: Column<ChangeRow>[] = [
    { key: 'title', title: t.dictionaries.change, render: (row) => <Go to={`/changes/${row.id}`}>{row.title}</Go> },
    { key: 'maker_name', title: t.parameters.proposedBy },
    { key: 'made_at', title: t.dictionaries.proposedAt, render: (row) => formatMinute(row.made_at) },
  ];
  return (
    <Panel title={t.dictionaries.waiting} flush>
      <PlainTable rows={rows} columns={columns} rowKey="id" label={t.dictionaries.waiting} />
    </Panel>
  );
}

function EntryForm({ open, dictionary, onClose }: { open: boolean; dictionary: DictionaryDetail; onClose: () => void }) {
  const t = useText();
  const { realm } = useSession();
  const bank = realm === 'bank';
  return (
    <FormModal<{ id: number }>
      open={open}
      onClose={onClose}
      title={bank ? t.dictionaries.addBank : t.dictionaries.add}
      name="dictionary-entry"
      width={560}
      doneMessage={t.dictionaries.proposed}
      initialValues={{ code: bank ? LOCAL : '', position: 500, valid_from: dictionary.today }}
      send={(command, values) => command.post(`/dictionaries/${dictionary.code}/entries`, cleaned(values))}
    >
      <FieldGrid>
        <TextField name="code" label={t.dictionaries.code} required maxLength={30} hint={bank ? t.dictionaries.codeHintBank : t.dictionaries.codeHint} />
        <NumberField name="position" label={t.dictionaries.order} required min={0} max={9999} hint={t.dictionaries.orderHint} />
        <TextField name="name" label={t.dictionaries.name} required maxLength={60} />
        <TextField name="name_en" label={t.dictionaries.nameEn} required maxLength={80} />
        <DateField name="valid_from" label={t.dictionaries.from} required />
        <AreaField name="comment" label={t.dictionaries.comment} rows={2} maxLength={500} />
      </FieldGrid>
    </FormModal>
  );
}

function EndForm({ entry, dictionary, onClose }: { entry: DictionaryItem | null; dictionary: DictionaryDetail; onClose: () => void }) {
  const t = useText();
  const words = useParameterWords();
  return (
    <FormModal<{ id: number }>
      open={entry !== null}
      onClose={onClose}
      title={entry ? t.dictionaries.endTitle(words.name(entry)) : ''}
      name="dictionary-end"
      doneMessage={t.dictionaries.proposed}
      initialValues={{ ended_on: dictionary.today }}
      send={(command, values) => command.post(`/dictionaries/${dictionary.code}/end`, { code: entry?.code, ...cleaned(values) })}
    >
      <DateField name="ended_on" label={t.dictionaries.until} required hint={t.dictionaries.endHint(dictionary.today)} />
      <AreaField name="comment" label={t.dictionaries.comment} rows={2} maxLength={500} />
    </FormModal>
  );
}
