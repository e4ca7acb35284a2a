import { Button } from 'antd';
import { PageLayout, Panel, StateTag } from '@credit/ui';
import { Example, useSay, type PropNote, type Words } from '../story';

export const title: Words = { zh: '页面布局', en: 'Layout of a page' };
export const about: Words = {
  zh: '每个页面都是 PageLayout：面包屑、标题、标题旁的状态与摘要、右侧操作；内容分在 Panel 中。列表页用 ListPage，详情页用 DetailPage，它们已包含 PageLayout。',
  en: 'Every page is a PageLayout: breadcrumb, title, state and facts beside it, actions at the right; content stands in Panels. ListPage and DetailPage have it inside.',
};
export const props: readonly PropNote[] = [
  { name: 'crumbs', type: 'Crumb[]', note: { zh: '从首页起的路径，最后一项为当前页', en: 'The way from the home page; the last is this page' } },
  { name: 'title', type: 'ReactNode', note: { zh: '页面唯一的一级标题', en: 'The only first-level heading' } },
  { name: 'aside', type: 'ReactNode', note: { zh: '标题旁的状态和短摘要', en: 'State and short facts beside the title' } },
  { name: 'actions', type: 'ReactNode', note: { zh: '右侧按钮，主要操作在最后', en: 'Buttons at the right, the main one last' } },
  { name: 'Panel flush', type: 'boolean', note: { zh: '无内边距，供表格贴边', en: 'Without inner padding, for a table' } },
];

export default function Layout() {
  const say = useSay();
  const home = { title: say({ zh: '首页', en: 'Home' }), to: '/' };
  return (
    <>
      <Example id="page" title={{ zh: '整页', en: 'A page' }}>
        <PageLayout
          crumbs={[home, { title: say({ zh: '合同管理', en: 'Contracts' }), to: '/contracts' }, { title: 'HT202611240001' }]}
          title="HT202611240001"
          aside={<><StateTag of="contractState" code="SIGNING" /><span>{say({ zh: '惠农小额贷', en: 'Small loan for farmers' })}</span></>}
          actions={
            <>
              <Button>{say({ zh: '打印', en: 'Print' })}</Button>
              <Button type="primary">{say({ zh: '签署', en: 'Sign' })}</Button>
            </>
          }
        >
          <Panel title={say({ zh: '带标题的面板', en: 'A panel with a title' })} extra={<Button type="link">{say({ zh: '全部', en: 'All' })}</Button>}>
            {say({ zh: '面板内容', en: 'Content' })}
          </Panel>
        </PageLayout>
      </Example>
      <Example id="split" title={{ zh: '左右两栏', en: 'Two columns' }} note={{ zh: 'kit-split：右栏固定宽，窄屏时上下排列；kit-halves：左右等分', en: 'kit-split: the right column is fixed and moves below on narrow screens; kit-halves: equal halves' }}>
        <div className="kit-split">
          <Panel title={say({ zh: '主要内容', en: 'Main' })}>kit-split</Panel>
          <Panel title={say({ zh: '旁栏', en: 'Aside' })}>380px</Panel>
        </div>
        <div className="kit-halves">
          <Panel>kit-halves</Panel>
          <Panel>kit-halves</Panel>
        </div>
      </Example>
    </>
  );
}
