/** An ECG as `GET /ecg/{id}.json` tells it (docs/ecg.md), and what the viewer makes of it. */

export interface Words {
  en: string;
  zh: string;
}

export interface LeadJson {
  label: string;
  mdc?: number;
  rateHertz: number;
  scaleMillivolt: number;
  originMillivolt: number;
  offsetMillis: number;
  derivation?: string;
  count: number;
  samples: (number | null)[];
}

export interface MeasurementJson {
  kind?: string;
  label: string;
  value: number;
  unit?: string;
  lead?: string;
}

export interface StatementJson {
  text: string;
  code?: { value: string; display?: string };
  author: 'device' | 'person' | 'unstated';
}

export interface FindingJson {
  kind: string;
  leads: string[];
  en: string;
  zh: string;
}

export interface VerdictJson {
  rule: string;
  name: Words;
  source: Words;
  outcome: 'hit' | 'clear' | 'undecided';
  evidence?: { words: Words }[];
  reason?: Words;
}

export interface RecordingJson {
  format: { id: string; title: string };
  subject?: { name?: { text: string }; sex?: string; birthDate?: string; ids: { value: string }[] };
  acquisition: {
    start?: string;
    offset?: string;
    device: { manufacturer?: string; model?: string };
    institution?: string;
    department?: string;
  };
  leads: LeadJson[];
  measurements: MeasurementJson[];
  statements: StatementJson[];
  quality: FindingJson[];
  critical: VerdictJson[];
}

/** One lead in millivolt; a sample that was not recorded is NaN. */
export interface Lead {
  label: string;
  rate: number;
  /** Seconds of the first sample on the recording's axis of time. */
  start: number;
  derived: boolean;
  millivolts: Float32Array;
}

/** The waveform, and what is told beside it. */
export interface Recording {
  leads: Lead[];
  /** Seconds from the earliest sample to the end of the last. */
  duration: number;
  told: RecordingJson;
}

/** The leads in millivolts: `originMillivolt + samples[i] * scaleMillivolt`. */
export function readRecording(json: RecordingJson): Recording {
  const leads = json.leads.map(readLead);
  const duration = leads.reduce((end, lead) => Math.max(end, leadEnd(lead)), 0);
  return { leads, duration, told: json };
}

function readLead(json: LeadJson): Lead {
  const millivolts = new Float32Array(json.samples.length);
  json.samples.forEach((sample, i) => {
    millivolts[i] = sample === null ? NaN : json.originMillivolt + sample * json.scaleMillivolt;
  });
  return {
    label: json.label,
    rate: json.rateHertz,
    start: json.offsetMillis / 1000,
    derived: json.derivation !== undefined,
    millivolts,
  };
}

/** Seconds at which the last sample of a lead ends. */
export function leadEnd(lead: Lead): number {
  return lead.start + lead.millivolts.length / lead.rate;
}

/** The twelve in the order of the paper. */
export const STANDARD_LEADS = [
  'I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6',
] as const;
