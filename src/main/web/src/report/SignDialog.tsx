import { useEffect, useRef, useState } from 'react';
import { PatientLine } from '../cases/PatientLine';
import { day, moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Notice';
import type { Problem } from '../parts/http';
import { sign, type SignProblem } from './api';
import { unitWords } from './content';
import type { Content, Template, TemplateField } from './report';
import { choicesOf } from './template';
import { useKeeper, type Desk, type Writing } from './useDesk';

interface SignDialogProps {
  desk: Desk;
  writing: Writing;
  template: Template | undefined;
  onClose: () => void;
  /** The engine misses something: field ids, `impression`, `reason`. */
  onMissing: (ids: string[]) => void;
}

/** Shows what is about to be signed, of whom, and signs it. */
export function SignDialog({ desk, writing, template, onClose, onMissing }: SignDialogProps) {
  const { t } = useLanguage();
  const { content } = useKeeper(writing)!;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), []);
  const act = async () => {
    setBusy(true);
    setProblem(undefined);
    const refusal = await signed(desk, writing);
    setBusy(false);
    if (refusal?.missing?.length) {
      onMissing(refusal.missing);
    } else {
      setProblem(refusal);
    }
  };
  const words = t.report.signing;
  return (
    <Dialog title={writing.amends ? words.amendTitle : words.title} onClose={onClose}>
      <Identity desk={desk} />
      <Summary content={content} template={template} />
      {problem && <Failure problem={problem} />}
      <p className="actions">
        <button type="button" onClick={onClose} disabled={busy}>
          {words.back}
        </button>
        <button type="button" className="primary" ref={confirm} disabled={busy} onClick={() => void act()}>
          {busy ? words.busy : words.confirm}
        </button>
      </p>
    </Dialog>
  );
}

/** Saves, signs, and looks what stands now; gives why not. An answer that was lost may have been a yes. */
async function signed(desk: Desk, writing: Writing): Promise<SignProblem | undefined> {
  const { detail, reader, report, reload, leave } = desk;
  const before = report?.signed[0]?.version ?? 0;
  let refusal: SignProblem | undefined;
  try {
    await sign(detail.id, await writing.keeper.flush(), reader);
  } catch (caught) {
    refusal = caught as SignProblem;
  }
  const now = refusal === undefined || refusal.status === 0 ? await reload() : undefined;
  if (refusal === undefined || (now?.signed[0]?.version ?? 0) > before) {
    writing.keeper.done();
    leave(true);
    return undefined;
  }
  return refusal;
}

function Identity({ desk }: { desk: Desk }) {
  const { language } = useLanguage();
  const { detail } = desk;
  return (
    <div className="identity">
      <h3>
        <PatientLine patient={detail.patient} />
        {detail.patient?.birthDate && (
          <span className="person">{day(detail.patient.birthDate, language)}</span>
        )}
      </h3>
      <p>
        {[
          detail.description ?? detail.modality,
          detail.siteName ?? detail.site,
          detail.accession,
          moment(detail.receivedAt, language),
        ]
          .filter((piece) => piece)
          .join(' · ')}
      </p>
    </div>
  );
}

function Summary({ content, template }: { content: Content; template: Template | undefined }) {
  const { t, language } = useLanguage();
  const fields = (template?.fields ?? []).filter((field) => content.fields[field.id]);
  const { signing } = t.report;
  return (
    <div className="summary" tabIndex={0} role="region" aria-label={t.report.title}>
      {content.critical && (
        <div className="critical-box">
          <h4>{t.report.critical}</h4>
          <p>{content.critical}</p>
        </div>
      )}
      {content.reason && <Part title={t.report.reason} text={content.reason} />}
      {fields.length > 0 && (
        <dl>
          {fields.map((field) => (
            <div key={field.id}>
              <dt>{field.label[language]}</dt>
              <dd>{shown(field, content.fields[field.id]!, language)}</dd>
            </div>
          ))}
        </dl>
      )}
      <Part title={t.report.findings} text={content.findings || signing.empty} />
      <Part title={t.report.impression} text={content.impression} />
      {content.keyImages.length > 0 && <p>{signing.images(content.keyImages.length)}</p>}
    </div>
  );
}

function shown(field: TemplateField, value: string, language: 'zh' | 'en'): string {
  const choice = choicesOf(field).find((one) => one.value === value);
  return choice ? choice[language] : `${value} ${unitWords(field.unit)}`.trim();
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h4>{title}</h4>
      <p className="text">{text}</p>
    </>
  );
}
