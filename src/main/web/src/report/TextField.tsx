import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Star } from './Fields';
import { appended, found, replaced, searchAt, type Edited, type Search } from './phrases';
import type { Phrase } from './report';

interface TextFieldProps {
  /** Which part of the report it is. */
  id: string;
  label: string;
  value: string;
  rows: number;
  required?: boolean;
  phrases?: Phrase[];
  onChange: (text: string) => void;
}

/** Longest text of a part: what the engine takes. */
const LONGEST = 20_000;

/** Free text; phrases are put in by a click or by `/` and a few letters. */
export function TextField(props: TextFieldProps) {
  const { id, label, value, rows, required, phrases = [], onChange } = props;
  const { t } = useLanguage();
  const box = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number>(undefined);
  const menu = usePhraseMenu(phrases);
  const listId = useId();
  const put = (edited: Edited) => {
    caret.current = edited.caret;
    onChange(edited.text.slice(0, LONGEST));
    menu.close();
  };
  useLayoutEffect(() => {
    if (caret.current !== undefined && box.current) {
      box.current.focus();
      box.current.setSelectionRange(caret.current, caret.current);
      caret.current = undefined;
    }
  }, [value]);
  const pick = (phrase: Phrase) => {
    const at = box.current?.selectionEnd ?? value.length;
    put(menu.search ? replaced(value, menu.search, at, phrase.text) : appended(value, phrase.text));
  };
  return (
    <div className="text-field">
      <label htmlFor={`report-${id}`}>
        {label}
        {required && <Star />}
      </label>
      <div className="text-box">
        <textarea
          ref={box}
          id={`report-${id}`}
          data-member={id}
          rows={rows}
          maxLength={LONGEST}
          value={value}
          aria-required={required === true}
          {...(phrases.length > 0 ? { 'aria-autocomplete': 'list' as const, 'aria-controls': listId } : {})}
          {...(menu.chosen ? { 'aria-activedescendant': `${listId}-${menu.at}` } : {})}
          onChange={(event) => {
            onChange(event.target.value);
            menu.look(event.target.value, event.target.selectionEnd);
          }}
          onSelect={(event) => menu.look(value, event.currentTarget.selectionEnd)}
          onBlur={menu.close}
          onKeyDown={(event) => menu.onKey(event, pick)}
        />
        <ul id={listId} role="listbox" className="phrase-menu" aria-label={t.report.phrases} hidden={!menu.chosen}>
          {menu.list.map((phrase, i) => (
            <li
              key={phrase.label}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === menu.at}
              // before the text loses the focus
              onPointerDown={(event) => {
                event.preventDefault();
                pick(phrase);
              }}
            >
              <strong>{phrase.label}</strong> {phrase.text}
            </li>
          ))}
        </ul>
      </div>
      {phrases.length > 0 && (
        <div className="phrases" role="group" aria-label={`${label}: ${t.report.phrases}`} title={t.report.phraseHint}>
          {phrases.map((phrase) => (
            <button key={phrase.label} type="button" title={phrase.text} onClick={() => put(appended(value, phrase.text))}>
              {phrase.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** The phrases that fit the search before the caret. */
function usePhraseMenu(phrases: Phrase[]) {
  const [search, setSearch] = useState<Search>();
  const [at, setAt] = useState(0);
  const list = search ? found(phrases, search.words) : [];
  const close = () => setSearch(undefined);
  const look = (text: string, caret: number) => {
    const next = phrases.length > 0 ? searchAt(text, caret) : undefined;
    if (next?.start !== search?.start || next?.words !== search?.words) {
      setSearch(next);
      setAt(0);
    }
  };
  const onKey = (event: KeyboardEvent, pick: (phrase: Phrase) => void) => {
    const chosen = list[at];
    if (!chosen || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) {
      return;
    }
    const keys: Record<string, () => void> = {
      ArrowDown: () => setAt((at + 1) % list.length),
      ArrowUp: () => setAt((at + list.length - 1) % list.length),
      Enter: () => pick(chosen),
      Tab: () => pick(chosen),
      Escape: close,
    };
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  };
  return { search, list, at, chosen: list[at], close, look, onKey };
}
