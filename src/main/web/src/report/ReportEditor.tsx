import { useEffect, useRef, useState } from 'react';
import { useLanguage } from '../language/useLanguage';
import { missing, typedNumber } from './content';
import { CriticalMark } from './CriticalMark';
import { Fields } from './Fields';
import { KeyImages } from './KeyImages';
import { Offers } from './Offers';
import type { Content, Template } from './report';
import { SaveState } from './SaveState';
import { SignDialog } from './SignDialog';
import { withValues } from './template';
import { TemplateChoice } from './TemplateChoice';
import { TextField } from './TextField';
import { throwAway } from './api';
import { useCart } from './useCart';
import { useKeeper, type Desk, type Writing } from './useDesk';

/** Writes the report of a case: everything that is changed is saved by itself. */
export function ReportEditor({ desk, writing }: { desk: Desk; writing: Writing }) {
  const { t, language } = useLanguage();
  const { keeper, templates, amends } = writing;
  const state = useKeeper(writing)!;
  const { content } = state;
  const template = templates.find((one) => one.id === content.template);
  const measurements = useCart(desk.detail, template?.fields ?? []);
  const form = useRef<HTMLFormElement>(null);
  const sign = useSigning(writing, template, form);
  const change = (some: Partial<Content>) => keeper.change({ ...keeper.snapshot().content, ...some });
  const phrases = (into: 'findings' | 'impression') =>
    (template?.phrases ?? []).filter((phrase) => phrase.into === into);
  return (
    <form
      className="editor"
      ref={form}
      aria-label={t.report.title}
      onSubmit={(event) => {
        event.preventDefault();
        sign.ask();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) {
          (event.target as HTMLElement).blur();
        }
      }}
    >
      <SaveState state={state} />
      <Offers state={state} keeper={keeper} />
      <TemplateChoice content={content} templates={templates} onChange={(next) => keeper.change(next)} />
      {amends && (
        <TextField
          id="reason"
          label={t.report.reason}
          required
          rows={2}
          value={content.reason}
          onChange={(reason) => change({ reason })}
        />
      )}
      <Fields
        fields={template?.fields ?? []}
        values={content.fields}
        measurements={measurements}
        bad={sign.missing}
        onChange={(values) =>
          keeper.change(withValues(keeper.snapshot().content, template, values, language))
        }
      />
      {(['findings', 'impression'] as const).map((name) => (
        <TextField
          key={name}
          id={name}
          label={t.report[name]}
          required={name === 'impression'}
          rows={name === 'findings' ? 7 : 4}
          phrases={phrases(name)}
          value={content[name]}
          onChange={(text) => change({ [name]: text })}
        />
      ))}
      <CriticalMark
        words={content.critical}
        onChange={(critical) => {
          const { critical: _gone, ...rest } = keeper.snapshot().content;
          keeper.change(critical === undefined ? rest : { ...rest, critical });
        }}
      />
      <KeyImages
        study={desk.detail.links.ecg ? undefined : desk.detail.study}
        images={content.keyImages}
        onChange={(keyImages) => change({ keyImages })}
      />
      <Foot desk={desk} writing={writing} missing={sign.labels} />
      {sign.asking && (
        <SignDialog desk={desk} writing={writing} template={template} {...sign.asking} />
      )}
    </form>
  );
}

function Foot({ desk, writing, missing: labels }: { desk: Desk; writing: Writing; missing: string[] }) {
  const { t } = useLanguage();
  const { detail, reader, reload, leave } = desk;
  const discard = async () => {
    if (window.confirm(t.report.discardAsk)) {
      writing.keeper.done();
      await throwAway(detail.id, reader).catch(() => undefined); // there may be none
      leave();
      await reload();
    }
  };
  return (
    <footer className="sign-bar">
      {labels.length > 0 && (
        <p className="missing" role="alert">
          {t.report.missing(labels.join(', '))}
        </p>
      )}
      <button type="submit" className="primary" aria-keyshortcuts="Control+Enter">
        {t.report.sign} <kbd>Ctrl ↵</kbd>
      </button>
      <button type="button" className="plain" onClick={() => void discard()}>
        {t.report.discard}
      </button>
    </footer>
  );
}

/** Asks once more before it is signed; names and focuses what is missing. */
function useSigning(
  writing: Writing,
  template: Template | undefined,
  form: React.RefObject<HTMLFormElement | null>,
) {
  const { t, language } = useLanguage();
  const [asked, setAsked] = useState(false);
  const [lacks, setLacks] = useState<string[]>([]);
  const { keeper, amends } = writing;
  const fields = template?.fields ?? [];
  const { content } = useKeeper(writing)!;
  const stillMissing = missing(content, fields, amends).filter((id) => lacks.includes(id));
  const name = (ids: string[]) => {
    setLacks(ids);
    setAsked(false);
    // the dialog gives the focus back first
    requestAnimationFrame(() => focusOn(form.current, ids[0]!));
  };
  const ask = () => {
    const tidy = tidied(keeper.snapshot().content, template);
    if (tidy !== keeper.snapshot().content) {
      keeper.change(tidy);
    }
    const ids = missing(tidy, fields, amends);
    if (ids.length > 0) {
      name(ids);
    } else if (keeper.snapshot().saving.is === 'asking') {
      form.current?.querySelector<HTMLElement>('.offer .actions button')?.focus();
    } else {
      setAsked(true);
    }
  };
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => onSignKey(() => latest.current()), []);
  const words: Record<string, unknown> = t.report;
  const labels = stillMissing.map(
    (id) => fields.find((field) => field.id === id)?.label[language] ?? String(words[id] ?? id),
  );
  const asking = asked ? { onClose: () => setAsked(false), onMissing: name } : undefined;
  return { ask, asking, missing: stillMissing, labels };
}

/** Ctrl+Enter, or Command+Enter, wherever the focus is, but for a dialog. */
function onSignKey(act: () => void): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const inDialog = (event.target as HTMLElement).closest('dialog') !== null;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !inDialog) {
      event.preventDefault();
      act();
    }
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** Numbers in decimal notation, however they were typed. */
function tidied(content: Content, template: Template | undefined): Content {
  const numbers = (template?.fields ?? []).filter((field) => field.type === 'number');
  const changed = numbers.filter((field) => {
    const value = content.fields[field.id] ?? '';
    return typedNumber(value) !== value;
  });
  const fixed = changed.map((field) => [field.id, typedNumber(content.fields[field.id]!)] as const);
  return changed.length > 0
    ? { ...content, fields: { ...content.fields, ...Object.fromEntries(fixed) } }
    : content;
}

function focusOn(form: HTMLFormElement | null, id: string): void {
  const element = form?.querySelector<HTMLElement>(`[data-member="${CSS.escape(id)}"]`);
  element?.focus();
  element?.scrollIntoView({ block: 'center' });
}
