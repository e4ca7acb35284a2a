/** What identifies and reaches a person. */
import { idNoFault, isMobileNo } from '@credit/domain';
import { useKitText } from '../locale';
import { Field, check, type FieldProps } from './Field';
import { IdNumberInput, PhoneInput } from './inputs';

export function IdNoField(field: FieldProps) {
  const text = useKitText();
  const words = { format: text.idNoFormat, birth: text.idNoBirth, checksum: text.idNoChecksum };
  const rule = check((value) => {
    const fault = idNoFault(value);
    return fault ? words[fault] : null;
  });
  return (
    <Field field={field} rules={[rule]}>
      <IdNumberInput disabled={field.disabled ?? false} placeholder={field.placeholder ?? ''} />
    </Field>
  );
}

/** Shown as 138 8501 2345, held as 13885012345. */
export function PhoneField(field: FieldProps) {
  const text = useKitText();
  const rule = check((value) => (isMobileNo(value) ? null : text.mobileFormat));
  return (
    <Field field={field} rules={[rule]}>
      <PhoneInput disabled={field.disabled ?? false} placeholder={field.placeholder ?? ''} />
    </Field>
  );
}
