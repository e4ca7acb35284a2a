import type { ReactNode } from 'react';
import { Button, DatePicker, Form, Select, type FormInstance } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import type { QuoteProduct } from '@credit/api';
import { formatMoney, formatRate, labelOf, optionsOf } from '@credit/domain';
import { DateField, MoneyField, MoneyInput, NumberField, RateField, RateInput, SelectField, useLocale } from '@credit/ui';
import { useText } from '../../text';
import { LINES, USED_BY, dayCountsOf, isOutside, isUsed, methodsOf, type LineName, type QuoteValues } from './terms';

interface Props {
  form: FormInstance;
  values: QuoteValues;
  products: QuoteProduct[] | undefined;
  onChange: (changed: Partial<QuoteValues>) => void;
}

export function QuoteForm({ form, values, products, onChange }: Props) {
  const t = useText();
  const { locale } = useLocale();
  const product = products?.find((row) => row.id === values.product);
  const methods = optionsOf('quoteMethod', locale, product?.methods);
  const counts = new Set(methodsOf(values).flatMap(dayCountsOf));
  return (
    <Form
      form={form}
      name="loan-quote"
      layout="vertical"
      requiredMark={false}
      initialValues={values}
      onValuesChange={onChange}
    >
      <div className="quote-fields">
        <SelectField
          name="product"
          label={t.f.product}
          placeholder={t.quote.freeTerms}
          loading={!products}
          options={(products ?? []).map((row) => ({ value: row.id, label: row.name }))}
        />
        <MoneyField
          name="principal"
          label={values.method === 'REVOLVING' ? t.quote.limit : t.f.principal}
          words={false}
          hint={product && <AmountHint value={values.principal} product={product} />}
        />
        <RateField name="annual_rate" label={t.f.annualRate} hint={product && <RateHint value={values.annual_rate} product={product} />} />
        <NumberField
          name="term_months"
          label={t.f.termMonths}
          min={1}
          max={600}
          hint={product && <TermHint value={values.term_months} product={product} />}
        />
        <SelectField name="method" label={t.f.method} required options={methods} />
        <SelectField
          name="compare"
          label={t.quote.compare}
          placeholder={t.quote.compareHint}
          options={methods.filter((option) => option.value !== values.method)}
        />
        <DateField name="start_date" label={t.quote.startDate} />
        <DateField name="maturity_date" label={t.f.maturityOn} />
        <SelectField
          name="period_months"
          label={t.f.periodMonths}
          required
          options={[1, 3, 6, 12].map((value) => ({ value, label: t.u.everyMonths(value) }))}
        />
        <NumberField name="interest_day" label={t.f.interestDay} min={1} max={31} placeholder={t.u.anniversary} />
        <SelectField
          name="day_count"
          label={t.f.dayCount}
          placeholder={t.quote.byDefault}
          options={optionsOf('dayCount', locale).filter((option) => counts.has(option.value))}
        />
        <SelectField name="first_due" label={t.quote.firstDue} placeholder={t.quote.byDefault} options={optionsOf('firstDue', locale)} />
        {isUsed('amort_term_months', values) && <NumberField name="amort_term_months" label={t.quote.amortTerm} min={1} max={600} />}
        {isUsed('grace_periods', values) && <NumberField name="grace_periods" label={t.quote.gracePeriods} min={0} max={600} />}
      </div>
      <div className="quote-lines">
        {LINES.filter((name) => isUsed(name, values)).map((name) => (
          <Lines key={name} name={name} />
        ))}
      </div>
      <Ignored values={values} />
    </Form>
  );
}

/** When two methods are compared, the one that leaves a term aside says so. */
function Ignored({ values }: { values: QuoteValues }) {
  const t = useText();
  const { locale } = useLocale();
  return methodsOf(values).map((method) => {
    const names = LINES.filter((name) => values[name]?.length && isUsed(name, values) && !USED_BY[name].includes(method));
    if (names.length === 0) return null;
    return (
      <div key={method} className="kit-muted">
        {t.quote.ignored(labelOf('quoteMethod', method, locale), names.map((name) => t.quote.lines[name]).join(locale === 'en' ? ', ' : '、'))}
      </div>
    );
  });
}

/* what the product allows */

function Bound({ range, outside, shown }: { range: string; outside: boolean; shown?: string }) {
  const t = useText();
  return outside ? <span className="kit-danger">{t.quote.outside(range)}</span> : <>{shown ?? range}</>;
}

function AmountHint({ value, product }: { value: string | null | undefined; product: QuoteProduct }) {
  const t = useText();
  return (
    <Bound
      range={t.u.range(formatMoney(product.amount_min), formatMoney(product.amount_max))}
      outside={isOutside(value, product.amount_min, product.amount_max)}
    />
  );
}

function TermHint({ value, product }: { value: number | null | undefined; product: QuoteProduct }) {
  const t = useText();
  const { term_months_min: least, term_months_max: most } = product;
  return <Bound range={t.u.range(String(least), String(most))} outside={value != null && (value < least || value > most)} />;
}

function RateHint({ value, product }: { value: string | null | undefined; product: QuoteProduct }) {
  const t = useText();
  if (product.rate_min === null || product.rate_max === null) return t.quote.noLpr;
  const range = t.u.range(formatRate(product.rate_min), formatRate(product.rate_max));
  return (
    <Bound
      range={range}
      outside={isOutside(value, product.rate_min, product.rate_max)}
      shown={t.quote.rateHint(range, formatRate(product.lpr_rate))}
    />
  );
}

/* dated lines */

const isoDate = {
  normalize: (value: dayjs.Dayjs | null) => value?.format('YYYY-MM-DD') ?? null,
  getValueProps: (value: string | null | undefined) => ({ value: value ? dayjs(value) : null }),
};

function Lines({ name }: { name: LineName }) {
  const t = useText();
  const { locale } = useLocale();
  const title = t.quote.lines[name];
  return (
    <Form.List name={name}>
      {(fields, { add, remove }) => (
        <fieldset className="quote-line-group">
          <legend>{title}</legend>
          {fields.map(({ key, name: at }, index) => {
            const label = (field: string) => t.quote.lineField(title, index + 1, field);
            const cell = (field: string, children: ReactNode, more = {}) => (
              <Form.Item name={[at, field]} {...more}>
                {children}
              </Form.Item>
            );
            const dateHint = name === 'fees' ? t.quote.feeDate : t.quote.date;
            return (
              <div key={key} className="quote-line">
                {cell('date', <DatePicker aria-label={label(t.quote.date)} placeholder={dateHint} />, isoDate)}
                {name === 'plan' && cell('principal', <MoneyInput words={false} aria-label={label(t.f.principal)} placeholder={t.f.principal} />)}
                {name === 'rate_changes' && cell('annual_rate', <RateInput aria-label={label(t.quote.newRate)} placeholder={t.quote.newRate} />)}
                {(name === 'events' || name === 'prepayments' || name === 'fees') &&
                  cell('amount', <MoneyInput words={false} aria-label={label(t.f.amount)} placeholder={t.f.amount} />)}
                {name === 'events' && cell('type', <Select aria-label={label(t.f.kind)} options={optionsOf('quoteEvent', locale)} />)}
                {name === 'prepayments' && cell('mode', <Select aria-label={label(t.quote.mode)} options={optionsOf('prepaymentMode', locale)} />)}
                <Button type="text" aria-label={t.quote.remove(title, index + 1)} icon={<DeleteOutlined aria-hidden />} onClick={() => remove(at)} />
              </div>
            );
          })}
          <Button type="link" icon={<PlusOutlined aria-hidden />} onClick={() => add(NEW_LINE[name])}>
            {t.quote.add(title)}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}

const NEW_LINE: Record<LineName, object> = {
  plan: {},
  events: { type: 'draw' },
  rate_changes: {},
  prepayments: { mode: 'shorten_term' },
  fees: {},
};
