import type { Page, ParameterRow } from '@credit/api';
import { formatDate } from '@credit/domain';
import { Panel, PlainTable, ProblemAlert, useGet, type Column } from '@credit/ui';
import { useText } from '../../text';
import { ListPage } from '../shared/ListPage';
import { LevelTag } from './LevelTag';
import { useParameterWords } from './words';

export function ParameterList() {
  const t = useText();
  const words = useParameterWords();
  const query = useGet<Page<ParameterRow>>('/parameters', { page_size: 200 });
  const rows = [...(query.data?.results ?? [])].sort((a, b) => a.group.localeCompare(b.group, 'zh') || a.code.localeCompare(b.code));
  /** What is scheduled: another value, or the same under other bounds or a lock. */
  const scheduled = ({ current, next, next_on, ...row }: ParameterRow): string => {
    if (!next || !next_on) return '—';
    const what =
      next.value !== current.value
        ? words.value(row, next.value)
        : next.bank_may_change
          ? words.range(row, next.minimum, next.maximum)
          : t.parameters.locked;
    return t.parameters.nextFrom(what, formatDate(next_on));
  };
  const columns: Column<ParameterRow>[] = [
    {
      key: 'group',
      title: t.parameters.group,
      render: (row, index) => (rows[index - 1]?.group === row.group ? '' : <strong>{words.group(row)}</strong>),
    },
    {
      key: 'name',
      title: t.parameters.parameter,
      render: (row) => (
        <>
          {words.name(row)}
          <div className="kit-muted">{row.code}</div>
        </>
      ),
    },
    { key: 'value', title: t.parameters.current, render: (row) => <strong className="kit-figure">{words.value(row, row.current.value)}</strong> },
    { key: 'level', title: t.parameters.level, render: (row) => <LevelTag level={row.current.level} /> },
    { key: 'since', title: t.parameters.since, render: (row) => formatDate(row.current.valid_from) },
    {
      key: 'range',
      title: t.parameters.range,
      wrap: true,
      render: (row) => (row.current.bank_may_change ? words.range(row, row.current.minimum, row.current.maximum) : t.parameters.locked),
    },
    { key: 'next', title: t.parameters.next, wrap: true, render: scheduled },
  ];
  return (
    <ListPage title={t.parameters.title} group={t.menu.settings}>
      <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />
      <Panel flush>
        <PlainTable
          rows={rows}
          columns={columns}
          rowKey="code"
          label={t.parameters.title}
          loading={query.isPending}
          openPath={(row) => `/parameters/${row.code}`}
        />
      </Panel>
    </ListPage>
  );
}
