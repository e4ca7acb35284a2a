import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { DATE_WIDTH, RANGE_WIDTH, type FilterSpec } from './FilterBar';
import type { SearchParams } from './url-state';

export function DateFilter({ filter, value, onChange }: { filter: FilterSpec; value: string; onChange: (value: string) => void }) {
  return (
    <DatePicker
      aria-label={filter.label}
      placeholder={filter.label}
      style={{ width: filter.width ?? DATE_WIDTH }}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : '')}
    />
  );
}

export function RangeFilter({ filter, values, onChange }: { filter: FilterSpec; values: SearchParams; onChange: (part: SearchParams) => void }) {
  const end = filter.endName ?? `${filter.name}_end`;
  const instant = (name: string) => (values[name] ? dayjs(values[name]) : null);
  return (
    <DatePicker.RangePicker
      aria-label={filter.label}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      allowEmpty={[true, true]}
      style={{ width: filter.width ?? RANGE_WIDTH }}
      value={[instant(filter.name), instant(end)]}
      onChange={(range) =>
        onChange({ [filter.name]: range?.[0]?.toISOString() ?? '', [end]: range?.[1]?.toISOString() ?? '' })
      }
    />
  );
}
