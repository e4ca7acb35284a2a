import { Go, Label, Labels, Masked, Money, PlainTable, Rate, StateTag, useLocale } from '@credit/ui';
import { dictionaries, formatCount, formatDate, formatMinute, formatPoints, formatSeconds } from '@credit/domain';
import { Server } from '../sample';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '数值与标签', en: 'Values and labels' };
export const about: Words = {
  zh: '金额、利率、日期、代码一律用这些组件或函数显示，页面不自行拼接格式。金额为十进制字符串，不经过浮点数。',
  en: 'Amounts, rates, dates and codes are shown by these alone; no page formats by itself. Amounts are decimal strings and never pass through a float.',
};
export const props: readonly PropNote[] = [
  { name: 'Money value', type: 'string | null', note: { zh: '十进制字符串，空值显示为“—”；负数为红色', en: 'A decimal string; nothing is shown as a dash, a negative amount in red' } },
  { name: 'Money strong', type: 'boolean', note: { zh: '加粗，用于合计', en: 'Bold, for totals' } },
  { name: 'Rate value', type: 'string | null', note: { zh: '小数形式的年利率，显示为百分数', en: 'A fraction of one, shown in per cent' } },
  { name: 'StateTag of, code', type: 'DictionaryName, string', note: { zh: '字典名与代码，颜色由字典给出', en: 'Dictionary and code; the dictionary gives the colour' } },
  { name: 'Masked path', type: 'string', note: { zh: '查看明文的接口；没有则不能查看', en: 'Where the clear value is asked for; without it there is no button' } },
];

const TONES = ['PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN'];

export default function Values() {
  const say = useSay();
  const { locale } = useLocale();
  return (
    <>
      <Example id="money" title={{ zh: '金额', en: 'Money' }} note={{ zh: '列中右对齐，数字等宽', en: 'Right-aligned in columns, with figures of one width' }}>
        <PlainTable
          rows={[{ amount: '1234567.80' }, { amount: '-305.5' }, { amount: '0' }, { amount: null }]}
          columns={[
            { key: 'amount', title: say({ zh: '金额', en: 'Amount' }), align: 'right', render: (row) => <Money value={row.amount} /> },
            { key: 'strong', title: say({ zh: '加粗', en: 'Strong' }), align: 'right', render: (row) => <Money value={row.amount} strong /> },
          ]}
          rowKey={(row) => String(row.amount)}
          label={say({ zh: '金额', en: 'Money' })}
        />
      </Example>
      <Example id="rate" title={{ zh: '利率、日期与数量', en: 'Rates, dates and counts' }}>
        <div className="gallery-row kit-figure">
          <Rate value="0.043500" />
          <Rate value="0.0435125" />
          <Rate value={null} />
          <span>{formatPoints(135)}</span>
          <span>{formatDate('2026-11-24')}</span>
          <span>{formatMinute('2026-11-24T01:02:03Z')}</span>
          <span>{formatSeconds(75.3, locale)}</span>
          <span>{formatCount(1234567)}</span>
        </div>
      </Example>
      <Example id="state" title={{ zh: '状态标签', en: 'State tags' }} note={{ zh: '深浅由字典的语气决定：进行、成功、提醒、危险、普通', en: 'The tone comes from the dictionary: progress, success, warning, danger, neutral' }}>
        <div className="gallery-row">
          {TONES.map((code) => <StateTag key={code} of="changeState" code={code} />)}
          {Object.keys(dictionaries.loanStatus).map((code) => <StateTag key={code} of="loanStatus" code={code} />)}
          <StateTag of="loanStatus" code={null} />
        </div>
      </Example>
      <Example id="label" title={{ zh: '字典标签', en: 'Labels' }}>
        <div className="gallery-row">
          <span><Label of="method" code="EQUAL_INSTALMENT" /></span>
          <span><Labels of="method" codes={Object.keys(dictionaries.method).slice(0, 3)} /></span>
          <span><Labels of="method" codes={[]} /></span>
        </div>
      </Example>
      <Example id="masked" title={{ zh: '脱敏值', en: 'Masked values' }} note={{ zh: '查看明文须填写用途和原因，60 秒后恢复脱敏', en: 'The clear value wants a purpose and a reason and is hidden again after 60 seconds' }}>
        {(scheme) => (
          <Server answers={{ '/sample/reveal': { id_no: '52010219900307332X' } }}>
            <div className="gallery-row">
              <Masked value="520102********332X" label={say({ zh: '身份证号', en: 'identity number' })} field="id_no" path="/sample/reveal" key={scheme} />
              <Masked value="138****2345" label={say({ zh: '手机号', en: 'mobile number' })} field="mobile" />
              <Masked value="" label={say({ zh: '地址', en: 'address' })} field="address" />
            </div>
          </Server>
        )}
      </Example>
      <Example id="link" title={{ zh: '站内链接', en: 'Links' }} note={{ zh: '在可点击的行内使用时，不会同时打开该行', en: 'Inside a row that opens by a click, the link does not open the row as well' }}>
        <Go to="/dev/components?story=layout">{say({ zh: '页面布局', en: 'Layout of a page' })}</Go>
      </Example>
    </>
  );
}
