import { Form } from 'antd';
import type { ParameterDetail } from '@credit/api';
import {
  AreaField,
  CheckField,
  DateField,
  FieldGrid,
  FormDrawer,
  MoneyField,
  NumberField,
  RateField,
  SelectField,
  TextField,
  useLocale,
  useSession,
  type Values,
} from '@credit/ui';
import { useText } from '../../text';
import { useParameterWords } from './words';

const ORDERED = new Set(['INTEGER', 'MONEY', 'RATE', 'DATE']);

/** Proposes a value from a date on; the province also sets how far a bank may differ. */
export function ParameterForm({ open, parameter, onClose }: { open: boolean; parameter: ParameterDetail; onClose: () => void }) {
  const t = useText();
  const words = useParameterWords();
  const { realm } = useSession();
  const [form] = Form.useForm();
  const follow = Form.useWatch('follow', form) as boolean | undefined;
  const province = realm === 'province';
  const { current } = parameter;
  const own = current.level === (province ? 'PROVINCE' : 'BANK');
  const held = parameter.versions.find(
    (version) => version.level === 'PROVINCE' && version.version === current.version && current.level === 'PROVINCE',
  );
  return (
    <FormDrawer<{ id: number }>
      open={open}
      onClose={onClose}
      form={form}
      title={t.parameters.changeTitle(words.name(parameter))}
      name="parameter-change"
      doneMessage={t.parameters.proposed}
      initialValues={{
        value: current.value,
        valid_from: parameter.today,
        ...(province ? { minimum: held?.minimum ?? '', maximum: held?.maximum ?? '', is_locked: held?.is_locked ?? false } : {}),
      }}
      send={(command, values) => command.post(`/parameters/${parameter.code}/changes`, body(values, province))}
    >
      <p className="kit-muted">{words.help(parameter)}</p>
      <FieldGrid>
        {(own || province) && <CheckField name="follow" label={province ? t.parameters.followProvince : t.parameters.followBank} wide />}
        {!follow && <ValueField name="value" label={t.parameters.newValue} parameter={parameter} required hint={province ? words.range(parameter, parameter.declared_minimum, parameter.declared_maximum) : words.range(parameter, current.minimum, current.maximum)} />}
        <DateField name="valid_from" label={t.parameters.validFrom} required hint={t.parameters.validFromHint(parameter.today)} />
        {province && ORDERED.has(parameter.kind) && (
          <>
            <ValueField name="minimum" label={t.parameters.minimum} parameter={parameter} hint={t.parameters.boundsHint} />
            <ValueField name="maximum" label={t.parameters.maximum} parameter={parameter} hint={t.parameters.boundsHint} />
          </>
        )}
        {province && <CheckField name="is_locked" label={t.parameters.lock} hint={t.parameters.lockHint} wide />}
        <AreaField name="comment" label={t.parameters.comment} rows={3} maxLength={500} required />
      </FieldGrid>
    </FormDrawer>
  );
}

/** Values go as texts; an unset bound is an empty one. */
function body(values: Values, province: boolean): Values {
  const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
  return {
    value: values.follow ? null : text(values.value),
    valid_from: values.valid_from,
    comment: text(values.comment).trim(),
    ...(province
      ? { minimum: text(values.minimum), maximum: text(values.maximum), is_locked: Boolean(values.is_locked) }
      : {}),
  };
}

/** The input that fits the parameter's kind, with its unit. */
function ValueField({ parameter, ...field }: { parameter: ParameterDetail; name: string; label: string; required?: boolean; hint?: string }) {
  const t = useText();
  const { locale } = useLocale();
  const unit = locale === 'en' ? parameter.unit_en : parameter.unit;
  if (parameter.kind === 'INTEGER') return <NumberField {...field} {...(unit ? { suffix: unit } : {})} />;
  if (parameter.kind === 'MONEY') return <MoneyField {...field} allowZero words={false} />;
  if (parameter.kind === 'RATE') return <RateField {...field} />;
  if (parameter.kind === 'DATE') return <DateField {...field} />;
  if (parameter.kind === 'BOOLEAN') {
    return <SelectField {...field} options={[{ value: 'true', label: t.parameters.yes }, { value: 'false', label: t.parameters.no }]} />;
  }
  if (parameter.kind === 'CHOICE') {
    return <SelectField {...field} options={parameter.choices.map((choice) => ({ value: choice.code, label: locale === 'en' ? choice.name_en : choice.name }))} />;
  }
  return <TextField {...field} maxLength={200} wide />;
}
