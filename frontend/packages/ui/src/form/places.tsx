/** Where somebody lives, by the code of the administrative division. */
import { Cascader, Form, Input } from 'antd';
import { useKitText } from '../locale';
import { Field, check, type FieldProps } from './Field';
import { useRegions, type Region } from './regions';
import { pathOf, type FieldName } from './values';
import './form.css';

const COUNTY = 6;

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
      <RegionInput tree={offered(regions?.tree ?? [], within)} onCounty={named} disabled={field.disabled ?? false} label={field.label} />
    </Field>
  );
}

function offered(tree: Region[], within: string | undefined): Region[] {
  const own = within ? tree.filter((region) => region.value.startsWith(within)) : tree;
  // one province alone is no choice
  return own.length === 1 ? (own[0]!.children ?? []) : own;
}

function RegionInput({ id, value, onChange, tree, onCounty, disabled, label }: {
  id?: string;
  value?: string | null;
  onChange?: (value: string) => void;
  tree: Region[];
  onCounty: (code: string, former: string) => void;
  disabled: boolean;
  label: string;
}) {
  const text = useKitText();
  const code = value ?? '';
  const chosen = pathTo(tree, code.slice(0, COUNTY));
  return (
    <div className="kit-region">
      <Cascader
        {...(id ? { id } : {})}
        options={tree}
        value={chosen}
        disabled={disabled}
        allowClear={false}
        showSearch={{ filter: (typed, path) => matches(typed, path.map(({ label: name, value: own }) => `${own ?? ''} ${String(name)}`)) }}
        // who knows the code types or pastes it
        onSearch={(typed) => {
          if (!/^\d{6,12}$/.test(typed) || pathTo(tree, typed.slice(0, COUNTY)).length === 0) return;
          if (typed.slice(0, COUNTY) !== code.slice(0, COUNTY)) onCounty(typed.slice(0, COUNTY), code);
          onChange?.(typed);
        }}
        placeholder={text.form.regionChoose}
        displayRender={(names) => names.join('')}
        onChange={(path) => {
          const county = path?.at(-1);
          if (!county) return;
          onCounty(county, code);
          onChange?.(county);
        }}
      />
      <Input
        aria-label={text.form.regionVillage(label)}
        title={text.form.regionVillage(label)}
        placeholder={text.form.regionVillageShort}
        inputMode="numeric"
        maxLength={6}
        disabled={disabled || code.length < COUNTY}
        value={code.slice(COUNTY)}
        onChange={(event) => onChange?.(code.slice(0, COUNTY) + event.target.value.replace(/\D/g, ''))}
      />
    </div>
  );
}

/** By a part of a name, or by the beginning of a code. */
function matches(typed: string, words: readonly string[]): boolean {
  return words.some((word) => word.includes(typed) || (/^\d{6,}$/.test(typed) && word.startsWith(typed.slice(0, COUNTY))));
}

/** The way of codes that leads to a county, as a cascader wants it. */
function pathTo(tree: readonly Region[], county: string): string[] {
  for (const region of tree) {
    if (region.value === county) return [county];
    const below = region.children && pathTo(region.children, county);
    if (below && below.length > 0) return [region.value, ...below];
  }
  return [];
}
