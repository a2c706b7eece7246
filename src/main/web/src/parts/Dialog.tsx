import { useEffect, useRef, type ReactNode } from 'react';
import { useLanguage } from '../language/useLanguage';

interface DialogProps {
  title: string;
  /** Where there is none, it stays until what it asks for is done. */
  onClose?: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus and closes with Escape. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useLanguage();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    box.current?.showModal();
  }, []);
  // a second Escape closes a dialog whatever the page says: it is opened again
  const closed = onClose ?? (() => box.current?.showModal());
  return (
    <dialog
      ref={box}
      aria-label={title}
      onClose={closed}
      onCancel={(event) => !onClose && event.preventDefault()}
      onKeyDown={(e) => e.stopPropagation()}
    >
      <header>
        <h2>{title}</h2>
        {onClose && (
          <button type="button" className="plain" onClick={onClose} aria-label={t.close}>
            ×
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}
