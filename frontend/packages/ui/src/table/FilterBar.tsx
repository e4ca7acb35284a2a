import { useEffect, useState } from 'react';
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
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
          <RangeFilter key={filter.name} filter={filter} values={values} onChange={(part) => onChange({ filters: { ...values, ...part } })} />
        ) : (
          <DatePicker
            key={filter.name}
            aria-label={filter.label}
            placeholder={filter.label}
            style={{ width: filter.width ?? 130 }}
            value={values[filter.name] ? dayjs(values[filter.name]) : null}
            onChange={(value) => put(filter.name, value ? value.format('YYYY-MM-DD') : '')}
          />
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

function RangeFilter({ filter, values, onChange }: { filter: FilterSpec; values: SearchParams; onChange: (part: SearchParams) => void }) {
  const end = filter.endName ?? `${filter.name}_end`;
  const instant = (name: string) => (values[name] ? dayjs(values[name]) : null);
  return (
    <DatePicker.RangePicker
      aria-label={filter.label}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      allowEmpty={[true, true]}
      style={{ width: filter.width ?? 320 }}
      value={[instant(filter.name), instant(end)]}
      onChange={(range) =>
        onChange({ [filter.name]: range?.[0]?.toISOString() ?? '', [end]: range?.[1]?.toISOString() ?? '' })
      }
    />
  );
}
