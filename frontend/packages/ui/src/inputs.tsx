/** Input controls for antd's Form: each takes `value` and `onChange` with a plain string. */
import { useState } from 'react';
import { Input, Select, type InputProps } from 'antd';
import {
  formatMoney,
  groupAsTyped,
  idNoFacts,
  isDecimal,
  labelOf,
  normalizeIdNo,
  percentToFraction,
  fractionToPercent,
  toChineseAmount,
} from '@credit/domain';
import { useGet } from './api';
import { useKitText, useLocale } from './locale';
import type { Page, Query } from '@credit/api';

interface Controlled {
  id?: string;
  value?: string | null;
  onChange?: (value: string) => void;
  disabled?: boolean;
  placeholder?: string;
}
type Pass = Omit<InputProps, 'value' | 'onChange' | 'id'>;

const AMOUNT_TYPED = /^-?\d*(\.\d{0,2})?$/;

/** Yuan with thousands while typing and the amount in words below. */
export function MoneyInput({ value, onChange, words = true, ...rest }: Controlled & { words?: boolean } & Omit<Pass, keyof Controlled>) {
  const text = useKitText();
  const { locale } = useLocale();
  const plain = value ?? '';
  const inWords = locale === 'zh-CN' && words && isDecimal(plain) ? toChineseAmount(plain) : '';
  return (
    <>
      <Input
        {...rest}
        className="kit-money-input"
        inputMode="decimal"
        autoComplete="off"
        suffix={text.yuan}
        value={groupAsTyped(plain)}
        onChange={(event) => {
          const typed = event.target.value.replace(/[,，\s]/g, '').replace('。', '.');
          if (AMOUNT_TYPED.test(typed)) onChange?.(typed);
        }}
        onBlur={() => {
          if (isDecimal(plain)) onChange?.(formatMoney(plain).replaceAll(',', ''));
        }}
      />
      {inWords && <div className="kit-hint">{inWords}</div>}
    </>
  );
}

/** Shows per cent, holds a fraction: "4.35" on screen is "0.043500" in the form. */
export function RateInput({ value, onChange, ...rest }: Controlled & Omit<Pass, keyof Controlled>) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value && isDecimal(value) ? fractionToPercent(value) : '');
  return (
    <Input
      {...rest}
      className="kit-money-input"
      inputMode="decimal"
      autoComplete="off"
      suffix="%"
      value={shown}
      onChange={(event) => {
        const next = event.target.value.trim();
        if (!/^\d*(\.\d{0,4})?$/.test(next)) return;
        setTyped(next);
        onChange?.(isDecimal(next) ? percentToFraction(next) : '');
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

export function IdNumberInput({ value, onChange, ...rest }: Controlled & Omit<Pass, keyof Controlled>) {
  const { locale } = useLocale();
  const facts = value ? idNoFacts(value) : null;
  return (
    <>
      <Input
        {...rest}
        className="kit-id-input"
        maxLength={18}
        autoComplete="off"
        value={value ?? ''}
        onChange={(event) => onChange?.(normalizeIdNo(event.target.value))}
      />
      {facts && (
        <div className="kit-hint">
          {labelOf('gender', facts.gender, locale)} · {facts.birthOn}
        </div>
      )}
    </>
  );
}

interface LookupProps<Row> {
  id?: string;
  value?: number | string | null;
  onChange?: (value: number | string | null, row: Row | null) => void;
  resource: string;
  fixed?: Query;
  optionOf: (row: Row) => { value: number | string; label: string; hint?: string };
  /** What to show for a value that was set before any search. */
  initialLabel?: string;
  disabled?: boolean;
  placeholder?: string;
}

/** Choose one record by typing: the server searches. */
export function LookupInput<Row>({ value, onChange, resource, fixed, optionOf, initialLabel, ...rest }: LookupProps<Row>) {
  const text = useKitText();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const found = useGet<Page<Row>>(
    resource,
    { q: typed, page_size: 20, ...fixed },
    { enabled: open, keepPrevious: true },
  );
  const rows = found.data?.results ?? [];
  const options = rows.map((row) => ({ ...optionOf(row), row }));
  const chosenIsMissing = value != null && initialLabel && !options.some((option) => option.value === value);
  return (
    <Select
      {...rest}
      showSearch={{ filterOption: false, onSearch: setTyped, searchValue: typed }}
      allowClear
      placeholder={rest.placeholder ?? text.lookupHint}
      loading={found.isFetching}
      notFoundContent={found.isFetching ? text.loading : text.noMatch}
      onOpenChange={setOpen}
      value={value ?? null}
      options={chosenIsMissing ? [{ value, label: initialLabel, row: null as Row | null }, ...options] : options}
      optionRender={({ data }) => {
        const { label, hint } = data as { label: string; hint?: string };
        return (
          <div className="kit-option">
            <span>{label}</span>
            {hint && <span className="kit-muted">{hint}</span>}
          </div>
        );
      }}
      onChange={(next, option) => {
        const chosen = (Array.isArray(option) ? option[0] : option) as { row: Row | null } | undefined;
        onChange?.(next ?? null, chosen?.row ?? null);
      }}
    />
  );
}
