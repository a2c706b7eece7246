import { useLanguage } from '../language/useLanguage';
import type { Content, Template } from './report';
import { lostOn, onTemplate } from './template';

interface TemplateChoiceProps {
  content: Content;
  templates: Template[];
  onChange: (content: Content) => void;
}

/** Which template is written on. */
export function TemplateChoice({ content, templates, onChange }: TemplateChoiceProps) {
  const { t, language } = useLanguage();
  const present = templates.find((one) => one.id === content.template);
  const choose = (id: string) => {
    const next = templates.find((one) => one.id === id);
    if (!next) {
      return;
    }
    const lost = lostOn(content, next);
    const labels = lost.map(
      (field) => present?.fields.find((one) => one.id === field)?.label[language] ?? field,
    );
    if (lost.length === 0 || window.confirm(t.report.templateLoses(labels.join(', ')))) {
      onChange(onTemplate(content, present, next, language));
    }
  };
  return (
    <label className="line-field">
      <span>{t.report.template}</span>
      <select value={content.template} onChange={(event) => choose(event.target.value)}>
        {!present && <option value={content.template}>{content.template || t.report.noTemplate}</option>}
        {templates.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name[language]}
          </option>
        ))}
      </select>
    </label>
  );
}
