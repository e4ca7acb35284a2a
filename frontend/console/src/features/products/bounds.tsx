import type { ProductBounds } from '@credit/api';
import { compareDecimal, formatMoney, formatPoints } from '@credit/domain';
import { Facts, Labels, type Fact, type Values } from '@credit/ui';
import { useText } from '../../text';
import type { Text } from '../../text/zh';

export function amountRange(t: Text, bounds: ProductBounds): string {
  return t.u.range(formatMoney(bounds.amount_min), formatMoney(bounds.amount_max));
}
export function termRange(t: Text, bounds: ProductBounds): string {
  return t.u.months(`${bounds.term_months_min}–${bounds.term_months_max}`);
}
export function pointRange(t: Text, bounds: ProductBounds): string {
  return t.u.range(formatPoints(bounds.bp_min), formatPoints(bounds.bp_max));
}

export function BoundsFacts({ bounds, extra = [], columns = 2 }: { bounds: ProductBounds; extra?: Fact[]; columns?: number }) {
  const t = useText();
  return (
    <Facts
      columns={columns}
      items={[
        { label: t.f.amountRange, value: <span className="kit-figure kit-money">{amountRange(t, bounds)}</span> },
        { label: t.f.termRange, value: termRange(t, bounds) },
        { label: t.f.bpRange, value: pointRange(t, bounds) },
        { label: t.f.methods, value: <Labels of="method" codes={bounds.methods} /> },
        { label: t.f.guaranteeMode, value: <Labels of="guaranteeMode" codes={bounds.guarantee_modes} /> },
        { label: t.f.customerKinds, value: <Labels of="customerKind" codes={bounds.customer_kinds} /> },
        ...(bounds.lpr_tenors ? [{ label: t.f.lprTenors, value: <Labels of="lprTenor" codes={bounds.lpr_tenors} /> }] : []),
        ...(bounds.reprices ? [{ label: t.f.reprices, value: <Labels of="reprice" codes={bounds.reprices} /> }] : []),
        ...extra,
      ]}
    />
  );
}

/** Faults that need no server: a lower bound above its upper bound. */
export function crossedBounds(values: Values): string[] {
  const crossed: string[] = [];
  const { amount_min: low, amount_max: high } = values;
  if (low && high && compareDecimal(String(low), String(high)) > 0) crossed.push('amount_max');
  if (Number(values.term_months_min) > Number(values.term_months_max)) crossed.push('term_months_max');
  if (Number(values.bp_min) > Number(values.bp_max)) crossed.push('bp_max');
  return crossed;
}
