import { optionsOf } from '@credit/domain';
import { DataTable, Money, PlainTable, StateTag, useLocale, type BatchAction, type Column } from '@credit/ui';
import { Server, problem, type Answers } from '../sample';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '列表', en: 'Lists' };
export const about: Words = {
  zh: '列表页用 DataTable：条件、排序和页码在网址中，列、行距和视图按人保存在服务器；页内已有的行用 PlainTable，超过 200 行时只绘制可见部分。',
  en: 'Pages of a list use DataTable: conditions, order and page live in the address, columns, density and views are kept on the server for each person. Rows that a page already holds go to PlainTable; beyond 200 only the visible ones are drawn.',
};
export const props: readonly PropNote[] = [
  { name: 'resource', type: 'string', note: { zh: '列表接口；布局和视图按它保存', en: 'The list resource, under which layout and views are kept' } },
  { name: 'list', type: 'string', note: { zh: '同一接口有两个不同列表时另起名', en: 'A name of its own where two lists share a resource' } },
  { name: 'addressKey', type: 'string', note: { zh: '同页第二个列表在网址中的前缀', en: 'Before its parameters in the address, where a page has two lists' } },
  { name: 'columns', type: 'Column[]', note: { zh: '标题、对齐、排序、合计；optional 的列默认不显示', en: 'Title, alignment, order, totals; an optional one is shown on request' } },
  { name: 'batchActions', type: 'BatchAction[]', note: { zh: '勾选后逐条办理，每条有结果', en: 'Done to each ticked row, with a result of its own' } },
  { name: 'exportable', type: 'boolean', note: { zh: '提供导出', en: 'May be taken out as a file' } },
];

interface Loan {
  id: number;
  loan_no: string;
  customer: string;
  state: 'ACTIVE' | 'OVERDUE' | 'SETTLED';
  principal: string;
  balance: string;
}

const NAMES = ['罗国华', '张秀珍', '王德富', '石建军', '杨光明', '吴桂英', '潘老岩', '龙吉兰'];
const STATES = ['ACTIVE', 'ACTIVE', 'OVERDUE', 'SETTLED'] as const;

/** The same rows at each visit, so that pictures of the page can be compared. */
const loans = (count: number): Loan[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    loan_no: `JJ2026${String(index + 1).padStart(6, '0')}`,
    customer: NAMES[index % NAMES.length]!,
    state: STATES[index % STATES.length]!,
    principal: `${((index * 37) % 190) * 1000 + 10000}.00`,
    balance: `${((index * 37) % 190) * 640 + 5000}.50`,
  }));

const FEW = loans(23);
const MANY = loans(10_000);
const KEPT = { list_id: 'gallery-loans', columns: [], density: 'COMPACT', views: [], default_view_id: null, may_share: false };

const withLists = (answers: Answers): Answers => ({
  '/lists/gallery-loans': KEPT,
  '/lists/gallery-loans/layout': () => new Response(null, { status: 204 }),
  ...answers,
});

function found(query: URLSearchParams) {
  const rows = FEW.filter((row) => row.customer.includes(query.get('q') ?? '') && row.state.includes(query.get('state') ?? ''));
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size') ?? 50)];
  return { count: rows.length, page, page_size: size, results: rows.slice((page - 1) * size, page * size) };
}

const LISTED = withLists({
  '/gallery-loans': found,
  ...Object.fromEntries(
    FEW.map(({ id }) => [
      `/gallery-loans/${id}/remind`,
      () => (id % 4 === 3 ? problem(409, 'platform.wrong_state', '当前状态不能执行此操作', '该借据今日已提醒') : {}),
    ]),
  ),
});
const LOADING = withLists({ '/gallery-loans': () => new Promise(() => undefined) });
const EMPTY = withLists({ '/gallery-loans': { count: 0, page: 1, page_size: 50, results: [] } });
const BROKEN = withLists({ '/gallery-loans': () => problem(503, 'platform.database_unavailable', '数据库暂不可用,请稍后重试') });

function useColumns(): Column<Loan>[] {
  const say = useSay();
  return [
    { key: 'loan_no', title: say({ zh: '借据号', en: 'Loan' }), sortable: true },
    { key: 'customer', title: say({ zh: '客户', en: 'Customer' }) },
    { key: 'state', title: say({ zh: '状态', en: 'State' }), render: (row) => <StateTag of="loanStatus" code={row.state} /> },
    { key: 'principal', title: say({ zh: '本金', en: 'Principal' }), align: 'right', render: (row) => <Money value={row.principal} />, total: (row) => row.principal },
    { key: 'balance', title: say({ zh: '余额', en: 'Balance' }), align: 'right', render: (row) => <Money value={row.balance} />, total: (row) => row.balance },
  ];
}

function Loans({ answers, label, addressKey, batchActions = [] }: { answers: Answers; label: string; addressKey?: string; batchActions?: readonly BatchAction<Loan>[] }) {
  const say = useSay();
  const { locale } = useLocale();
  const columns = useColumns();
  return (
    <Server answers={answers}>
      <DataTable<Loan>
        resource="/gallery-loans"
        {...(addressKey ? { addressKey } : {})}
        label={label}
        rowKey="id"
        columns={columns}
        searchHint={say({ zh: '客户姓名', en: 'Name of the customer' })}
        filters={[{ name: 'state', label: say({ zh: '状态', en: 'State' }), kind: 'select', options: optionsOf('loanStatus', locale) }]}
        rowName={(row) => `${row.loan_no} ${row.customer}`}
        batchActions={batchActions}
      />
    </Server>
  );
}

export default function Lists() {
  const say = useSay();
  const columns = useColumns();
  const label = say(title);
  const remind: BatchAction<Loan> = {
    key: 'remind',
    label: say({ zh: '提醒', en: 'Remind' }),
    allowed: (row) => row.state !== 'SETTLED',
    confirm: (count) => ({ title: say({ zh: `提醒 ${count} 笔借据的借款人？`, en: `Remind the borrowers of ${count} loans?` }) }),
    send: (api, row, key) => api.post(`/gallery-loans/${row.id}/remind`, {}, { key }),
  };
  return (
    <>
      <Example
        id="list"
        title={{ zh: '列表与批量办理', en: 'A list with a batch' }}
        note={{ zh: '勾选后在下缘办理；每四笔有一笔被拒绝。按 ? 查看快捷键。', en: 'What is ticked is done from the lower edge; every fourth is refused. Press ? for the keys.' }}
      >
        <Loans answers={LISTED} label={label} batchActions={[remind]} />
      </Example>
      <Example id="loading" title={{ zh: '首次加载', en: 'Loading for the first time' }}><Loans addressKey="loading" answers={LOADING} label={label} /></Example>
      <Example id="empty" title={{ zh: '没有记录', en: 'Nothing found' }}><Loans addressKey="empty" answers={EMPTY} label={label} /></Example>
      <Example id="error" title={{ zh: '读取失败', en: 'It cannot be read' }}><Loans addressKey="broken" answers={BROKEN} label={label} /></Example>
      <Example id="long" title={{ zh: '一万行', en: 'Ten thousand rows' }}>
        <PlainTable label={label} rows={MANY} rowKey="id" columns={columns} maxHeight={320} />
      </Example>
    </>
  );
}
