import { Facts, Figures, Go, Money, Rate } from '@credit/ui';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '要素与指标', en: 'Facts and figures' };
export const about: Words = {
  zh: 'Figures 放一眼要看到的几个数，Facts 放其余要素。空值显示为“—”，不满足条件的项传 false 即不出现。',
  en: 'Figures holds the few numbers to be seen at a glance, Facts the rest. Nothing is shown as a dash; an item that is false is left out.',
};
export const props: readonly PropNote[] = [
  { name: 'Facts items', type: '(Fact | false | null)[]', note: { zh: '标签、值、跨列数', en: 'Label, value, columns it spans' } },
  { name: 'Facts columns', type: 'number', note: { zh: '列数，默认 3', en: 'Columns, 3 by default' } },
  { name: 'Figures items', type: '{label, value, note?, tone?}[]', note: { zh: '不超过 7 项；tone 为 danger 或 success', en: 'No more than seven; tone is danger or success' } },
];

export default function FactsStory() {
  const say = useSay();
  return (
    <>
      <Example id="figures" title={{ zh: '指标', en: 'Figures' }}>
        <Figures
          items={[
            { label: say({ zh: '贷款余额', en: 'Outstanding' }), value: <Money value="482300.00" />, note: say({ zh: '已还 12%', en: '12% repaid' }) },
            { label: say({ zh: '年利率', en: 'Annual rate' }), value: <Rate value="0.0435" /> },
            { label: say({ zh: '当前应还', en: 'Due now' }), value: <Money value="5120.33" />, tone: 'danger' },
            { label: say({ zh: '已结清', en: 'Settled' }), value: '12', tone: 'success' },
          ]}
        />
      </Example>
      <Example id="facts" title={{ zh: '要素', en: 'Facts' }}>
        <Facts
          items={[
            { label: say({ zh: '客户', en: 'Customer' }), value: <Go to="/customers">{say({ zh: '王小明', en: 'Wang Xiaoming' })}</Go> },
            { label: say({ zh: '产品', en: 'Product' }), value: say({ zh: '惠农小额贷', en: 'Small loan for farmers' }) },
            { label: say({ zh: '结清日期', en: 'Settled on' }), value: null },
            false,
            { label: say({ zh: '贷款用途', en: 'Purpose' }), value: say({ zh: '购买化肥、种子和农机具，扩大辣椒种植面积', en: 'Fertiliser, seeds and tools for a larger field of chillies' }), span: 3 },
          ]}
        />
      </Example>
    </>
  );
}
