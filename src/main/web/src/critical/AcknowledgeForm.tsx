import { useState, type FormEvent } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Failure } from '../parts/Notice';
import { sendJson, type Problem } from '../parts/http';
import type { Notice } from './notice';

interface AcknowledgeFormProps {
  notice: Notice;
  /** Name of whoever is signed in. */
  name: string;
  onDone: () => void;
}

/** A named person says what was done about a critical value. */
export function AcknowledgeForm({ notice, name, onDone }: AcknowledgeFormProps) {
  const { t } = useLanguage();
  const [by, setBy] = useState(name);
  const [action, setAction] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const { revision } = notice;
      const body = { by: by.trim(), action: action.trim(), ...(revision ? { revision } : {}) };
      await sendJson(`/critical/${encodeURIComponent(notice.id)}/acknowledge`, 'POST', body);
    } catch (caught) {
      setProblem(caught as Problem);
      setBusy(false);
    }
    onDone();
  };
  const ready = by.trim() !== '' && action.trim() !== '';
  return (
    <form className="acknowledge" onSubmit={(event) => void submit(event)}>
      {problem && <Failure problem={problem} plain />}
      <label className="field">
        {t.critical.by}
        <input
          value={by}
          onChange={(event) => setBy(event.target.value)}
          required
          maxLength={100}
          autoComplete="name"
        />
      </label>
      <label className="field grow">
        {t.critical.action}
        <textarea
          value={action}
          onChange={(event) => setAction(event.target.value)}
          required
          rows={2}
          maxLength={1000}
          placeholder={t.critical.actionHint}
        />
      </label>
      <button type="submit" className="primary" disabled={busy || !ready}>
        {t.critical.acknowledge}
      </button>
    </form>
  );
}
