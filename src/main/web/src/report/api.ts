/** The report's requests (docs/reports.md). */
import type { Reader } from '../cases/reader';
import type { Language } from '../language/format';
import { getJson, sendJson, type Problem } from '../parts/http';
import { plain } from './content';
import type { DraftAnswer, Put } from './keeper';
import type { CaseReport, Content, SignedVersion, Template } from './report';

const of = (caseId: string) => `/case/${encodeURIComponent(caseId)}/report`;

/** As the engine wants to know it while nobody signs in; who is signed in counts for more. */
const who = (reader: Reader | undefined) => (reader ? { reader: reader.id, name: reader.name } : {});

export function readReport(caseId: string, signal?: AbortSignal): Promise<CaseReport> {
  return getJson<CaseReport>(of(caseId), signal);
}

/** Those that fit a case, the best first, their words in a language. */
export async function readTemplates(
  caseId: string,
  language: Language,
  signal?: AbortSignal,
): Promise<Template[]> {
  const path = `/report-templates?case=${encodeURIComponent(caseId)}&lang=${language}`;
  return (await getJson<{ templates: Template[] }>(path, signal)).templates;
}

/** Saves drafts of a case. */
export function putDraft(caseId: string, reader: Reader | undefined): Put {
  return (base, content) =>
    sendJson<DraftAnswer>(`${of(caseId)}/draft`, 'PUT', { base, ...plain(content), ...who(reader) });
}

export async function throwAway(caseId: string, reader: Reader | undefined): Promise<void> {
  await sendJson<unknown>(`${of(caseId)}/draft`, 'DELETE', who(reader));
}

export interface SignAnswer {
  version: number;
  sha256: string;
  status: string;
  /** WAITING: it is kept, and goes to the FHIR server as soon as that takes it. */
  fhir: string;
}

/** A refusal to sign may say what is missing: field ids, `impression`, `reason`. */
export type SignProblem = Problem & { missing?: string[] };

export function sign(caseId: string, draft: number, reader: Reader | undefined): Promise<SignAnswer> {
  return sendJson<SignAnswer>(`${of(caseId)}/sign`, 'POST', { draft, ...who(reader) });
}

export function recall(caseId: string, reason: string, reader: Reader | undefined): Promise<unknown> {
  return sendJson<unknown>(`${of(caseId)}/recall`, 'POST', { reason, ...who(reader) });
}

/** The canonical report (docs/reports.md), as far as an amendment begins with it. */
interface Canonical {
  template: string;
  fields: { id: string; value: string }[];
  findings: string;
  impression: string;
  critical?: string;
  keyImages: { instance: string; frame: number }[];
}

/** What a signed version says, to begin an amendment with. */
export async function readVersion(version: SignedVersion, signal?: AbortSignal): Promise<Content> {
  const answer = await getJson<{ report: Canonical }>(version.links.json!, signal);
  const { template, fields, findings, impression, critical, keyImages } = answer.report;
  return {
    template,
    fields: Object.fromEntries(fields.map(({ id, value }) => [id, value])),
    findings,
    impression,
    ...(critical ? { critical } : {}),
    keyImages,
    reason: '',
  };
}
