import { useState, type FormEvent } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Dialog } from '../parts/Dialog';
import { isLogin } from './login';
import { setReader, useReader, type Reader } from './reader';

interface ReaderDialogProps {
  onClose: () => void;
  onReader: (reader: Reader) => void;
}

/** Asks who reads at this screen. */
export function ReaderDialog({ onClose, onReader }: ReaderDialogProps) {
  const { t } = useLanguage();
  const known = useReader();
  const [id, setId] = useState(known?.id ?? '');
  const [name, setName] = useState(known?.name ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reader = { id: id.trim(), name: name.trim() || id.trim() };
    if (isLogin(reader.id)) {
      setReader(reader);
      onReader(reader);
    }
  };
  return (
    <Dialog title={t.reader.title} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{t.reader.explain}</p>
        <label className="field">
          {t.reader.login}
          <input
            value={id}
            onChange={(event) => setId(event.target.value)}
            required
            pattern="[A-Za-z0-9._@\-]{1,64}"
            autoComplete="username"
            title={t.reader.loginHint}
          />
        </label>
        <label className="field">
          {t.reader.name}
          <input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={64}
            autoComplete="name"
          />
        </label>
        <p className="actions">
          <button type="submit" className="primary">
            {t.reader.keep}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
