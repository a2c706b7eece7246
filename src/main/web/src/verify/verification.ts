/** What `GET /verify/{case}/{version}` says of a signed report (docs/reports.md). Pure. */

export interface Verification {
  signed: boolean;
  status?: string;
  signedAt?: string;
  by?: string;
  /** Whether the digest that was asked for is that of the report; absent where none was asked for. */
  matches?: boolean;
  newest?: number;
}

export type Verdict = 'genuine' | 'altered' | 'unknown' | 'signed-only';

/** What may be said of the paper at hand. */
export function verdictOf(answer: Verification): Verdict {
  if (!answer.signed) {
    return 'unknown';
  }
  if (answer.matches === undefined) {
    return 'signed-only';
  }
  return answer.matches ? 'genuine' : 'altered';
}
