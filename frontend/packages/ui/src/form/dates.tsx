/** Dates as "YYYY-MM-DD", never a date object; a day that may not be chosen says why. */
import { useState } from 'react';
import { DatePicker, type DatePickerProps } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { CalendarDay } from '@credit/api';
import { useGet } from '../api';
import { useKitText } from '../locale';
import { Field, check, type FieldProps } from './Field';
import './form.css';

export interface DayLimits {
  /** The first and the last day that may be chosen. */
  min?: string | null | undefined;
  max?: string | null | undefined;
  /** Only days on which banks work. */
  workdays?: boolean;
}

interface DayWords {
  tooEarly: (day: string) => string;
  tooLate: (day: string) => string;
  weekend: string;
  holiday: (name: string) => string;
}

const ISO = 'YYYY-MM-DD';

/** Why the day may not be chosen; null when it may. */
export function dayRefusal(day: string, limits: DayLimits, exceptions: ReadonlyMap<string, CalendarDay>, words: DayWords): string | null {
  if (limits.min && day < limits.min) return words.tooEarly(limits.min);
  if (limits.max && day > limits.max) return words.tooLate(limits.max);
  if (!limits.workdays) return null;
  const exception = exceptions.get(day);
  if (exception) return exception.is_working ? null : words.holiday(exception.name);
  return [0, 6].includes(dayjs(day).day()) ? words.weekend : null;
}

function useRefusal(limits: DayLimits, open: boolean): (day: string) => string | null {
  const text = useKitText();
  const year = dayjs().year();
  const calendar = useGet<CalendarDay[]>(
    '/calendar',
    { since: `${year}-01-01`, until: `${year + 1}-12-31` },
    { enabled: open && (limits.workdays ?? false) },
  );
  const exceptions = new Map((calendar.data ?? []).map((day) => [day.day, day]));
  return (day) => dayRefusal(day, limits, exceptions, text.form);
}

/** What both pickers have in common: refused days with their reason as the title. */
function refusing(refusal: (day: string) => string | null): Pick<DatePickerProps, 'disabledDate' | 'cellRender'> {
  return {
    disabledDate: (day: Dayjs) => refusal(day.format(ISO)) !== null,
    cellRender: (current, info) => {
      if (info.type !== 'date' || typeof current !== 'object') return info.originNode;
      const why = refusal(current.format(ISO));
      return why ? <span title={why} className="kit-day-off">{info.originNode}</span> : info.originNode;
    },
  };
}

export function DateField({ min, max, workdays, ...field }: FieldProps & DayLimits) {
  const [open, setOpen] = useState(false);
  const refusal = useRefusal({ min, max, workdays: workdays ?? false }, open);
  return (
    <Field
      field={field}
      choice
      rules={[check(refusal)]}
      normalize={(value: Dayjs | null) => value?.format(ISO) ?? null}
      valueProps={(value: string | null | undefined) => ({ value: value ? dayjs(value) : null })}
    >
      <DatePicker style={{ width: '100%' }} disabled={field.disabled ?? false} onOpenChange={setOpen} {...refusing(refusal)} />
    </Field>
  );
}

/** Holds ["YYYY-MM-DD", "YYYY-MM-DD"]. */
export function DateRangeField({ min, max, workdays, ...field }: FieldProps & DayLimits) {
  const [open, setOpen] = useState(false);
  const text = useKitText();
  const refusal = useRefusal({ min, max, workdays: workdays ?? false }, open);
  return (
    <Field
      field={field}
      choice
      normalize={(value: [Dayjs | null, Dayjs | null] | null) => value?.map((day) => day?.format(ISO) ?? null) ?? null}
      valueProps={(value: [string, string] | null | undefined) => ({ value: value ? value.map((day) => dayjs(day)) : null })}
      show={(value: string[]) => value.join(text.form.until)}
    >
      <DatePicker.RangePicker style={{ width: '100%' }} disabled={field.disabled ?? false} onOpenChange={setOpen} {...refusing(refusal)} />
    </Field>
  );
}
