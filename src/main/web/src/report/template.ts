/** What a report begins with, and what of it is filled in while one writes. Pure. */
import type { Language } from '../language/format';
import type { Content, Template, TemplateField } from './report';

/** An empty report on a template; its words stand where it has some. */
export function begin(template: Template | undefined, language: Language): Content {
  return {
    template: template?.id ?? '',
    fields: {},
    findings: filled(template, 'findings', {}, language),
    impression: filled(template, 'impression', {}, language),
    keyImages: [],
    reason: '',
  };
}

/** The template that fits best, else the first. */
export function fitting(templates: readonly Template[]): Template | undefined {
  return templates.find((one) => one.default) ?? templates[0];
}

type Part = 'findings' | 'impression';
const PARTS: Part[] = ['findings', 'impression'];

/** What stands for a value that is not there yet. */
function blank(field: TemplateField, language: Language): string {
  return `[${field.label[language]}]`;
}

/** Whether a value that the template has foreseen is still not there. */
export function hasBlank(text: string, fields: readonly TemplateField[]): boolean {
  return fields.some(
    (field) => text.includes(blank(field, 'zh')) || text.includes(blank(field, 'en')),
  );
}

/** The template's words, with the values in place of `{id}`. */
function filled(
  template: Template | undefined,
  part: Part,
  values: Record<string, string>,
  language: Language,
): string {
  return (template?.[part] ?? '').replace(/\{([a-z0-9-]+)\}/g, (all, id: string) => {
    const field = template?.fields.find((one) => one.id === id);
    return field ? words(field, values[id] ?? '', language) : all;
  });
}

function words(field: TemplateField, value: string, language: Language): string {
  const choice = choicesOf(field).find((one) => one.value === value);
  return choice ? choice[language] : value || blank(field, language);
}

/** The choices of a field: value, and words in both languages where there are some. */
export function choicesOf(field: TemplateField): { value: string; zh: string; en: string }[] {
  return (field.choices ?? []).map((one) =>
    typeof one === 'string'
      ? { value: one, zh: one, en: one }
      : { value: one.value, zh: one.label?.zh ?? one.value, en: one.label?.en ?? one.value },
  );
}

/** With other values: words of the template that nobody has touched follow them, in others blanks are filled. */
export function withValues(
  content: Content,
  template: Template | undefined,
  values: Record<string, string>,
  language: Language,
): Content {
  const next = { ...content, fields: values };
  for (const part of PARTS) {
    next[part] =
      content[part] === filled(template, part, content.fields, language)
        ? filled(template, part, values, language)
        : (template?.fields ?? []).reduce(
            (text, field) =>
              values[field.id]
                ? text.replaceAll(blank(field, language), words(field, values[field.id]!, language))
                : text,
            content[part],
          );
  }
  return next;
}

/** On another template: what was typed stays, words that only the old template put there go. */
export function onTemplate(
  content: Content,
  old: Template | undefined,
  next: Template,
  language: Language,
): Content {
  const has = new Set(next.fields.map((field) => field.id));
  const fields = Object.fromEntries(Object.entries(content.fields).filter(([id]) => has.has(id)));
  const changed = { ...content, template: next.id, fields };
  for (const part of PARTS) {
    const untouched =
      content[part].trim() === '' || content[part] === filled(old, part, content.fields, language);
    changed[part] = untouched ? filled(next, part, fields, language) : content[part];
  }
  return changed;
}

/** Fields that would be lost with another template. */
export function lostOn(content: Content, next: Template): string[] {
  const has = new Set(next.fields.map((field) => field.id));
  return Object.keys(content.fields).filter((id) => content.fields[id] !== '' && !has.has(id));
}
