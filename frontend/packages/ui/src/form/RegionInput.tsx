/** The county by a cascader, the village by its last digits; fetched when a form asks for a place. */
import { Cascader, Input } from 'antd';
import { useKitText } from '../locale';
import type { Region } from './regions';

const COUNTY = 6;

export default function RegionInput({ id, value, onChange, tree, onCounty, disabled, label }: {
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
