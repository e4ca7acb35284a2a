/** What a form holds, and its way to and from the API. */
import type { FormInstance } from 'antd';
import type { Problem } from '@credit/api';

export type Values = Record<string, any>;
/** "amount", or the way into a nested object: ["investigation", "summary"]. */
export type FieldName = string | string[];

export const pathOf = (name: FieldName): string[] => (typeof name === 'string' ? [name] : name);
export const keyOf = (name: FieldName): string => pathOf(name).join('.');

/** "investigation.summary" and "members[0].name" as antd writes them. */
export function fieldPath(field: string): (string | number)[] {
  return field
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Nested objects as one level of "a.b" keys; lists stay whole. */
export function flatten(values: Values, prefix = ''): Values {
  return Object.fromEntries(
    Object.entries(values ?? {}).flatMap(([key, value]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(flatten(value as Values, `${prefix}${key}.`))
        : [[`${prefix}${key}`, value] as [string, unknown]],
    ),
  );
}

/** Puts the server's faults at the fields that are on screen, with the cursor in the first; answers which it placed. */
export function placeFaults(form: FormInstance, problem: Problem | null): Set<string> {
  const placed = new Set<string>();
  if (!problem) return placed;
  const onScreen = form.getFieldsError().map((field) => field.name.join('.'));
  const known = new Set([...Object.keys(flatten(form.getFieldsValue(true))), ...onScreen]);
  const byField = new Map<string, string[]>();
  for (const fault of problem.errors) {
    if (!known.has(fault.field)) continue;
    placed.add(fault.field);
    byField.set(fault.field, [...(byField.get(fault.field) ?? []), fault.message]);
  }
  form.setFields([...byField].map(([field, errors]) => ({ name: fieldPath(field) as never, errors })));
  const first = [...placed][0];
  if (first) showField(form, fieldPath(first));
  return placed;
}

export function showField(form: FormInstance, name: (string | number)[]): void {
  form.scrollToField(name as never, { block: 'center', focus: true });
}

/** Trim texts; leave out what was left empty unless the form says that empty means "none". */
export function cleaned(values: Values, emptyAsNull = false): Values {
  const result: Values = {};
  for (const [key, value] of Object.entries(values)) {
    const text: unknown = typeof value === 'string' ? value.trim() : value;
    if (text === undefined || text === '' || text === null) {
      if (emptyAsNull) result[key] = null;
    } else if (typeof text === 'object' && !Array.isArray(text)) {
      result[key] = cleaned(text as Values, emptyAsNull);
    } else {
      result[key] = text;
    }
  }
  return result;
}
