import { useEffect } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Dialog } from '../parts/Dialog';
import type { Person } from './session';
import { oidcAddress } from './SignIn';
import { SignInForm } from './SignInForm';
import { session } from './useSession';

/** Over the page as it is: nothing that was typed is lost. Somebody else begins anew. */
export function SignInAgain({ person, oidc }: { person: Person; oidc: boolean }) {
  const { t } = useLanguage();
  useEffect(() => {
    // signed in meanwhile in another tab
    const onFocus = () => void session.check();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, []);
  const throughProvider = person.user.startsWith('oidc:');
  return (
    <Dialog title={t.session.endedTitle}>
      <p>{t.session.endedExplain(person.name)}</p>
      {!throughProvider && <SignInForm user={person.user} />}
      {throughProvider && oidc && (
        <p className="actions">
          <a className="button" href={oidcAddress('/')} target="_blank" rel="noreferrer">
            {t.session.oidcTab}
          </a>
          <button type="button" className="primary" onClick={() => void session.check()}>
            {t.session.goOn}
          </button>
        </p>
      )}
    </Dialog>
  );
}
