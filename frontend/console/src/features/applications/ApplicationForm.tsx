import { useState } from 'react';
import { Form } from 'antd';
import type { ApplicationDetail, ProductDetail } from '@credit/api';
import { formatMoney, formatRate, optionsOf, rateWithPoints } from '@credit/domain';
import {
  AreaField,
  FieldGrid,
  Figures,
  FormDrawer,
  MoneyField,
  NumberField,
  ProblemAlert,
  Rate,
  SelectField,
  TextField,
  cleaned,
  useGet,
  useLocale,
  type Values,
} from '@credit/ui';
import { useText } from '../../text';
import { ScheduleChart, ScheduleTable } from '../shared/ScheduleTable';
import { useSchedulePreview, type PreviewTerms } from './preview';

interface Props {
  open: boolean;
  application: ApplicationDetail;
  etag: string | null;
  reload: () => void;
  onClose: () => void;
}

const EDITABLE = ['amount', 'term_months', 'method', 'bp', 'interest_day', 'period_months', 'guarantee_mode', 'purpose', 'purpose_text', 'investigation'] as const;

export function ApplicationForm({ open, application, etag, reload, onClose }: Props) {
  const t = useText();
  const { locale } = useLocale();
  const [form] = Form.useForm();
  const [draft, setDraft] = useState<Values>({});
  const product = useGet<ProductDetail>(`/products/${application.product.id}`, {}, { enabled: open });
  const bounds = product.data;
  const terms = termsOf(application, draft, bounds);
  const preview = useSchedulePreview(open ? terms : undefined);
  const initialValues = Object.fromEntries(EDITABLE.map((name) => [name, application[name] ?? undefined]));
  return (
    <FormDrawer<ApplicationDetail>
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
      initialValues={initialValues}
      onValuesChange={(_, all) => setDraft(all)}
      problemAction={(problem) =>
        problem.code === 'platform.stale_edit' ? { label: t.errors.reload, run: reload } : null
      }
      send={(command, values) => command.patch(`/applications/${application.id}`, changed(values), etag)}
    >
      <div className="kit-halves application-form">
        <div>
          <FieldGrid>
            <h3>{t.applications.terms}</h3>
            <MoneyField name="amount" label={t.f.amount} required hint={bounds && range(formatMoney(bounds.amount_min), formatMoney(bounds.amount_max), t)} />
            <NumberField name="term_months" label={t.f.termMonths} required min={1} hint={bounds && range(bounds.term_months_min, bounds.term_months_max, t)} />
            <SelectField name="method" label={t.f.method} required options={optionsOf('method', locale, bounds?.methods)} />
            <NumberField name="bp" label={t.f.bp} required suffix="BP" hint={bounds && range(bounds.bp_min, bounds.bp_max, t)} />
            <NumberField name="interest_day" label={t.f.interestDay} min={1} max={31} placeholder={t.u.anniversary} />
            <SelectField
              name="period_months"
              label={t.f.periodMonths}
              required
              options={[1, 3, 6, 12].map((value) => ({ value, label: t.u.everyMonths(value) }))}
            />
            <SelectField name="guarantee_mode" label={t.f.guaranteeMode} required options={optionsOf('guaranteeMode', locale, bounds?.guarantee_modes)} />
            <SelectField name="purpose" label={t.f.purpose} required options={optionsOf('purpose', locale)} />
            <TextField name="purpose_text" label={t.f.purposeText} wide maxLength={200} />
            <h3>{t.applications.investigation}</h3>
            <MoneyField name={['investigation', 'monthly_income']} label={t.f.monthlyIncome} allowZero words={false} />
            <MoneyField name={['investigation', 'monthly_debt']} label={t.f.monthlyDebt} allowZero words={false} />
            <AreaField name={['investigation', 'primary_source']} label={t.f.primarySource} rows={2} />
            <AreaField name={['investigation', 'summary']} label={t.f.investigationSummary} rows={4} maxLength={2000} />
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

function changed(values: Values): Values {
  return { ...cleaned(values), interest_day: values.interest_day ?? null };
}
