import { useMemo } from 'react';
import type { ExportRow, Session } from '@credit/api';
import { ExportButton, ExportTray, SessionProvider } from '@credit/ui';
import { Server, problem } from '../sample';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '列表导出', en: 'Exports of lists' };
export const about: Words = {
  zh: '列表的「导出」按钮与页头的「我的导出」。文件由后台生成；没有导出权限的人看不到。',
  en: 'The button of a list and the tray in the head. A worker makes the file; who may not export sees neither.',
};
export const props: readonly PropNote[] = [
  { name: 'resource', type: 'string', note: { zh: '列表接口的路径', en: 'The path of the list' } },
  { name: 'query', type: 'Query', note: { zh: '当前条件与排序，不含分页', en: 'Conditions and order of now, without the page' } },
  { name: 'columns', type: '{ key, title }[]', note: { zh: '当前显示的列，按显示顺序', en: 'The columns as shown, in their order' } },
  { name: 'total', type: 'number', note: { zh: '符合条件的行数', en: 'Rows under these conditions' } },
];

const job = (id: number, part: Partial<ExportRow>): ExportRow => ({
  id,
  number: `DC2026030200000${id}`,
  resource: 'loans',
  title: '借据',
  conditions: [{ name: '状态', value: '正常' }],
  column_titles: ['借据号', '客户'],
  format: 'XLSX',
  state: 'DONE',
  rows_done: 1286,
  rows_total: 1286,
  size: 184_320,
  sha256: '',
  error_code: '',
  error: '',
  downloads: 0,
  created_at: '2026-03-02T09:30:00+08:00',
  started_at: null,
  finished_at: null,
  expires_at: '2026-03-09T09:30:00+08:00',
  ...part,
});

const EXPORTS = [
  job(4, { state: 'RUNNING', rows_done: 84_000, rows_total: 200_000, size: null }),
  job(3, { downloads: 2 }),
  job(2, { state: 'FAILED', error: '符合条件的记录超过 200,000 行，请缩小条件后分次导出' }),
  job(1, { state: 'EXPIRED', format: 'CSV' }),
];
const PERSON = { actions: ['desk.export'] } as unknown as Session;

export default function Exports() {
  const say = useSay();
  const answers = useMemo(
    () => ({
      '/exports': (_: URLSearchParams, body: unknown) => (body ? job(5, { state: 'QUEUED', rows_done: 0 }) : EXPORTS),
      '/exports/columns': [{ key: 'loan_no' }, { key: 'customer' }, { key: 'drawn' }],
    }),
    [],
  );
  const refusing = useMemo(
    () => ({
      '/exports': () => problem(429, 'desk.export_quota', say({ zh: '今日导出已达 30 次，请明日再试', en: 'You have exported 30 times today: try again tomorrow' })),
      '/exports/columns': [{ key: 'loan_no' }],
    }),
    [say],
  );
  const columns = [
    { key: 'loan_no', title: say({ zh: '借据号', en: 'Loan number' }) },
    { key: 'customer', title: say({ zh: '客户', en: 'Customer' }) },
    { key: 'drawn', title: say({ zh: '借款金额', en: 'Amount' }) },
    { key: 'due', title: say({ zh: '当前应还', en: 'Due now' }) },
  ];
  const button = <ExportButton list="loans" resource="/loans" query={{ status: 'ACTIVE' }} columns={columns} total={1286} />;
  return (
    <SessionProvider session={PERSON}>
      <Example id="button" title={{ zh: '按钮与对话框', en: 'Button and dialog' }} note={{ zh: '页面自行计算的列不能导出', en: 'A column that the page works out cannot be exported' }}>
        <Server answers={answers}>{button}</Server>
      </Example>
      <Example id="refused" title={{ zh: '超过每日次数', en: 'Beyond the quota' }}>
        <Server answers={refusing}>{button}</Server>
      </Example>
      <Example id="tray" title={{ zh: '我的导出', en: 'My exports' }}>
        <Server answers={answers}><ExportTray /></Server>
      </Example>
    </SessionProvider>
  );
}
