import type { ReactNode } from 'react';
import { Descriptions } from 'antd';

export interface Fact {
  label: string;
  value: ReactNode;
  span?: number;
}

/** Label and value pairs in even columns. */
export function Facts({ items, columns = 3 }: { items: readonly (Fact | false | null)[]; columns?: number }) {
  return (
    <Descriptions
      className="kit-facts"
      size="small"
      column={columns}
      colon={false}
      items={items
        .filter((item): item is Fact => Boolean(item))
        .map((item) => ({
          key: item.label,
          label: item.label,
          // the content cell is a flex box: one child keeps words and spaces as written
          children: <div>{item.value === null || item.value === undefined || item.value === '' ? '—' : item.value}</div>,
          span: item.span ?? 1,
        }))}
    />
  );
}

export interface Figure {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: 'danger' | 'success';
}

/** The few figures that answer "what is this" at a glance. */
export function Figures({ items }: { items: readonly Figure[] }) {
  return (
    <dl className="kit-figures">
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd className={item.tone ? `kit-${item.tone}` : ''}>{item.value}</dd>
          {item.note && <dd className="kit-muted">{item.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
