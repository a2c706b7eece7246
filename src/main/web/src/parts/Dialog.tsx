import { useEffect, useRef, type ReactNode } from 'react';
import { useLanguage } from '../language/useLanguage';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus and closes with Escape. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useLanguage();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    box.current?.showModal();
  }, []);
  return (
    <dialog ref={box} aria-label={title} onClose={onClose} onKeyDown={(e) => e.stopPropagation()}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="plain" onClick={onClose} aria-label={t.close}>
          ×
        </button>
      </header>
      {children}
    </dialog>
  );
}
