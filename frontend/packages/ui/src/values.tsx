import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { formatMoney, formatRate, labelOf, toneOf, type DictionaryName, type Tone } from '@credit/domain';
import { useLocale } from './locale';

export function Money({ value, strong }: { value: string | null | undefined; strong?: boolean }) {
  const negative = value?.startsWith('-');
  return (
    <span className={`kit-figure${formatMoney(value) === '—' ? '' : ' kit-money'}${strong ? ' kit-strong' : ''}${negative ? ' kit-negative' : ''}`}>
      {formatMoney(value)}
    </span>
  );
}

export function Rate({ value }: { value: string | null | undefined }) {
  return <span className="kit-figure">{formatRate(value)}</span>;
}

export function Label({ of, code }: { of: DictionaryName; code: string | null | undefined }) {
  const { locale } = useLocale();
  return <>{labelOf(of, code, locale)}</>;
}

export function Labels({ of, codes }: { of: DictionaryName; codes: readonly string[] | null | undefined }) {
  const { locale } = useLocale();
  const separator = locale === 'en' ? ', ' : '、';
  return <>{codes && codes.length > 0 ? codes.map((code) => labelOf(of, code, locale)).join(separator) : '—'}</>;
}

/** A state that no dictionary knows. */
export function Tag({ tone = 'neutral', children }: { tone?: Tone | undefined; children: ReactNode }) {
  return <span className={`kit-tag kit-tag-${tone}`}>{children}</span>;
}

export function StateTag({ of, code }: { of: DictionaryName; code: string | null | undefined }) {
  const { locale } = useLocale();
  if (!code) return <>—</>;
  return <Tag tone={toneOf(of, code)}>{labelOf(of, code, locale)}</Tag>;
}

/** A link inside the console; stops the click from also opening the row it stands in. */
export function Go({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to as never} onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
      {children}
    </Link>
  );
}
