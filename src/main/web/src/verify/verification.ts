/** What `GET /verify/{case}/{version}` says of a signed report (docs/reports.md). Pure. */

export interface Verification {
  signed: boolean;
  status?: string;
  signedAt?: string;
  by?: string;
  /** Where another version stands in place of this one. */
  newest?: { version: number; status?: string };
}

export type Verdict = 'genuine' | 'unknown' | 'no-code';

/**
 * What may be said of the paper at hand. Without the code of the paper the engine tells nothing, and
 * then nothing is known.
 */
export function verdictOf(answer: Verification, digest: string | undefined): Verdict {
  if (answer.signed) {
    return 'genuine';
  }
  return digest ? 'unknown' : 'no-code';
}

/** Whether a version was taken back. */
export function isWithdrawn(status: string | undefined): boolean {
  return status !== undefined && /^entered[-_]in[-_]error$/i.test(status);
}
