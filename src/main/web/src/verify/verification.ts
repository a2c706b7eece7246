/** What `GET /verify/{case}/{version}` says of a signed report (docs/reports.md). Pure. */

export interface Verification {
  signed: boolean;
  /** Whether the code is that of the report; absent where none was given. The rest only if so. */
  matches?: boolean;
  status?: string;
  signedAt?: string;
  by?: string;
  /** Number of the newest version. */
  newest?: number;
  newestStatus?: string;
}

export type Verdict = 'genuine' | 'altered' | 'unknown' | 'no-code';

/** What may be said of the paper at hand; without its code nothing. */
export function verdictOf(answer: Verification): Verdict {
  if (!answer.signed) {
    return 'unknown';
  }
  if (answer.matches === undefined) {
    return 'no-code';
  }
  return answer.matches ? 'genuine' : 'altered';
}

/** Whether a version was taken back. */
export function isWithdrawn(status: string | undefined): boolean {
  return status !== undefined && /^entered[-_]in[-_]error$/i.test(status);
}
