/** The frame of every field: label, help, rule, hint; and how the field is called elsewhere. */
import type { ReactNode } from 'react';
import { Form, Tooltip } from 'antd';
import { QuestionCircleOutlined } from '@ant-design/icons';
import { useKitText } from '../locale';
import { useFace } from './face';
import type { FieldName } from './values';
import './form.css';

export interface FieldProps {
  name: FieldName;
  label: string;
  required?: boolean;
  /** A sentence below the field, always there. */
  hint?: ReactNode;
  /** An explanation behind a question mark beside the label. */
  help?: ReactNode;
  disabled?: boolean;
  wide?: boolean;
  placeholder?: string;
}

export interface Rule {
  validateTrigger?: string;
  validator: (rule: unknown, value: any) => Promise<void>;
}

export function Field({ field, rules = [], valuePropName, children, choice, normalize, valueProps, show }: {
  field: FieldProps;
  rules?: Rule[];
  valuePropName?: string;
  children: ReactNode;
  choice?: boolean;
  normalize?: (value: any) => any;
  valueProps?: (value: any) => Record<string, unknown>;
  /** The value as a reader sees it. */
  show?: (value: any) => string;
}) {
  const text = useKitText();
  useFace(field.name, field.label, show);
  // a validator of our own: antd's `required` beside any other key takes every value for a text
  const required: Rule[] = field.required
    ? [{ validateTrigger: 'onChange', validator: filled(choice ? text.requiredChoice(field.label) : text.required(field.label)) }]
    : [];
  return (
    <Form.Item
      name={field.name}
      label={field.help ? <Helped label={field.label} help={field.help} /> : field.label}
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

function Helped({ label, help }: { label: string; help: ReactNode }) {
  return (
    <>
      {label}
      <Tooltip title={help}>
        <QuestionCircleOutlined className="kit-help" aria-hidden />
      </Tooltip>
    </>
  );
}

const filled = (message: string) => (_: unknown, value: unknown) => {
  const empty = value == null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
  return empty ? Promise.reject(new Error(message)) : Promise.resolve();
};

/** Told when the field is left, so nobody is corrected in the middle of a number. */
export const check = (test: (value: string) => string | null): Rule => ({
  validateTrigger: 'onBlur',
  validator: (_, value) => {
    const fault = value == null || value === '' ? null : test(String(value));
    return fault ? Promise.reject(new Error(fault)) : Promise.resolve();
  },
});
