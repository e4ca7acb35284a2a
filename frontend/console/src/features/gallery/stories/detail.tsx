import { useState } from 'react';
import { Button } from 'antd';
import {
  ActionBar,
  FieldHistory,
  RecordDrawer,
  Related,
  SideBySide,
  Facts,
  Money,
  type RelatedKind,
} from '@credit/ui';
import { Server, type Answers } from '../sample';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '详情', en: 'Details' };
export const about: Words = {
  zh: 'DetailPage 为一条记录的页面：编号、状态、允许的操作、关键指标、页签、打印。页签选择记在地址中；打印时隐去菜单，加页眉。',
  en: 'DetailPage is the page of one record: number, state, allowed actions, figures, tabs, print. The tab stands in the address; a print has a head and no menus.',
};
export const props: readonly PropNote[] = [
  { name: 'DetailPage number', type: '(data) => string', note: { zh: '标题旁可复制的编号', en: 'The number beside the title, to be copied' } },
  { name: 'DetailPage figures', type: '(data) => Figure[]', note: { zh: '标题下的关键指标', en: 'The figures below the title' } },
  { name: 'ActionBar refusal', type: 'string', note: { zh: '服务端说明的原因；按钮保留但置灰', en: 'Why the server refuses; the button stays, greyed' } },
  { name: 'FieldHistory subject', type: 'string', note: { zh: '“类型:编号”，如 customers.customer:12', en: '"type:id", as customers.customer:12' } },
  { name: 'Related items', type: 'RelatedItem[]', note: { zh: '相关业务，逐条取状态与金额', en: 'Related records, each with its state and amount' } },
  { name: 'SideBySide documents', type: 'StoredDocument[]', note: { zh: '文件与要素或两份文件并列', en: 'A document beside facts or beside another' } },
];

const picture = (text: string, colour: string) =>
  new Response(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 280"><rect width="400" height="280" fill="${colour}"/><text x="24" y="60" font-size="28" fill="#1f2933">${text}</text></svg>`,
    { headers: { 'Content-Type': 'image/svg+xml' } },
  );
const CHANGES = [
  { id: 2, at: '2026-11-24T02:10:00Z', actor_name: '李建国', action: '修改', changes: [{ field: 'occupation', label: '职业', before: '茶叶种植', after: '货运司机' }, { field: 'monthly_income', label: '月收入', before: '5,000.00', after: '9,000.00' }] },
  { id: 1, at: '2026-11-20T07:45:00Z', actor_name: '王芳', action: '修改', changes: [{ field: 'name', label: '姓名', before: '王小民', after: '王小明' }] },
];
const ANSWERS: Answers = {
  '/field-changes': { count: 2, page: 1, page_size: 20, results: CHANGES },
  '/contracts/1': { state: 'EFFECTIVE', amount: '125000.00' },
  '/loans/1': { status: 'OVERDUE', principal_outstanding: '80412.50' },
  '/sample/front': () => picture('ID card, front', '#e4f1ec'),
  '/sample/back': () => picture('ID card, back', '#fcf0dc'),
};

export default function DetailStory() {
  const say = useSay();
  const [opened, setOpened] = useState(false);
  const kind = (words: Words, path: string, rest: Partial<RelatedKind>): RelatedKind => ({ label: say(words), path, ...rest });
  const documents = [
    { key: 'front', label: say({ zh: '身份证人像面', en: 'ID card, front' }), path: '/sample/front' },
    { key: 'back', label: say({ zh: '身份证国徽面', en: 'ID card, back' }), path: '/sample/back' },
  ];
  return (
    <Server answers={ANSWERS}>
      <Example id="actions" title={{ zh: '操作', en: 'Actions' }}>
        <div className="kit-form-buttons">
          <ActionBar
            allowed={['sign']}
            actions={[
              { action: 'void', label: say({ zh: '作废', en: 'Void' }), danger: true, refusal: say({ zh: '已用信的合同不能作废', en: 'A contract in use cannot be voided' }) },
              { action: 'sign', label: say({ zh: '签署', en: 'Sign' }), primary: true, run: () => undefined },
            ]}
          />
        </div>
      </Example>
      <Example id="changes" title={{ zh: '字段变更', en: 'Field changes' }}>
        <FieldHistory subject="customers.customer:1" />
      </Example>
      <Example id="related" title={{ zh: '相关业务', en: 'Related business' }}>
        <Related
          items={[
            { kind: kind({ zh: '合同', en: 'Contract' }, '/contracts', { states: 'contractState', state: (of) => of.state, amount: (of) => of.amount }), id: 1, number: 'HT202600000001' },
            { kind: kind({ zh: '借据', en: 'Loan' }, '/loans', { states: 'loanStatus', state: (of) => of.status, amount: (of) => of.principal_outstanding }), id: 1, number: 'JJ202600000001' },
          ]}
        />
      </Example>
      <Example id="beside" title={{ zh: '并列查看', en: 'Side by side' }}>
        <SideBySide
          documents={documents}
          facts={<Facts columns={1} items={[{ label: say({ zh: '金额', en: 'Amount' }), value: <Money value="125000.00" /> }]} />}
        />
      </Example>
      <Example id="drawer" title={{ zh: '侧边详情', en: 'Drawer of a record' }}>
        <Button onClick={() => setOpened(true)}>{say({ zh: '打开', en: 'Open' })}</Button>
        <RecordDrawer open={opened} title="KH202600000001" onClose={() => setOpened(false)}>
          <Facts columns={1} items={[{ label: say({ zh: '姓名', en: 'Name' }), value: say({ zh: '王小明', en: 'Wang Xiaoming' }) }]} />
        </RecordDrawer>
      </Example>
    </Server>
  );
}
