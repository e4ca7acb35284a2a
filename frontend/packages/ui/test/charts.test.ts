import { describe, expect, test } from 'vitest';
import { drawnOrder, optionOf, type ChartTheme } from '../src/charts/option';
import { axisLabel } from '../src/charts/format';
import { tableOf, tabSeparated } from '../src/charts/table';
import type { ChartSpec } from '../src/charts/types';
import { kitZh } from '../src/text/zh';

interface Branch {
  name: string;
  balance: string;
  loans: number;
}

const rows: Branch[] = [
  { name: '河东支行', balance: '9340000.50', loans: 187 },
  { name: '城关支行', balance: '12850000.00', loans: 214 },
];
const balance = { key: 'balance', label: '余额', unit: 'money' as const, value: (row: Branch) => row.balance };
const loans = { key: 'loans', label: '笔数', value: (row: Branch) => row.loans };
const spec = (part: Partial<ChartSpec<Branch>>): ChartSpec<Branch> => ({
  kind: 'bars', title: '各机构余额', category: '机构', name: (row) => row.name, rows, series: [balance], ...part,
});
const theme: ChartTheme = { palette: ['#111', '#222'], danger: '#f00', ink: '#000', soft: '#555', line: '#ddd', ground: '#fff', font: 'sans-serif' };
const option = (part: Partial<ChartSpec<Branch>>) =>
  // what is read here is what the page hands to ECharts
  optionOf(spec(part), theme, kitZh.charts, false) as any;

describe('the table of a chart', () => {
  test('has the figures of the drawing as people read them, with their sums', () => {
    expect(tableOf(spec({ series: [balance, loans] }), '合计', 'zh-CN')).toEqual({
      heads: ['机构', '余额', '笔数'],
      lines: [['河东支行', '9,340,000.50', '187'], ['城关支行', '12,850,000.00', '214']],
      totals: ['合计', '22,190,000.50', '401'],
    });
  });

  test('has no sums where they say nothing, and is copied cell by cell', () => {
    const table = tableOf(spec({ kind: 'lines', rows: [{ ...rows[0]!, name: 'a\tb', balance: '' }] }), '合计', 'zh-CN');
    expect(table.totals).toBeNull();
    expect(tabSeparated(table)).toBe('机构\t余额\na b\t');
  });
});

describe('the drawing', () => {
  test('counts amounts in ten thousand as soon as the largest has that size', () => {
    expect(option({}).yAxis.name).toBe('万元');
    expect(option({}).yAxis.axisLabel.formatter(12_500_000)).toBe('1,250');
    expect(option({ rows: [{ ...rows[0]!, balance: '9999.00' }] }).yAxis.name).toBe('元');
    expect(axisLabel(0.1 + 0.2, 'count', false)).toBe('0.3');
  });

  test('stacks bars on each other, and gives a line of its own size its own scale', () => {
    const mixed = option({ kind: 'mixed', series: [balance, { ...loans, line: true, own: true }] });
    expect(mixed.series.map((one: { type: string; stack?: string }) => [one.type, one.stack])).toEqual([['bar', 'all'], ['line', undefined]]);
    expect(mixed.series[1].yAxisIndex).toBe(1);
    expect(mixed.yAxis[0].name).toBe('万元');
    expect(mixed.yAxis[1].name).toBe('');
  });

  test('of a ranking begins with the largest and shows no more than asked', () => {
    expect(drawnOrder(spec({ kind: 'ranking' })).map((row) => row.name)).toEqual(['城关支行', '河东支行']);
    expect(option({ kind: 'ranking', most: 1 }).yAxis.data).toEqual(['城关支行']);
  });

  test('of a donut gathers small parts, and the whole stays the whole', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `${index}`, balance: `${100 - index}.00`, loans: 1 }));
    const parts = option({ kind: 'donut', rows: many }).series[0].data;
    expect(parts.map((part: { name: string }) => part.name)).toEqual(['0', '1', '2', '3', '4', '5', '其他']);
    expect(parts.reduce((sum: number, part: { value: number }) => sum + part.value, 0)).toBe(864);
  });

  test('describes itself', () => {
    expect(option({}).aria.label.description).toContain('各机构余额');
  });
});
