import { useEffect, useState } from 'react';
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useKitText } from './locale';
import type { SearchParams } from './url-state';

export interface FilterSpec {
  name: string;
  label: string;
  kind: 'select' | 'date';
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
          placeholder={searchHint}
          allowClear
          value={draft}
          style={{ width: 260 }}
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
