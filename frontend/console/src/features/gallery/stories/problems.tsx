import { Problem } from '@credit/api';
import { ProblemAlert } from '@credit/ui';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '错误提示', en: 'Problems' };
export const about: Words = {
  zh: '服务器的每个拒绝都是问题文档，由 ProblemAlert 显示：可恢复的（被他人修改、系统忙）为黄色，其余为红色；系统故障时给出可复制的问题编号。',
  en: 'Every refusal of the server is a problem document and shown by ProblemAlert: yellow where waiting or reloading helps, red otherwise; a fault bears a number to quote.',
};
export const props: readonly PropNote[] = [
  { name: 'problem', type: 'Problem | null', note: { zh: '没有则不显示', en: 'Without one nothing is shown' } },
  { name: 'shownFields', type: 'ReadonlySet<string>', note: { zh: '已在表单项下显示的字段，不再重复', en: 'Fields that show their faults themselves' } },
  { name: 'onRetry', type: '() => void', note: { zh: '有则显示“重试”', en: 'Shows a button to try again' } },
];

export default function Problems() {
  const say = useSay();
  const refused = new Problem({
    status: 422,
    code: 'platform.invalid',
    title: say({ zh: '提交的内容有误', en: 'The input is not valid' }),
    errors: [{ field: 'amount', code: 'too_high', message: say({ zh: '金额不能高于 300,000 元', en: 'The amount may be 300,000 at most' }) }],
  });
  const stale = new Problem({ status: 412, code: 'platform.stale_edit', title: '' });
  const fault = new Problem({ status: 500, code: 'client.unreadable_answer', title: '', correlationId: '5f0c2f1e-94d1' });
  const offline = new Problem({ status: 0, code: 'client.network', title: '', correlationId: '5f0c2f1e-94d2' });
  return (
    <>
      <Example id="refused" title={{ zh: '业务拒绝', en: 'A refusal' }}><ProblemAlert problem={refused} /></Example>
      <Example id="stale" title={{ zh: '已被他人修改', en: 'Changed by somebody else' }}><ProblemAlert problem={stale} onRetry={() => undefined} /></Example>
      <Example id="fault" title={{ zh: '系统故障', en: 'A fault' }}><ProblemAlert problem={fault} onRetry={() => undefined} /></Example>
      <Example id="offline" title={{ zh: '网络中断', en: 'No network' }}><ProblemAlert problem={offline} onRetry={() => undefined} /></Example>
    </>
  );
}
