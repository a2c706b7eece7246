import { useState, type FormEvent } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Failure } from '../parts/Notice';
import type { Problem } from '../parts/http';
import { isFit } from './password';
import { session } from './useSession';

interface PasswordFormProps {
  user: string;
  /** The present one, where it was typed just now. */
  old?: string;
  onDone?: () => void;
}

/** Asks for another password, twice. */
export function PasswordForm({ user, old: typed = '', onDone }: PasswordFormProps) {
  const { t } = useLanguage();
  const [old, setOld] = useState(typed);
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(undefined);
    setWrong(isFit(next, user) ? (next === again ? undefined : t.session.differ) : t.session.unfit);
    if (!isFit(next, user) || next !== again) {
      return;
    }
    try {
      await session.changePassword(old, next);
      onDone?.();
    } catch (caught) {
      setProblem(caught as Problem);
    }
  };
  const field = (words: string, value: string, set: (value: string) => void, complete: string) => (
    <label className="field">
      {words}
      <input
        type="password"
        value={value}
        onChange={(event) => set(event.target.value)}
        required
        maxLength={128}
        autoComplete={complete}
      />
    </label>
  );
  return (
    <form onSubmit={(event) => void submit(event)}>
      {problem && <Failure problem={problem} plain />}
      {wrong && (
        <p className="failure plain-failure" role="alert">
          {wrong}
        </p>
      )}
      <input className="hidden" value={user} readOnly autoComplete="username" tabIndex={-1} aria-hidden="true" />
      {typed === '' && field(t.session.old, old, setOld, 'current-password')}
      {field(t.session.next, next, setNext, 'new-password')}
      {field(t.session.again, again, setAgain, 'new-password')}
      <p className="hint">{t.session.rules}</p>
      <p className="actions">
        <button type="submit" className="primary">
          {t.session.change}
        </button>
      </p>
    </form>
  );
}
