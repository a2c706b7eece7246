import { useState, type FormEvent } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Notice';
import type { Problem } from '../parts/http';
import { recall } from './api';
import type { Desk } from './useDesk';

/** Withdraws a signed report; why has to be said. */
export function RecallDialog({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await recall(desk.detail.id, reason.trim(), desk.reader);
      await desk.reload();
      onClose();
    } catch (caught) {
      setProblem(caught as Problem);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t.report.recalling.title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>{t.report.recalling.explain}</p>
        <label className="field">
          {t.report.reason}
          <textarea
            rows={3}
            maxLength={2000}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {problem && <Failure problem={problem} />}
        <p className="actions">
          <button type="button" onClick={onClose}>
            {t.report.signing.back}
          </button>
          <button type="submit" className="primary" disabled={busy || reason.trim() === ''}>
            {t.report.recalling.confirm}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
