/** Input controls for antd's Form: each takes `value` and `onChange` with a plain string. */
import { useState } from 'react';
import { Input, Select, type InputProps } from 'antd';
import {
  formatMoney,
  groupAsTyped,
  groupMobileNo,
  idNoFacts,
  isDecimal,
  labelOf,
  normalizeIdNo,
  percentToFraction,
  plainMobileNo,
  fractionToPercent,
  toChineseAmount,
  upgradeIdNo,
} from '@credit/domain';
import { useGet } from '../api';
import { useKitText, useLocale } from '../locale';
import { useRegions } from './regions';
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
          const full = isDecimal(plain) ? formatMoney(plain).replaceAll(',', '') : plain;
          // passing through changes nothing: the form is not touched by it
          if (full !== plain) onChange?.(full);
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
  const regions = useRegions(facts !== null);
  const place = facts && value ? regions?.names(upgradeIdNo(value)).join('') : '';
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
          {[labelOf('gender', facts.gender, locale), facts.birthOn, place].filter(Boolean).join(' · ')}
        </div>
      )}
    </>
  );
}

/** Three, four and four digits while reading; digits only in the form. */
export function PhoneInput({ value, onChange, ...rest }: Controlled & Omit<Pass, keyof Controlled>) {
  return (
    <Input
      {...rest}
      className="kit-id-input"
      inputMode="tel"
      maxLength={16}
      autoComplete="off"
      value={groupMobileNo(value ?? '')}
      onChange={(event) => onChange?.(plainMobileNo(event.target.value))}
    />
  );
}

export interface LookupProps<Row> {
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
  const [picked, setPicked] = useState<{ value: number | string; label: string } | null>(null);
  const isListed = value != null && options.some((option) => option.value === value);
  const known = picked && picked.value === value ? picked.label : initialLabel;
  // set from outside (a draft): the record itself says how it is called
  const one = useGet<Row>(`${resource}/${value}`, {}, { enabled: value != null && !isListed && !known });
  const label = known ?? (one.data ? optionOf(one.data).label : undefined);
  const chosenIsMissing = value != null && label && !isListed;
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
      options={chosenIsMissing ? [{ value, label, row: null as Row | null }, ...options] : options}
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
        setPicked(chosen?.row && next != null ? { value: next, label: optionOf(chosen.row).label } : null);
        onChange?.(next ?? null, chosen?.row ?? null);
      }}
    />
  );
}
