import { useState, type ReactNode } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { addressOf } from '../place/place';
import { usePlace } from '../place/usePlace';
import { PasswordForm } from './PasswordForm';
import type { SessionState } from './session';
import { SignInForm } from './SignInForm';
import { SignInAgain } from './SignInAgain';
import { session, useSession } from './useSession';

/** Shows the page to whom it belongs: asks who one is first, where the engine wants to know. */
export function SignIn({ children }: { children: ReactNode }) {
  const state = useSession();
  // kept for as long as it takes to choose another one
  const [password, setPassword] = useState('');
  if (state.kind === 'in' && state.person.mustChangePassword) {
    return <FirstPassword user={state.person.user} password={password} />;
  }
  if (state.kind === 'in' || state.kind === 'off') {
    return (
      <>
        {children}
        {state.kind === 'in' && state.ended && <SignInAgain person={state.person} oidc={state.oidc} />}
      </>
    );
  }
  return <Entrance state={state} onPassword={setPassword} />;
}

interface EntranceProps {
  state: Exclude<SessionState, { kind: 'in' } | { kind: 'off' }>;
  onPassword: (password: string) => void;
}

function Entrance({ state, onPassword }: EntranceProps) {
  const { t } = useLanguage();
  const { place } = usePlace();
  if (state.kind === 'asking') {
    return <Loading />;
  }
  if (state.kind === 'failed') {
    return (
      <main className="entrance">
        <Failure problem={state.problem} />
      </main>
    );
  }
  return (
    <main className="entrance">
      <section className="card" aria-labelledby="sign-in">
        <h1 id="sign-in">{t.session.title}</h1>
        <p className="hint">{t.session.explain}</p>
        <SignInForm onPassword={onPassword} />
        {state.oidc && (
          <a className="button wide" href={oidcAddress(addressOf(place))}>
            {t.session.oidc}
          </a>
        )}
      </section>
    </main>
  );
}

/** Where the provider's page is, and where one comes back to. */
export function oidcAddress(back: string): string {
  return `/session/oidc?return=${encodeURIComponent(back)}`;
}

/** The first password opens nothing but its own change. */
function FirstPassword({ user, password }: { user: string; password: string }) {
  const { t } = useLanguage();
  return (
    <main className="entrance">
      <section className="card" aria-labelledby="first-password">
        <h1 id="first-password">{t.session.firstTitle}</h1>
        <p className="hint">{t.session.firstExplain}</p>
        <PasswordForm user={user} old={password} />
        <button type="button" className="plain" onClick={() => void session.signOut()}>
          {t.session.signOut}
        </button>
      </section>
    </main>
  );
}
