import type { ReactNode } from 'react';

/** A row of controls. */
export function Tools({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="tools" role="toolbar" aria-label={label}>
      {children}
    </div>
  );
}

interface ChooseProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

/** One of several, with its name for those who do not see where it stands. */
export function Choose<T extends string>({ label, value, options, onChange }: ChooseProps<T>) {
  return (
    <select
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => onChange(event.target.value as T)}
    >
      {options.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  );
}

interface ToggleProps {
  on: boolean;
  onChange: (on: boolean) => void;
  title?: string;
  children: ReactNode;
}

/** On or off. */
export function Toggle({ on, onChange, title, children }: ToggleProps) {
  return (
    <button type="button" className="toggle" aria-pressed={on} title={title} onClick={() => onChange(!on)}>
      {children}
    </button>
  );
}
