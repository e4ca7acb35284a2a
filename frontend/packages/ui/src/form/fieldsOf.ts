/** The fields of one input of the API: a name that the input does not have is an error of the compiler. */
import type { ReactElement } from 'react';
import { DateField, DateRangeField } from './dates';
import { AreaField, CheckField, DictionaryField, LookupField, MoneyField, NumberField, RateField, SelectField, TextField } from './fields';
import { IdNoField, PhoneField } from './persons';
import { RegionField } from './places';

type Text<T> = Extract<keyof T, string>;
/** "amount", or the two steps into an object: ["investigation", "summary"]. */
export type NameOf<Input> =
  | Text<Input>
  | { [Key in Text<Input>]: NonNullable<Input[Key]> extends readonly unknown[] | string | number | boolean ? never : [Key, Text<NonNullable<Input[Key]>>] }[Text<Input>];

type Named<Input, Props> = Omit<Props, 'name' | 'nameField'> & { name: NameOf<Input>; nameField?: NameOf<Input> };
type FieldOf<Input, Component> = Component extends (props: infer Props) => ReactElement ? (props: Named<Input, Props>) => ReactElement : never;

const FIELDS = {
  Text: TextField,
  Area: AreaField,
  Select: SelectField,
  Dictionary: DictionaryField,
  Number: NumberField,
  Money: MoneyField,
  Rate: RateField,
  Check: CheckField,
  IdNo: IdNoField,
  Phone: PhoneField,
  Region: RegionField,
  Date: DateField,
  DateRange: DateRangeField,
};

type Fields<Input> = { [Name in keyof typeof FIELDS]: FieldOf<Input, (typeof FIELDS)[Name]> } & {
  Lookup: <Row>(props: Named<Input, Parameters<typeof LookupField<Row>>[0]>) => ReactElement;
};

/** `const F = fieldsOf<CustomerRegisterInput>()`, then `<F.Text name="name" … />`. */
export function fieldsOf<Input extends object>(): Fields<Input> {
  return { ...FIELDS, Lookup: LookupField } as unknown as Fields<Input>;
}
