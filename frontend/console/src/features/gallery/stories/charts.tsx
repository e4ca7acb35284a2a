import { Chart, type ChartSpec } from '@credit/ui';
import { Problem } from '@credit/api';
import { ScheduleChart } from '../../shared/ScheduleChart';
import { Example, useSay, type PropNote, type Words } from '../story';
import { SCHEDULE } from './schedule';

export const title: Words = { zh: '图表', en: 'Charts' };
export const about: Words = {
  zh: '人们想看走势和大小而不是读数时用图；每张图都有同样数据的表，可切换、可复制，读屏软件读的也是表。构成不超过一个整体时才用环形图。',
  en: 'Where people would rather look than read. Each has a table of the same figures: to switch to, to copy, and to be read aloud. A donut only for the parts of one whole.',
};
export const props: readonly PropNote[] = [
  { name: 'kind', type: 'bars | stacked | lines | mixed | ranking | donut', note: { zh: '图形', en: 'What is drawn' } },
  { name: 'rows, name, category', type: 'Row[], (row) => string, string', note: { zh: '行、行名、行名的列标题', en: 'Rows, their names, and what the names are' } },
  { name: 'series', type: 'Series<Row>[]', note: { zh: '数列：unit 为 money 时轴为万元；own 用右轴', en: 'Values: with unit money the axis counts in ten thousand; own takes the right axis' } },
  { name: 'loading, problem, onRetry', type: 'boolean, Problem, () => void', note: { zh: '读取中、失败、重试', en: 'While reading, when it failed, to try again' } },
  { name: 'openPath', type: '(row) => string', note: { zh: '点击一行打开的页面；表中为链接', en: 'The page behind a row; a link in the table' } },
  { name: 'withoutTable', type: 'boolean', note: { zh: '旁边已有同样数据的表', en: 'The same figures stand in a table beside it' } },
];

interface Sample {
  name: string;
  normal: string;
  overdue: string;
  count: number;
}

export default function Charts() {
  const say = useSay();
  const rows: Sample[] = [
    { name: say({ zh: '城关支行', en: 'Town branch' }), normal: '12850000.00', overdue: '350000.00', count: 214 },
    { name: say({ zh: '河东支行', en: 'East branch' }), normal: '9340000.00', overdue: '120500.00', count: 187 },
    { name: say({ zh: '新场分理处', en: 'Market office' }), normal: '4125300.00', overdue: '0.00', count: 96 },
    { name: say({ zh: '白云镇支行', en: 'Baiyun branch' }), normal: '7761000.00', overdue: '690000.00', count: 143 },
  ];
  const spec: Omit<ChartSpec<Sample>, 'kind' | 'series'> = {
    title: say({ zh: '各机构贷款余额', en: 'Loan balance by branch' }),
    category: say({ zh: '机构', en: 'branch' }),
    name: (row) => row.name,
    rows,
  };
  const normal = { key: 'normal', label: say({ zh: '正常余额', en: 'Normal' }), unit: 'money' as const, value: (row: Sample) => row.normal };
  const overdue = { key: 'overdue', label: say({ zh: '逾期余额', en: 'Overdue' }), unit: 'money' as const, value: (row: Sample) => row.overdue, tone: 'danger' as const };
  const count = { key: 'count', label: say({ zh: '笔数', en: 'Loans' }), value: (row: Sample) => row.count };
  return (
    <>
      <Example id="bars" title={{ zh: '柱形', en: 'Bars' }}><Chart {...spec} kind="bars" series={[count]} /></Example>
      <Example id="stacked" title={{ zh: '堆叠柱形', en: 'Stacked bars' }}><Chart {...spec} kind="stacked" series={[normal, overdue]} /></Example>
      <Example id="lines" title={{ zh: '折线', en: 'Lines' }}><Chart {...spec} kind="lines" series={[normal, overdue]} /></Example>
      <Example id="mixed" title={{ zh: '柱形与折线', en: 'Bars and lines' }}><Chart {...spec} kind="mixed" series={[normal, overdue, { ...count, line: true, own: true }]} /></Example>
      <Example id="ranking" title={{ zh: '排名', en: 'A ranking' }}><Chart {...spec} kind="ranking" series={[normal]} openPath={() => '/dev/components?story=charts'} /></Example>
      <Example id="donut" title={{ zh: '环形', en: 'A donut' }}><Chart {...spec} kind="donut" series={[normal]} /></Example>
      <Example id="schedule" title={{ zh: '还款计划', en: 'A schedule' }} note={{ zh: '已还期次颜色较浅', en: 'What is paid is pale' }}><ScheduleChart rows={SCHEDULE} /></Example>
      <Example id="empty" title={{ zh: '无数据、读取中、失败', en: 'Empty, reading, failed' }}>
        <Chart {...spec} rows={[]} kind="bars" series={[count]} />
        <Chart {...spec} rows={[]} kind="bars" series={[count]} loading />
        <Chart {...spec} rows={[]} kind="bars" series={[count]} problem={new Problem({ status: 0, code: 'client.network', title: '' })} onRetry={() => undefined} />
      </Example>
    </>
  );
}
