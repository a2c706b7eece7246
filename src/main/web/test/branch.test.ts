import { describe, expect, it } from 'vitest';
import { isComparable, stepOf, type Examination } from '../src/branch/examination';
import { isAmended, isNew, isRecalled, keyOf, type BranchReport } from '../src/branch/report';
import type { Case } from '../src/cases/case';
import { compareNotices, isLate, unansweredOf, valueIn, type Notice } from '../src/critical/notice';
import { isWithdrawn, verdictOf } from '../src/verify/verification';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const at = (minutes: number) => new Date(NOON + minutes * 60_000).toISOString();

function read(some: Partial<Case>): Case {
  return {
    id: 'c', exchange: 'x', kind: 'read', version: '1', change: 1, site: 's', priority: 'routine',
    critical: false, status: 'requested', receivedAt: at(0), ...some,
  };
}

function examination(state: Examination['state'], one?: Partial<Case>): Examination {
  const known = one ? { case: read(one) } : {};
  return { exchange: 'x', state, objects: 1, receivedAt: at(0), keptBack: false, ...known };
}

describe('an earlier examination', () => {
  const ecg = { links: { ecg: '/ecg/1.json' } };
  const study = { study: '1.2', links: { dicomweb: '/dicom-web/studies/1.2' } };
  const wave = { study: '1.3', links: { ecg: '/ecg/2.json', dicomweb: '/dicom-web/studies/1.3' } };

  it('is compared where it is of the same kind', () => {
    expect(isComparable(ecg, wave)).toBe(true);
    expect(isComparable(study, study)).toBe(true);
    expect(isComparable(ecg, study)).toBe(false);
    expect(isComparable(study, wave)).toBe(false);
  });
});

describe('an examination', () => {
  it('goes from received to returned', () => {
    const zhang = { id: 'zhang' };
    expect(stepOf(examination('RECEIVED'))).toBe('received');
    expect(stepOf(examination('CONVERTED'))).toBe('received');
    expect(stepOf(examination('DELIVERED'))).toBe('core');
    expect(stepOf(examination('CONVERTED', {}))).toBe('core');
    expect(stepOf(examination('DELIVERED', { status: 'accepted', claimedBy: zhang }))).toBe('reading');
    expect(stepOf(examination('READ', { status: 'completed', businessStatus: 'signed' }))).toBe('signed');
    expect(stepOf(examination('RETURNED', { status: 'completed', businessStatus: 'signed' }))).toBe('returned');
    expect(stepOf(examination('READ', { status: 'completed', businessStatus: 'opened-at-branch' }))).toBe('returned');
  });

  it('of which something came after the read is read again', () => {
    const late = examination('RETURNED', { kind: 'addendum' });
    expect(stepOf(late)).toBe('core');
    expect(stepOf({ ...late, case: { ...late.case!, claimedBy: { id: 'zhang' } } })).toBe('reading');
  });

  it('whose read was called off is nowhere on the way', () => {
    expect(stepOf(examination('DELIVERED', { status: 'cancelled' }))).toBeUndefined();
  });
});

describe('a report', () => {
  const report: BranchReport = {
    case: 'c', exchange: 'x', signedAt: at(0), by: '张敏', status: 'final', version: 2, critical: false, links: {},
  };

  it('is new until somebody has opened this version of it', () => {
    expect(isNew(report, new Set())).toBe(true);
    expect(isNew(report, new Set([keyOf(report)]))).toBe(false);
    expect(isNew(report, new Set([keyOf({ ...report, version: 1 })]))).toBe(true);
    expect(isNew({ ...report, openedAt: at(1) }, new Set())).toBe(false);
  });

  it('that was recalled calls nobody', () => {
    const gone = { ...report, status: 'entered-in-error' };
    expect([isRecalled(gone), isNew(gone, new Set())]).toEqual([true, false]);
    expect([isAmended({ ...report, status: 'amended' }), isAmended(report)]).toEqual([true, false]);
  });
});

describe('critical values', () => {
  const notice = (id: string, some: Partial<Notice> = {}): Notice => ({
    id, exchange: `x${id}`, site: 's', values: ['K 7.1'], cause: 'RULE', at: at(-10), ways: [], ...some,
  });
  const answered = { by: '李娜', action: 'called', at: at(-1) };

  it('that wait come first, the shortest time left before the others', () => {
    const all = [
      notice('answered', { acknowledged: answered }),
      notice('later', { due: at(9) }),
      notice('late', { due: at(-3) }),
      notice('answered before', { acknowledged: { ...answered, at: at(-5) } }),
    ];
    expect(all.sort(compareNotices).map((one) => one.id)).toEqual(['late', 'later', 'answered', 'answered before']);
    expect([...unansweredOf(all)]).toEqual(['xlate', 'xlater']);
  });

  it('are late only while they wait', () => {
    expect(isLate(notice('a', { due: at(-1) }), NOON)).toBe(true);
    expect(isLate(notice('a', { due: at(1) }), NOON)).toBe(false);
    expect(isLate(notice('a', { due: at(-1), acknowledged: answered }), NOON)).toBe(false);
  });
});

describe('a verification', () => {
  it('says genuine only of what was signed here, and nothing without the code of the paper', () => {
    expect(verdictOf({ signed: true, matches: true })).toBe('genuine');
    expect(verdictOf({ signed: true, matches: false })).toBe('altered');
    expect(verdictOf({ signed: true })).toBe('no-code');
    expect(verdictOf({ signed: false })).toBe('unknown');
    expect([isWithdrawn('entered-in-error'), isWithdrawn('final'), isWithdrawn(undefined)]).toEqual([true, false, false]);
  });
});

describe('what a rule has found', () => {
  it('is told in the language of the page', () => {
    expect(valueIn('严重心动过缓 / severe bradycardia', 'zh')).toBe('严重心动过缓');
    expect(valueIn('严重心动过缓 / severe bradycardia', 'en')).toBe('severe bradycardia');
    expect(valueIn('钾 / 钠比 9 / potassium / sodium 9', 'zh')).toBe('钾 / 钠比 9');
    expect(valueIn('ST 2 / 3 / ST 2 / 3', 'en')).toBe('ST 2 / 3');
  });

  it('is told whole where it is not in both', () => {
    expect(valueIn('120 / min', 'zh')).toBe('120 / min');
    expect(valueIn('心率 30', 'en')).toBe('心率 30');
  });
});
