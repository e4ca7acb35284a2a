import { useState } from 'react';
import { Form } from 'antd';
import type { ApplicationDetail, ApplicationEditInput, ProductDetail, Tagged } from '@credit/api';
import { formatMoney, formatRate, optionsOf, rateWithPoints } from '@credit/domain';
import {
  FieldGrid,
  Figures,
  FormDrawer,
  ProblemAlert,
  Rate,
  cleaned,
  fieldsOf,
  useGet,
  useLocale,
  type Values,
} from '@credit/ui';
import { useText } from '../../text';
import { ScheduleChart } from '../shared/ScheduleChart';
import { ScheduleTable } from '../shared/ScheduleTable';
import { useSchedulePreview, type PreviewTerms } from './preview';

const F = fieldsOf<ApplicationEditInput>();

interface Props {
  open: boolean;
  tagged: Tagged<ApplicationDetail>;
  onClose: () => void;
}

const EDITABLE = ['amount', 'term_months', 'method', 'bp', 'interest_day', 'period_months', 'guarantee_mode', 'purpose', 'purpose_text', 'investigation'] as const;

export function ApplicationForm({ open, tagged, onClose }: Props) {
  const t = useText();
  const application = tagged.data;
  const path = `/applications/${application.id}`;
  const { locale } = useLocale();
  const [form] = Form.useForm();
  const [draft, setDraft] = useState<Values>({});
  const product = useGet<ProductDetail>(`/products/${application.product.id}`, {}, { enabled: open });
  const bounds = product.data;
  const terms = termsOf(application, draft, bounds);
  const preview = useSchedulePreview(open ? terms : undefined);
  return (
    <FormDrawer<ApplicationDetail, ApplicationDetail>
      form={form}
      open={open}
      onClose={() => {
        setDraft({});
        onClose();
      }}
      title={`${t.applications.edit} · ${application.app_no}`}
      name="application-edit"
      width={1120}
      submitLabel={t.act.save}
      doneMessage={t.applications.saved}
      draft={`application-edit.${application.id}`}
      edit={{ path, tagged, values: editable }}
      onValuesChange={(_, all) => setDraft(all)}
      send={(command, values, etag) => command.patch(path, changed(values), etag)}
    >
      <div className="kit-halves application-form">
        <div>
          <FieldGrid>
            <h3>{t.applications.terms}</h3>
            <F.Money name="amount" label={t.f.amount} required hint={bounds && range(formatMoney(bounds.amount_min), formatMoney(bounds.amount_max), t)} />
            <F.Number name="term_months" label={t.f.termMonths} required min={1} hint={bounds && range(bounds.term_months_min, bounds.term_months_max, t)} />
            <F.Select name="method" label={t.f.method} required options={optionsOf('method', locale, bounds?.methods)} />
            <F.Number name="bp" label={t.f.bp} required unit="BP" hint={bounds && range(bounds.bp_min, bounds.bp_max, t)} />
            <F.Number name="interest_day" label={t.f.interestDay} min={1} max={31} placeholder={t.u.anniversary} />
            <F.Select
              name="period_months"
              label={t.f.periodMonths}
              required
              options={[1, 3, 6, 12].map((value) => ({ value, label: t.u.everyMonths(value) }))}
            />
            <F.Select name="guarantee_mode" label={t.f.guaranteeMode} required options={optionsOf('guaranteeMode', locale, bounds?.guarantee_modes)} />
            <F.Select name="purpose" label={t.f.purpose} required options={optionsOf('purpose', locale)} />
            <F.Text name="purpose_text" label={t.f.purposeText} wide maxLength={200} />
            <h3>{t.applications.investigation}</h3>
            <F.Money name={['investigation', 'monthly_income']} label={t.f.monthlyIncome} allowZero words={false} />
            <F.Money name={['investigation', 'monthly_debt']} label={t.f.monthlyDebt} allowZero words={false} />
            <F.Area name={['investigation', 'primary_source']} label={t.f.primarySource} rows={2} />
            <F.Area name={['investigation', 'summary']} label={t.f.investigationSummary} rows={4} maxLength={2000} />
          </FieldGrid>
        </div>
        <div className="kit-split-sticky" style={{ top: 0 }}>
          <Figures
            items={[
              {
                label: t.f.annualRate,
                value: <Rate value={terms.annual_rate} />,
                note: `LPR ${formatRate(application.lpr_rate)}`,
              },
              { label: t.applications.firstPayment, value: formatMoney(preview.data?.rows[0]?.payment) },
              { label: t.applications.totalInterest, value: formatMoney(preview.data?.totals.interest) },
            ]}
          />
          <ProblemAlert problem={preview.error} />
          <ScheduleChart rows={preview.data?.rows ?? []} />
          <ScheduleTable rows={preview.data?.rows ?? []} label={t.applications.preview} maxHeight={420} />
        </div>
      </div>
    </FormDrawer>
  );
}

function range(from: string | number, to: string | number, t: ReturnType<typeof useText>): string {
  return t.u.range(String(from), String(to));
}

/** What the schedule would follow from: the form as it stands now. */
function termsOf(application: ApplicationDetail, draft: Values, product: ProductDetail | undefined): PreviewTerms {
  const edited: Values = { ...application, ...Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) };
  const method = edited.method as ApplicationDetail['method'];
  const dayCount = method === application.method ? application.day_count : product?.day_count_by_method[method];
  const bp = Number(edited.bp);
  return {
    amount: edited.amount,
    term_months: edited.term_months,
    method,
    day_count: dayCount ?? application.day_count,
    interest_day: edited.interest_day ?? null,
    period_months: edited.period_months,
    annual_rate: Number.isFinite(bp) ? rateWithPoints(application.lpr_rate, bp) : application.annual_rate,
  };
}

function editable(application: ApplicationDetail): Values {
  return Object.fromEntries(EDITABLE.map((name) => [name, application[name] ?? undefined]));
}

function changed(values: Values): Values {
  return { ...cleaned(values), interest_day: values.interest_day ?? null };
}
