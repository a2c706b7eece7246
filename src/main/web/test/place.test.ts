import { describe, expect, it } from 'vitest';
import { addressOf, parsePlace, toggled, type Place } from '../src/place/place';

describe('a link', () => {
  it.each<[string, Place]>([
    ['/', { page: 'worklist', filters: {} }],
    ['/?show=overdue&site=hewan', { page: 'worklist', filters: { show: 'overdue', site: 'hewan' } }],
    ['/?modality=CT&words=%E7%8E%8B', { page: 'worklist', filters: { modality: 'CT', words: '王' } }],
    ['/?show=closed', { page: 'worklist', filters: { show: 'closed' } }],
    ['/unanswered', { page: 'unanswered' }],
    ['/branch', { page: 'branch' }],
    ['/branch?site=hewan&words=QS100', { page: 'branch', site: 'hewan', words: 'QS100' }],
    ['/examination/0197-a', { page: 'examination', exchange: '0197-a' }],
    ['/examination/a%2Fb?earlier=c', { page: 'examination', exchange: 'a/b', earlier: 'c' }],
    ['/verify/0197-a/2?d=00ff', { page: 'verify', id: '0197-a', version: '2', digest: '00ff' }],
    ['/reading/0197-a', { page: 'case', id: '0197-a' }],
    ['/reading/a%2Fb?earlier=c', { page: 'case', id: 'a/b', earlier: 'c' }],
  ])('%s leads there and back', (address, place) => {
    const [path, query] = address.split('?');
    expect(parsePlace(path!, query ?? '')).toEqual(place);
    expect(addressOf(place)).toBe(address);
  });

  it('that makes no sense leads to the worklist', () => {
    expect(parsePlace('/elsewhere', 'show=everything')).toEqual({ page: 'worklist', filters: {} });
    expect(parsePlace('/reading/%zz', '')).toEqual({ page: 'worklist', filters: {} });
    expect(parsePlace('/verify/a/first', '')).toEqual({ page: 'worklist', filters: {} });
  });

  it('of a filter takes it away again', () => {
    expect(toggled({ site: 'a' }, 'site', 'a')).toEqual({});
    expect(toggled({ site: 'a' }, 'site', 'b')).toEqual({ site: 'b' });
    expect(toggled({ site: 'a' }, 'show', 'mine')).toEqual({ site: 'a', show: 'mine' });
  });
});
