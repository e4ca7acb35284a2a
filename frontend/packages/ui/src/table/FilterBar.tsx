import { Suspense, lazy, useEffect, useState, type ReactNode } from 'react';
import { Button, Input, Select } from 'antd';
import { useKitText } from '../locale';
import type { SearchParams } from './url-state';

export interface FilterSpec {
  name: string;
  label: string;
  /** A `range` of instants begins at `name` and ends before `endName`. */
  kind: 'select' | 'date' | 'text' | 'range';
  endName?: string;
  options?: { value: string; label: string }[];
  width?: number;
}

/** A calendar weighs as much as a table: it comes with the lists that ask for dates. */
const DateFilter = lazy(() => import('./DateFilters').then((module) => ({ default: module.DateFilter })));
const RangeFilter = lazy(() => import('./DateFilters').then((module) => ({ default: module.RangeFilter })));
export const DATE_WIDTH = 130;
export const RANGE_WIDTH = 320;

/** Keeps the place of a field that is on its way. */
function Later({ filter, children }: { filter: FilterSpec; children: ReactNode }) {
  const width = filter.width ?? (filter.kind === 'range' ? RANGE_WIDTH : DATE_WIDTH);
  return <Suspense fallback={<span style={{ display: 'inline-block', width, height: 24 }} />}>{children}</Suspense>;
}

interface Props {
  filters: readonly FilterSpec[];
  values: SearchParams;
  q: string;
  searchHint?: string | undefined;
  onChange: (change: { q?: string; filters?: SearchParams }) => void;
}

export function FilterBar({ filters, values, q, searchHint, onChange }: Props) {
  const text = useKitText();
  const [draft, setDraft] = useState(q);
  useEffect(() => setDraft(q), [q]);
  const put = (name: string, value: string | undefined) => onChange({ filters: { ...values, [name]: value ?? '' } });
  const dirty = q !== '' || Object.values(values).some(Boolean);
  return (
    <div className="kit-filters" role="search">
      {searchHint && (
        <Input.Search
          aria-label={text.search}
          data-table-search=""
          placeholder={searchHint}
          allowClear
          value={draft}
          style={{ width: 240 }}
          onChange={(event) => {
            setDraft(event.target.value);
            if (event.target.value === '' && q !== '') onChange({ q: '' });
          }}
          onSearch={(value) => onChange({ q: value.trim() })}
        />
      )}
      {filters.map((filter) =>
        filter.kind === 'select' ? (
          <Select
            key={filter.name}
            aria-label={filter.label}
            placeholder={filter.label}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: filter.width ?? 130 }}
            options={filter.options ?? []}
            value={values[filter.name] || null}
            onChange={(value: string | null) => put(filter.name, value ?? '')}
          />
        ) : filter.kind === 'text' ? (
          <TextFilter key={filter.name} filter={filter} value={values[filter.name] ?? ''} onChange={(value) => put(filter.name, value)} />
        ) : filter.kind === 'range' ? (
          <Later key={filter.name} filter={filter}>
            <RangeFilter filter={filter} values={values} onChange={(part) => onChange({ filters: { ...values, ...part } })} />
          </Later>
        ) : (
          <Later key={filter.name} filter={filter}>
            <DateFilter filter={filter} value={values[filter.name] ?? ''} onChange={(value) => put(filter.name, value)} />
          </Later>
        ),
      )}
      {dirty && (
        <Button type="link" onClick={() => onChange({ q: '', filters: {} })}>
          {text.clearFilters}
        </Button>
      )}
    </div>
  );
}

/** Sought when the person presses enter or leaves the field, as a whole. */
function TextFilter({ filter, value, onChange }: { filter: FilterSpec; value: string; onChange: (value: string) => void }) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const seek = () => draft.trim() !== value && onChange(draft.trim());
  return (
    <Input
      aria-label={filter.label}
      placeholder={filter.label}
      allowClear
      style={{ width: filter.width ?? 130 }}
      value={draft}
      onChange={(event) => {
        setDraft(event.target.value);
        if (event.target.value === '' && value !== '') onChange('');
      }}
      onPressEnter={seek}
      onBlur={seek}
    />
  );
}
