/** Where somebody lives, by the code of the administrative division. */
import { Suspense, lazy } from 'react';
import { Form, Input } from 'antd';
import { useKitText } from '../locale';
import { Field, check, type FieldProps } from './Field';
import { useRegions, type Region } from './regions';
import { pathOf, type FieldName } from './values';
import './form.css';

const RegionInput = lazy(() => import('./RegionInput'));

interface Props extends FieldProps {
  /** Offer one province only ("52"). */
  within?: string;
  /** Where the name in words belongs; it is filled while it is empty or follows a former choice. */
  nameField?: FieldName;
}

/** Six digits by choosing the county; up to six more for town and village may be typed. */
export function RegionField({ within, nameField, ...field }: Props) {
  const text = useKitText();
  const regions = useRegions();
  const form = Form.useFormInstance();
  const rule = check((value) => (/^[1-9]\d{5,11}$/.test(value) ? null : text.form.regionFormat));
  const words = (code: unknown) => {
    const names = regions?.names(String(code)).join('') ?? '';
    return `${names} ${String(code)}`.trim();
  };
  const named = (code: string, former: string) => {
    if (!nameField) return;
    const now = String(form.getFieldValue(pathOf(nameField)) ?? '');
    const before = regions?.names(former).join('') ?? '';
    if (now === '' || now === before) form.setFieldValue(pathOf(nameField), regions?.names(code).join('') ?? '');
  };
  return (
    <Field field={field} choice rules={[rule]} show={words}>
      <Later tree={offered(regions?.tree ?? [], within)} onCounty={named} disabled={field.disabled ?? false} label={field.label} />
    </Field>
  );
}

function offered(tree: Region[], within: string | undefined): Region[] {
  const own = within ? tree.filter((region) => region.value.startsWith(within)) : tree;
  // one province alone is no choice
  return own.length === 1 ? (own[0]!.children ?? []) : own;
}

/** In the place of the control until it is there. */
function Later(props: Parameters<typeof RegionInput>[0]) {
  return (
    <Suspense fallback={<Input disabled aria-label={props.label} />}>
      <RegionInput {...props} />
    </Suspense>
  );
}
