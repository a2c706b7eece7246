import { useState } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Dialog } from '../parts/Dialog';
import { PasswordForm } from './PasswordForm';
import type { Person } from './session';
import { session } from './useSession';

/** Who is signed in and as what; behind it the way to another password and out. */
export function Who({ person }: { person: Person }) {
  const { t } = useLanguage();
  const [dialog, setDialog] = useState<'account' | 'password'>();
  const close = () => setDialog(undefined);
  const role = t.roles[person.role];
  return (
    <>
      <button
        type="button"
        className="plain who-am-i"
        aria-label={t.session.account(person.name, role)}
        onClick={() => setDialog('account')}
      >
        <span className="who-name">{person.name}</span>{' '}
        <small>{role}</small>
      </button>
      {dialog === 'account' && (
        <Dialog title={person.name} onClose={close}>
          <p className="hint">{[role, person.user, person.site].filter((piece) => piece).join(' · ')}</p>
          <p className="actions">
            {!person.user.startsWith('oidc:') && (
              <button type="button" onClick={() => setDialog('password')}>
                {t.session.changeTitle}
              </button>
            )}
            <button type="button" className="primary" onClick={() => void session.signOut()}>
              {t.session.signOut}
            </button>
          </p>
        </Dialog>
      )}
      {dialog === 'password' && (
        <Dialog title={t.session.changeTitle} onClose={close}>
          <PasswordForm user={person.user} onDone={close} />
        </Dialog>
      )}
    </>
  );
}
