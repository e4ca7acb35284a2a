import type { ReactNode } from 'react';
import { Tabs } from 'antd';
import { useSearchParams } from '../table/url-state';
import { usePrinting } from './print';
import './detail.css';

export interface TabSpec {
  key: string;
  label: string;
  content: ReactNode;
}

/** Tabs whose choice is kept in the address; on paper the one that is open, or all below each other. */
export function PageTabs({ tabs }: { tabs: readonly (TabSpec | false)[] }) {
  const [search, setSearch] = useSearchParams();
  const shown = tabs.filter((tab): tab is TabSpec => Boolean(tab));
  const { isWhole } = usePrinting();
  const first = shown[0]?.key ?? '';
  const active = shown.some((tab) => tab.key === search.tab) ? search.tab! : first;
  if (isWhole) {
    return shown.map((tab) => (
      <section key={tab.key} className="kit-panel">
        <div className="kit-panel-head">
          <h2>{tab.label}</h2>
        </div>
        <div className="kit-panel-body">{tab.content}</div>
      </section>
    ));
  }
  return (
    <section className="kit-panel">
      <h2 className="kit-print-only">{shown.find((tab) => tab.key === active)?.label}</h2>
      <Tabs
        className="kit-tabs"
        size="small"
        activeKey={active}
        destroyOnHidden
        onChange={(key) => {
          const { tab: _, ...rest } = search;
          setSearch(key === first ? rest : { ...rest, tab: key });
        }}
        items={shown.map((tab) => ({ key: tab.key, label: tab.label, children: tab.content }))}
      />
    </section>
  );
}
