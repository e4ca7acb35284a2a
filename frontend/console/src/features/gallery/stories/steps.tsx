import { StepBar } from '../../shared/StepBar';
import { Example, type PropNote, type Words } from '../story';

export const title: Words = { zh: '步骤进度', en: 'Progress in steps' };
export const about: Words = {
  zh: '由若干步骤组成的任务（日终、开通行社）进行到第几步。',
  en: 'How far a job of named steps has come: a night, the onboarding of a bank.',
};
export const props: readonly PropNote[] = [
  { name: 'done, total', type: 'number', note: { zh: '已完成与全部步骤数', en: 'Steps done, and all of them' } },
  { name: 'state', type: 'string', note: { zh: 'FAILED 为红色，DONE 为绿色', en: 'FAILED is red, DONE is green' } },
];

export default function Steps() {
  return (
    <>
      <Example id="running" title={{ zh: '进行中', en: 'Running' }}><StepBar done={3} total={8} state="RUNNING" /></Example>
      <Example id="failed" title={{ zh: '失败', en: 'Failed' }}><StepBar done={5} total={8} state="FAILED" /></Example>
      <Example id="done" title={{ zh: '完成', en: 'Done' }}><StepBar done={8} total={8} state="DONE" /></Example>
    </>
  );
}
