import { useState } from 'react';
import { Button } from 'antd';
import { ErrorPage, FoundList, NoticePanel, type FoundGroup, type NoticeShown } from '@credit/ui';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '外壳：搜索、消息、错误页', en: 'Shell: search, notices, error pages' };
export const about: Words = {
  zh: '全局搜索的结果按种类分组，方向键选择、回车打开；消息只有本人可见；错误页说明发生了什么、怎么办、报修时提供什么编号。',
  en: 'Results of the search stand by kind; arrow keys choose, Enter opens. Notices are one’s own. Error pages say what happened, what to do and what to quote.',
};
export const props: readonly PropNote[] = [
  { name: 'FoundList groups', type: 'FoundGroup[]', note: { zh: '按种类分组的记录', en: 'Records by kind' } },
  { name: 'NoticePanel notices', type: 'NoticeShown[] | undefined', note: { zh: '未取得时显示加载中', en: 'Shows that it waits when there are none yet' } },
  { name: 'ErrorPage correlationId', type: 'string', note: { zh: '可复制的问题编号', en: 'The reference to quote, with a button that copies it' } },
];

const nothing = () => undefined;

export default function ShellStory() {
  const say = useSay();
  const [active, setActive] = useState(0);
  const groups: FoundGroup[] = [
    {
      kind: 'customers.customer',
      name_zh: '客户',
      name_en: 'Customers',
      more: false,
      rows: [{ kind: 'customers.customer', number: 'CU202600000012', title: say({ zh: '岑巧云', en: 'Cen Qiaoyun' }), detail: '520111********0018 · 138****0001', state: 'ACTIVE', path: '/customers/12' }],
    },
    {
      kind: 'loans.loan',
      name_zh: '借据',
      name_en: 'Loans',
      more: true,
      rows: [{ kind: 'loans.loan', number: 'JJ202600000031', title: say({ zh: '岑巧云', en: 'Cen Qiaoyun' }), detail: '50,000.00', state: 'NORMAL', path: '/loans/31' }],
    },
  ];
  const notice = (id: number, urgent: boolean, read: boolean, words: Words): NoticeShown => ({
    id,
    kind: 'sample',
    kind_name_zh: '示例',
    kind_name_en: 'Sample',
    is_urgent: urgent,
    title_zh: words.zh,
    title_en: words.en,
    path: '',
    created_at: '2026-03-02T09:30:00+08:00',
    read_at: read ? '2026-03-02T09:40:00+08:00' : null,
  });
  const notices = [
    notice(2, true, false, { zh: '出账 CZ202600000008(岑**)失败:账户已冻结', en: 'Drawdown CZ202600000008 (岑**) failed: the account is frozen' }),
    notice(1, false, true, { zh: '业务申请 SQ202600000006(岑**)已审批通过', en: 'Application SQ202600000006 (岑**) was approved' }),
  ];
  return (
    <>
      <Example id="found" title={{ zh: '搜索结果', en: 'Results of the search' }}>
        <FoundList groups={groups} states={{ 'customers.customer': 'customerStatus', 'loans.loan': 'loanStatus' }} active={active} listId="story-found" onPick={nothing} onPoint={setActive} />
      </Example>
      <Example id="notices" title={{ zh: '消息', en: 'Notices' }}>
        <NoticePanel notices={notices} show="all" onShow={nothing} onOpen={nothing} onRead={nothing} onReadAll={nothing} onMore={nothing} />
      </Example>
      <Example id="error" title={{ zh: '错误页', en: 'An error page' }}>
        <ErrorPage
          code="500"
          title={say({ zh: '页面出错', en: 'This page failed' })}
          body={say({ zh: '此页面出现了意外错误，未能显示。', en: 'Something unforeseen happened, and this page cannot be shown.' })}
          hints={[say({ zh: '可先重试；其他页面不受影响。', en: 'Try again first. Other pages still work.' })]}
          correlationId="5f0c2f1e-94d1"
          actions={<Button>{say({ zh: '重试', en: 'Try again' })}</Button>}
        />
      </Example>
    </>
  );
}
