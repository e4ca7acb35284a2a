/** Fields of texts, numbers, amounts, choices and records. */
import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { compareDecimal, formatMoney, formatRate, isDecimal } from '@credit/domain';
import { useKitText } from '../locale';
import { useDictionary } from './dictionary';
import { useFace } from './face';
import { Field, check, type FieldProps } from './Field';
import { LookupInput, MoneyInput, RateInput, type LookupProps } from './inputs';

export function TextField({ maxLength = 60, unit, ...field }: FieldProps & { maxLength?: number; unit?: string }) {
  return (
    <Field field={field}>
      <Input
        maxLength={maxLength}
        autoComplete="off"
        disabled={field.disabled ?? false}
        placeholder={field.placeholder ?? ''}
        {...(unit ? { suffix: <span className="kit-unit">{unit}</span> } : {})}
      />
    </Field>
  );
}

export function AreaField({ rows = 3, maxLength = 500, ...field }: FieldProps & { rows?: number; maxLength?: number }) {
  return (
    <Field field={{ wide: true, ...field }}>
      <Input.TextArea rows={rows} maxLength={maxLength} showCount disabled={field.disabled ?? false} placeholder={field.placeholder ?? ''} />
    </Field>
  );
}

/** Why a value will not do here; null when it will. */
type Refuse = (value: string) => string | null;

export interface Option {
  value: string | number;
  label: string;
}

export function SelectField({ options, multiple, loading, ...field }: FieldProps & {
  options: Option[];
  multiple?: boolean;
  loading?: boolean;
}) {
  const labelOf = (value: unknown) => options.find((option) => option.value === value)?.label ?? String(value);
  const text = useKitText();
  return (
    <Field field={field} choice show={(value) => (Array.isArray(value) ? value.map(labelOf).join(text.form.comma) : labelOf(value))}>
      <Select
        options={options}
        disabled={field.disabled ?? false}
        loading={loading ?? false}
        allowClear={!field.required}
        showSearch={{ optionFilterProp: 'label' }}
        {...(field.placeholder ? { placeholder: field.placeholder } : {})}
        {...(multiple ? { mode: 'multiple' as const } : {})}
      />
    </Field>
  );
}

/** A choice from a dictionary that people keep; `kept` is what the record has already, though it may have ended. */
export function DictionaryField({ dictionary, kept, ...field }: FieldProps & { dictionary: string; kept?: string | undefined }) {
  const words = useDictionary(dictionary);
  return <SelectField {...field} options={words.options(kept)} loading={words.loading} />;
}

/** Whole numbers with their unit: 期, 天, BP. */
export function NumberField({ min, max, unit, refuse, ...field }: FieldProps & { min?: number; max?: number; unit?: string; refuse?: Refuse }) {
  return (
    <Field field={field} rules={refuse ? [check(refuse)] : []} show={(value) => (unit ? `${value} ${unit}` : String(value))}>
      <InputNumber
        precision={0}
        style={{ width: '100%' }}
        disabled={field.disabled ?? false}
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        {...(unit ? { suffix: <span className="kit-unit">{unit}</span> } : {})}
        {...(field.placeholder ? { placeholder: field.placeholder } : {})}
      />
    </Field>
  );
}

/** A decimal string all the way; thousands while reading, the amount in words below. */
export function MoneyField({ allowZero, words, refuse, ...field }: FieldProps & { allowZero?: boolean; words?: boolean; refuse?: Refuse }) {
  const text = useKitText();
  const rule = check((value) => {
    if (!isDecimal(value)) return text.amountFormat;
    return !allowZero && compareDecimal(value, '0') <= 0 ? text.amountPositive : (refuse?.(value) ?? null);
  });
  return (
    <Field field={field} rules={[rule]} show={(value) => formatMoney(String(value))}>
      <MoneyInput disabled={field.disabled ?? false} words={words ?? true} {...(field.placeholder ? { placeholder: field.placeholder } : {})} />
    </Field>
  );
}

export function RateField(field: FieldProps) {
  return (
    <Field field={field} show={(value) => formatRate(String(value))}>
      <RateInput disabled={field.disabled ?? false} />
    </Field>
  );
}

export function CheckField(field: FieldProps) {
  const text = useKitText();
  useFace(field.name, field.label, (value) => (value ? text.form.yes : text.form.no));
  return (
    <Form.Item name={field.name} valuePropName="checked" className={field.wide ? 'kit-wide' : ''} extra={field.hint}>
      <Checkbox disabled={field.disabled ?? false}>{field.label}</Checkbox>
    </Form.Item>
  );
}

export function LookupField<Row>({ lookup, ...field }: FieldProps & {
  lookup: Omit<LookupProps<Row>, 'id' | 'value' | 'onChange' | 'disabled' | 'placeholder'> & {
    onPick?: (row: Row | null) => void;
  };
}) {
  const { onPick, ...rest } = lookup;
  return (
    <Field field={field} choice>
      <PickingLookup {...rest} onPick={onPick} disabled={field.disabled ?? false} />
    </Field>
  );
}

function PickingLookup<Row>({ onPick, onChange, ...rest }: LookupProps<Row> & { onPick: ((row: Row | null) => void) | undefined }) {
  return (
    <LookupInput<Row>
      {...rest}
      onChange={(value, row) => {
        onChange?.(value, row);
        onPick?.(row);
      }}
    />
  );
}
