/** Signed reports as `GET /branch/reports` tells them (docs/reports.md). Pure. */
import type { Case } from '../cases/case';

export interface BranchReport {
  case: string;
  exchange: string;
  patient?: Case['patient'];
  modality?: string;
  description?: string;
  accession?: string;
  /** With what follows absent where the newest version cannot be read any more. */
  signedAt?: string;
  by?: string;
  status?: string;
  critical?: boolean;
  version: number;
  openedAt?: string;
  openedBy?: string;
  links: { pdf?: string; html?: string };
}

export interface ReportsAnswer {
  reports: BranchReport[];
  next?: string;
}

/** What makes a version of a report this one. */
export function keyOf(report: BranchReport): string {
  return `${report.case} ${report.version}`;
}

/** Whether nobody at the branch has opened it, and it counts. */
export function isNew(report: BranchReport, opened: ReadonlySet<string>): boolean {
  return report.openedAt === undefined && !opened.has(keyOf(report)) && !isRecalled(report);
}

/** Whether it was taken back. */
export function isRecalled(report: BranchReport): boolean {
  return report.status === 'entered-in-error';
}

/** Whether it says something else than an earlier version. */
export function isAmended(report: BranchReport): boolean {
  return report.status === 'amended';
}
