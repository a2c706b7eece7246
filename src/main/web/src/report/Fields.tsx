import type { MeasurementJson } from '../ecg/recording';
import { useLanguage } from '../language/useLanguage';
import { cartValue, cartValues, faultOf, typedNumber, unitWords, type FieldFault } from './content';
import type { TemplateField } from './report';
import { choicesOf } from './template';

interface FieldsProps {
  fields: TemplateField[];
  values: Record<string, string>;
  /** Of the cart; empty where it sent none. */
  measurements: readonly MeasurementJson[];
  /** What is missing. */
  bad: string[];
  onChange: (values: Record<string, string>) => void;
}

/** The template's structured values; the cart's are taken over by a click. */
export function Fields({ fields, values, measurements, bad, onChange }: FieldsProps) {
  const { t } = useLanguage();
  const offered = cartValues(fields, measurements, values);
  const count = Object.keys(offered).length;
  const set = (id: string, value: string) => {
    const { [id]: _old, ...rest } = values;
    onChange(value === '' ? rest : { ...rest, [id]: value });
  };
  if (fields.length === 0) {
    return null;
  }
  return (
    <div className="fields">
      {fields.map((field) => (
        <Field
          key={field.id}
          field={field}
          value={values[field.id] ?? ''}
          cart={cartValue(field, measurements)}
          missing={bad.includes(field.id)}
          onChange={(value) => set(field.id, value)}
        />
      ))}
      {count > 0 && (
        <button type="button" className="take-all" onClick={() => onChange({ ...values, ...offered })}>
          ← {t.report.cartAll(count)}
        </button>
      )}
    </div>
  );
}

interface FieldProps {
  field: TemplateField;
  value: string;
  cart: string | undefined;
  missing: boolean;
  onChange: (value: string) => void;
}

function Field({ field, value, cart, missing, onChange }: FieldProps) {
  const { t, language } = useLanguage();
  const fault = faultOf(field, value);
  const label = field.label[language];
  const id = `field-${field.id}`;
  const common = {
    id,
    'data-member': field.id,
    'aria-required': field.required === true,
    'aria-invalid': fault !== undefined || missing,
    ...(fault ? { 'aria-describedby': `${id}-fault` } : {}),
    value,
  };
  return (
    <div className="line-field">
      <label htmlFor={id}>
        {label}
        {field.required && <Star />}
      </label>
      {field.type === 'choice' ? (
        <select {...common} onChange={(event) => onChange(event.target.value)}>
          <option value="">–</option>
          {fault === 'choice' && <option value={value}>{value}</option>}
          {choicesOf(field).map((one) => (
            <option key={one.value} value={one.value}>
              {one[language]}
            </option>
          ))}
        </select>
      ) : (
        <Typed field={field} common={common} onChange={onChange} />
      )}
      {cart !== undefined && cart !== value && (
        <button
          type="button"
          className="take"
          onClick={() => onChange(cart)}
          aria-label={`${label}: ${t.report.cart(cart)}`}
          title={t.report.cart(cart)}
        >
          ← {cart}
        </button>
      )}
      {fault && (
        <p className="fault" id={`${id}-fault`}>
          {faultWords(t.report.faults, fault, field)}
        </p>
      )}
    </div>
  );
}

function Typed(props: {
  field: TemplateField;
  common: { value: string };
  onChange: (value: string) => void;
}) {
  const { field, common, onChange } = props;
  const isNumber = field.type === 'number';
  return (
    <span className="typed">
      <input
        {...common}
        type="text"
        inputMode={isNumber ? 'decimal' : 'text'}
        className={isNumber ? 'number' : undefined}
        autoComplete="off"
        maxLength={isNumber ? 16 : 500}
        onChange={(event) => {
          // what an input method is still composing is left alone
          const composing = (event.nativeEvent as InputEvent).isComposing;
          onChange(isNumber && !composing ? typedNumber(event.target.value) : event.target.value);
        }}
        onCompositionEnd={(event) => {
          if (isNumber) {
            onChange(typedNumber(event.currentTarget.value));
          }
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
            event.preventDefault(); // on to the next, and nothing is signed by mistake
            focusNext(event.currentTarget);
          }
        }}
      />
      {field.unit && <span className="unit">{unitWords(field.unit)}</span>}
    </span>
  );
}

function focusNext(from: HTMLElement): void {
  const all = [...(from.closest('form')?.querySelectorAll<HTMLElement>('[data-member]') ?? [])];
  all[all.indexOf(from) + 1]?.focus();
}

/** Must be filled in; said by `aria-required`. */
export function Star() {
  const { t } = useLanguage();
  return (
    <span className="star" title={t.report.required} aria-hidden="true">
      *
    </span>
  );
}

function faultWords(
  words: { number: string; choice: string; low: (n: string) => string; high: (n: string) => string },
  fault: FieldFault,
  field: TemplateField,
): string {
  switch (fault) {
    case 'number':
      return words.number;
    case 'choice':
      return words.choice;
    case 'low':
      return words.low(String(field.min));
    case 'high':
      return words.high(String(field.max));
  }
}
