import { useState } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Dialog } from '../parts/Dialog';

interface SheetProps {
  links: { html?: string; pdf?: string };
  title: string;
}

/** A report as it was signed: a page that may do nothing but be looked at. */
export function Sheet({ links, title }: SheetProps) {
  const { t } = useLanguage();
  const [large, setLarge] = useState(false);
  const { html, pdf } = links;
  const frame = html && <iframe key={html} src={html} title={title} sandbox="" />;
  return (
    <>
      {frame}
      <p className="sheet-links">
        {html && (
          <button type="button" onClick={() => setLarge(true)}>
            {t.report.signed.large}
          </button>
        )}
        {pdf && (
          <a className="button" href={pdf} target="_blank" rel="noreferrer">
            {t.report.signed.pdf}
          </a>
        )}
      </p>
      {large && (
        <Dialog title={title} onClose={() => setLarge(false)}>
          <div className="large-sheet">{frame}</div>
        </Dialog>
      )}
    </>
  );
}
