import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Failure } from '../parts/Notice';
import type { Problem } from '../parts/http';
import { session } from './useSession';

interface SignInFormProps {
  /** Whose session has ended; empty: nobody was there. */
  user?: string;
  /** Gets the password with which one came in, where it has to be changed at once. */
  onPassword?: (password: string) => void;
}

/** Asks for a login name and a password. */
export function SignInForm({ user: known = '', onPassword }: SignInFormProps) {
  const { t } = useLanguage();
  const [user, setUser] = useState(known);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // a dialog takes the focus when it opens: after that
    const frame = requestAnimationFrame(() => first.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    onPassword?.(password);
    try {
      await session.signIn(user.trim(), password);
    } catch (caught) {
      setProblem(caught as Problem);
      setPassword('');
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      {problem && <Failure problem={problem} plain />}
      <label className="field">
        {t.session.user}
        <input
          value={user}
          onChange={(event) => setUser(event.target.value)}
          required
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          ref={known === '' ? first : undefined}
        />
      </label>
      <label className="field">
        {t.session.password}
        <input
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required
          autoComplete="current-password"
          ref={known === '' ? undefined : first}
        />
      </label>
      <p className="actions">
        <button type="submit" className="primary" disabled={busy}>
          {t.session.signIn}
        </button>
      </p>
    </form>
  );
}
