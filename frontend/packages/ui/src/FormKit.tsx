import { useEffect, useRef, useState, type ReactNode } from 'react';
import { App, Button, Checkbox, DatePicker, Drawer, Form, Input, InputNumber, Modal, Select, type FormInstance } from 'antd';
import dayjs from 'dayjs';
import type { Problem } from '@credit/api';
import { compareDecimal, idNoFault, isDecimal, isMobileNo } from '@credit/domain';
import { useCommand, type Command } from './api';
import { IdNumberInput, LookupInput, MoneyInput, RateInput } from './inputs';
import { useKitText } from './locale';
import { ProblemAlert } from './ProblemAlert';

export type Values = Record<string, any>;
type FieldName = string | string[];

/** "investigation.summary" and "members[0].name" as antd writes them. */
export function fieldPath(field: string): (string | number)[] {
  return field
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Puts the server's faults at the fields that are on screen; answers which ones it placed. */
export function placeFaults(form: FormInstance, problem: Problem | null): Set<string> {
  const placed = new Set<string>();
  if (!problem) return placed;
  const known = new Set(Object.keys(flatten(form.getFieldsValue(true))).concat(registered(form)));
  const byField = new Map<string, string[]>();
  for (const fault of problem.errors) {
    if (!known.has(fault.field)) continue;
    placed.add(fault.field);
    byField.set(fault.field, [...(byField.get(fault.field) ?? []), fault.message]);
  }
  form.setFields([...byField].map(([field, errors]) => ({ name: fieldPath(field) as never, errors })));
  const first = [...placed][0];
  if (first) form.scrollToField(fieldPath(first) as never, { block: 'center' });
  return placed;
}

function registered(form: FormInstance): string[] {
  return form.getFieldsError().map((field) => field.name.join('.'));
}

function flatten(values: Values, prefix = ''): Values {
  return Object.fromEntries(
    Object.entries(values ?? {}).flatMap(([key, value]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(flatten(value as Values, `${prefix}${key}.`))
        : [[`${prefix}${key}`, value] as [string, unknown]],
    ),
  );
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

interface FormBoxProps<Answer> {
  open: boolean;
  title: string;
  /** Unique on the page: it prefixes the ids that labels point at. */
  name: string;
  onClose: () => void;
  /** Sends the command; what it answers goes to `onDone`. */
  send: (command: Command, values: Values) => Promise<Answer | undefined>;
  onDone?: (answer: Answer) => void;
  initialValues?: Values;
  submitLabel?: string;
  danger?: boolean;
  width?: number;
  children: ReactNode;
  onValuesChange?: (changed: Values, all: Values) => void;
  /** Rendered above the fields, given the problem of the last try (stale edits, say). */
  problemAction?: (problem: Problem) => { label: string; run: () => void } | null;
  doneMessage?: string | false;
  form?: FormInstance;
}

function useFormBox<Answer>(props: FormBoxProps<Answer>) {
  const text = useKitText();
  const { message, modal } = App.useApp();
  const [ownForm] = Form.useForm();
  const form = props.form ?? ownForm;
  const command = useCommand();
  const body = useRef<HTMLDivElement>(null);
  const [placed, setPlaced] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setPlaced(placeFaults(form, command.problem)), [form, command.problem]);
  const { open, initialValues } = props;
  useEffect(() => {
    if (!open) return undefined;
    command.clear();
    form.resetFields();
    if (initialValues) form.setFieldsValue(initialValues);
    const timer = setTimeout(() => {
      body.current?.querySelector<HTMLElement>('input:not([disabled]), textarea:not([disabled])')?.focus();
    }, 60);
    return () => clearTimeout(timer);
    // only opening resets the form; a refetch behind it must not
  }, [open]);

  async function submit() {
    if (command.busy) return;
    let values: Values;
    try {
      values = await form.validateFields();
    } catch {
      return; // the fields show why
    }
    const answer = await props.send(command, values);
    if (answer === undefined) return;
    if (props.doneMessage !== false) void message.success(props.doneMessage ?? text.done);
    props.onClose();
    props.onDone?.(answer);
  }

  function close() {
    if (!form.isFieldsTouched()) {
      props.onClose();
      return;
    }
    modal.confirm({
      title: text.unsavedTitle,
      content: text.unsavedBody,
      okText: text.leave,
      okButtonProps: { danger: true },
      cancelText: text.stay,
      onOk: props.onClose,
    });
  }

  const action = command.problem && props.problemAction?.(command.problem);
  const content = (
    <div
      ref={body}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
      }}
    >
      <ProblemAlert
        problem={command.problem}
        shownFields={placed}
        {...(action ? { onRetry: action.run, retryLabel: action.label } : {})}
      />
      <Form
        form={form}
        name={props.name}
        layout="vertical"
        size="medium"
        requiredMark
        scrollToFirstError={{ block: 'center' }}
        onFinish={() => void submit()}
        {...(props.onValuesChange ? { onValuesChange: props.onValuesChange } : {})}
        {...(initialValues ? { initialValues } : {})}
      >
        {props.children}
        {/* Enter in a single-line field submits */}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Form>
    </div>
  );
  const buttons = (
    <div className="kit-form-buttons">
      <Button size="medium" onClick={close}>
        {text.cancel}
      </Button>
      <Button size="medium" type="primary" danger={props.danger ?? false} loading={command.busy} onClick={() => void submit()}>
        {props.submitLabel ?? text.submit}
      </Button>
    </div>
  );
  return { content, buttons, close };
}

export function FormDrawer<Answer>(props: FormBoxProps<Answer>) {
  const { content, buttons, close } = useFormBox(props);
  return (
    <Drawer
      title={props.title}
      open={props.open}
      onClose={close}
      size={props.width ?? 560}
      footer={buttons}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {content}
    </Drawer>
  );
}

export function FormModal<Answer>(props: FormBoxProps<Answer>) {
  const { content, buttons, close } = useFormBox(props);
  return (
    <Modal
      title={props.title}
      open={props.open}
      onCancel={close}
      width={props.width ?? 480}
      footer={buttons}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {content}
    </Modal>
  );
}

/** Two fields side by side; a `wide` child takes the whole row. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className="kit-fields">{children}</div>;
}

/* fields */

interface FieldProps {
  name: FieldName;
  label: string;
  required?: boolean;
  hint?: ReactNode;
  disabled?: boolean;
  wide?: boolean;
  placeholder?: string;
}

interface Rule {
  validateTrigger?: string;
  validator: (rule: unknown, value: any) => Promise<void>;
}

function Field({ field, rules = [], valuePropName, children, choice, normalize, valueProps }: {
  field: FieldProps;
  rules?: Rule[];
  valuePropName?: string;
  children: ReactNode;
  choice?: boolean;
  normalize?: (value: any) => any;
  valueProps?: (value: any) => Record<string, unknown>;
}) {
  const text = useKitText();
  // a validator of our own: antd's `required` beside any other key takes every value for a text
  const required: Rule[] = field.required
    ? [{ validateTrigger: 'onChange', validator: filled(choice ? text.requiredChoice(field.label) : text.required(field.label)) }]
    : [];
  return (
    <Form.Item
      name={field.name}
      label={field.label}
      required={field.required ?? false}
      rules={[...required, ...rules]}
      extra={field.hint}
      className={field.wide ? 'kit-wide' : ''}
      validateTrigger={['onBlur', 'onChange']}
      validateFirst
      {...(valuePropName ? { valuePropName } : {})}
      {...(normalize ? { normalize } : {})}
      {...(valueProps ? { getValueProps: valueProps } : {})}
    >
      {children}
    </Form.Item>
  );
}

const filled = (message: string) => (_: unknown, value: unknown) => {
  const empty = value == null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
  return empty ? Promise.reject(new Error(message)) : Promise.resolve();
};

/** Told when the field is left, so nobody is corrected in the middle of a number. */
const check = (test: (value: string) => string | null): Rule => ({
  validateTrigger: 'onBlur',
  validator: (_, value) => {
    const fault = value == null || value === '' ? null : test(String(value));
    return fault ? Promise.reject(new Error(fault)) : Promise.resolve();
  },
});

export function TextField({ maxLength = 60, mobile, ...field }: FieldProps & { maxLength?: number; mobile?: boolean }) {
  const text = useKitText();
  const rules = mobile ? [check((value) => (isMobileNo(value) ? null : text.mobileFormat))] : [];
  return (
    <Field field={field} rules={rules}>
      <Input maxLength={maxLength} autoComplete="off" disabled={field.disabled ?? false} placeholder={field.placeholder ?? ''} />
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

export function SelectField({ options, multiple, loading, ...field }: FieldProps & {
  options: { value: string | number; label: string }[];
  multiple?: boolean;
  loading?: boolean;
}) {
  return (
    <Field field={field} choice>
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

export function NumberField({ min, max, suffix, ...field }: FieldProps & { min?: number; max?: number; suffix?: string }) {
  return (
    <Field field={field}>
      <InputNumber
        precision={0}
        style={{ width: '100%' }}
        disabled={field.disabled ?? false}
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        {...(suffix ? { suffix } : {})}
        {...(field.placeholder ? { placeholder: field.placeholder } : {})}
      />
    </Field>
  );
}

export function MoneyField({ allowZero, words, ...field }: FieldProps & { allowZero?: boolean; words?: boolean }) {
  const text = useKitText();
  const rule = check((value) => {
    if (!isDecimal(value)) return text.amountFormat;
    return !allowZero && compareDecimal(value, '0') <= 0 ? text.amountPositive : null;
  });
  return (
    <Field field={field} rules={[rule]}>
      <MoneyInput disabled={field.disabled ?? false} words={words ?? true} />
    </Field>
  );
}

export function RateField(field: FieldProps) {
  return (
    <Field field={field}>
      <RateInput disabled={field.disabled ?? false} />
    </Field>
  );
}

export function IdNoField(field: FieldProps) {
  const text = useKitText();
  const words = { format: text.idNoFormat, birth: text.idNoBirth, checksum: text.idNoChecksum };
  const rule = check((value) => {
    const fault = idNoFault(value);
    return fault ? words[fault] : null;
  });
  return (
    <Field field={field} rules={[rule]}>
      <IdNumberInput disabled={field.disabled ?? false} />
    </Field>
  );
}

/** Holds "YYYY-MM-DD", not a date object. */
export function DateField(field: FieldProps) {
  return (
    <Field
      field={field}
      choice
      normalize={(value: dayjs.Dayjs | null) => value?.format('YYYY-MM-DD') ?? null}
      valueProps={(value: string | null | undefined) => ({ value: value ? dayjs(value) : null })}
    >
      <DatePicker style={{ width: '100%' }} disabled={field.disabled ?? false} />
    </Field>
  );
}

export function CheckField(field: FieldProps) {
  return (
    <Form.Item name={field.name} valuePropName="checked" className={field.wide ? 'kit-wide' : ''} extra={field.hint}>
      <Checkbox disabled={field.disabled ?? false}>{field.label}</Checkbox>
    </Form.Item>
  );
}

export function LookupField<Row>({ lookup, ...field }: FieldProps & {
  lookup: Omit<Parameters<typeof LookupInput<Row>>[0], 'id' | 'value' | 'onChange' | 'disabled' | 'placeholder'> & {
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

function PickingLookup<Row>({ onPick, onChange, ...rest }: Parameters<typeof LookupInput<Row>>[0] & {
  onPick: ((row: Row | null) => void) | undefined;
}) {
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
