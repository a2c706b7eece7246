import { describe, expect, it } from 'vitest';
import { marches, moved, place, read, snap } from '../src/ecg/calliper';
import { readChoices, switched, type Choices } from '../src/ecg/choices';
import { filtered, stretches } from '../src/ecg/filter';
import { alignment } from '../src/ecg/overlay';
import { cellAt, layOut, sheets, xOf, yOf, type PaperOptions } from '../src/ecg/paper';
import { readRecording, STANDARD_LEADS, type Lead, type Recording } from '../src/ecg/recording';

const USUAL: PaperOptions = { layout: '3x4', speed: 25, gain: 10, lead: 'II', start: 0 };

function lead(label: string, rate: number, seconds: number, wave: (t: number) => number): Lead {
  const millivolts = Float32Array.from({ length: rate * seconds }, (_, i) => wave(i / rate));
  return { label, rate, start: 0, derived: false, millivolts };
}

function recording(seconds: number, labels: readonly string[] = STANDARD_LEADS): Recording {
  const leads = labels.map((label) => lead(label, 500, seconds, (t) => Math.sin(2 * Math.PI * t)));
  return { leads, duration: seconds, told: {} as Recording['told'] };
}

describe('a recording', () => {
  it('has millivolts from integers, and gaps where nothing was recorded', () => {
    const read = readRecording({
      leads: [
        {
          label: 'I', rateHertz: 500, scaleMillivolt: 0.005, originMillivolt: 0.1, offsetMillis: 250,
          count: 3, samples: [0, null, 200],
        },
      ],
    } as unknown as Parameters<typeof readRecording>[0]);
    expect(read.leads[0]!.millivolts[0]).toBeCloseTo(0.1, 6);
    expect(read.leads[0]!.millivolts[1]).toBeNaN();
    expect(read.leads[0]!.millivolts[2]).toBeCloseTo(1.1, 6);
    expect(read.duration).toBeCloseTo(0.25 + 3 / 500, 9);
  });
});

describe('the paper', () => {
  it('is 25 mm wide for a second and 10 mm high for a millivolt', () => {
    const paper = layOut(recording(10), USUAL);
    const cell = paper.cells[0]!;
    expect(xOf(cell, 1, 25) - xOf(cell, 0, 25)).toBe(25);
    expect(yOf(cell, 0, 10) - yOf(cell, 1, 10)).toBe(10);
  });

  it('has three rows of four leads that follow one another in time, and a rhythm strip', () => {
    const paper = layOut(recording(10), USUAL);
    expect(paper.cells.map((cell) => cell.lead.label)).toEqual([
      'I', 'aVR', 'V1', 'V4', 'II', 'aVL', 'V2', 'V5', 'III', 'aVF', 'V3', 'V6', 'II',
    ]);
    expect(paper.cells.slice(0, 4).map((cell) => cell.from)).toEqual([0, 2.5, 5, 7.5]);
    expect(paper.cells[12]!.to - paper.cells[12]!.from).toBe(10);
    expect(paper.pulses).toHaveLength(4);
  });

  it('begins each column at the start where the recording is too short for them all', () => {
    const paper = layOut(recording(5), USUAL);
    expect(paper.cells.slice(0, 4).map((cell) => cell.from)).toEqual([0, 0, 0, 0]);
  });

  it('has six rows of two and twelve of one', () => {
    const six = layOut(recording(10), { ...USUAL, layout: '6x2' });
    expect(six.cells.slice(0, 2).map((cell) => cell.lead.label)).toEqual(['I', 'V1']);
    expect(six.cells).toHaveLength(12);
    const twelve = layOut(recording(10), { ...USUAL, layout: '12x1' });
    expect(twelve.cells.map((cell) => cell.lead.label)).toEqual([...STANDARD_LEADS]);
    expect(new Set(twelve.cells.map((cell) => cell.baseline)).size).toBe(12);
  });

  it('keeps the place of a lead that was not recorded, and names it', () => {
    const paper = layOut(recording(10, STANDARD_LEADS.filter((one) => one !== 'V2')), USUAL);
    expect(paper.missing).toEqual(['V2']);
    const v5 = paper.cells.find((cell) => cell.lead.label === 'V5')!;
    expect(v5.from).toBe(7.5);
  });

  it('gives further leads rows below, and few leads a row each', () => {
    const further = layOut(recording(10, [...STANDARD_LEADS, 'V7']), USUAL);
    expect(further.cells.at(-1)!.lead.label).toBe('V7');
    const few = layOut(recording(10, ['II', 'MCL1']), USUAL);
    expect(few.cells.map((cell) => cell.to - cell.from)).toEqual([10, 10]);
  });

  it('shows one lead alone, and a long recording in sheets', () => {
    const alone = layOut(recording(30), { ...USUAL, layout: 'lead', lead: 'V3', start: 20 });
    expect(alone.cells.map((cell) => [cell.lead.label, cell.from])).toEqual([['V3', 20]]);
    expect(sheets(recording(30))).toBe(3);
    expect(sheets(recording(10))).toBe(1);
  });
});

describe('callipers', () => {
  const whole = recording(10);
  const paper = layOut(whole, USUAL);
  const traces = new Map(whole.leads.map((one) => [one.label, one.millivolts]));
  const rhythm = paper.cells.length - 1;

  it('stand on the nearest sample', () => {
    const cell = paper.cells[rhythm]!;
    expect(snap(paper, rhythm, cell.x + 25 * 1.0009)).toEqual({ cell: rhythm, sample: 500 });
    expect(snap(paper, rhythm, cell.x - 40)).toEqual({ cell: rhythm, sample: 0 });
    expect(snap(paper, rhythm, 10_000)).toEqual({ cell: rhythm, sample: 4999 });
  });

  it('read milliseconds, millivolts and rate', () => {
    const reading = read(
      paper,
      { a: { cell: rhythm, sample: 0 }, b: { cell: rhythm, sample: 125 } },
      traces,
    );
    expect(reading.milliseconds).toBeCloseTo(250, 9);
    expect(reading.millivolts).toBeCloseTo(1, 5);
    expect(reading.rate).toBeCloseTo(240, 9);
  });

  it('stand on the trace', () => {
    const { x, y } = place(paper, { cell: rhythm, sample: 125 }, traces);
    const cell = paper.cells[rhythm]!;
    expect(x).toBeCloseTo(cell.x + 0.25 * 25, 9);
    expect(y).toBeCloseTo(cell.baseline - 10, 4);
  });

  it('move by samples and stay within their cell', () => {
    expect(moved(paper, { cell: 1, sample: 1250 }, -1).sample).toBe(1250);
    expect(moved(paper, { cell: 1, sample: 1250 }, 3).sample).toBe(1253);
  });

  it('march to both sides', () => {
    const calliper = { a: { cell: rhythm, sample: 1000 }, b: { cell: rhythm, sample: 1500 } };
    const cell = paper.cells[rhythm]!;
    const seconds = marches(paper, calliper).map((x) => Math.round((x - cell.x) / 25));
    expect(seconds).toEqual([0, 1, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('belong to the row that is nearest', () => {
    const first = paper.cells[0]!;
    expect(cellAt(paper, first.x + 5, first.baseline + 3)).toBe(first);
    expect(cellAt(paper, 1, first.baseline)).toBeUndefined();
  });
});

describe('filters', () => {
  const amplitude = (values: Float32Array) => {
    const middle = values.subarray(values.length / 4, (3 * values.length) / 4);
    return (Math.max(...middle) - Math.min(...middle)) / 2;
  };
  const sine = (hertz: number) => lead('I', 500, 20, (t) => Math.sin(2 * Math.PI * hertz * t));

  it.each([
    ['lowpass35', 35, 0.5],
    ['lowpass40', 40, 0.5],
    ['baseline', 0.5, 0.5],
    ['notch50', 50, 0],
    ['lowpass40', 5, 1],
    ['baseline', 5, 1],
    ['notch50', 10, 1],
  ] as const)('%s leaves at %d Hz the share %d', (filter, hertz, share) => {
    expect(amplitude(filtered(sine(hertz).millivolts, 500, [filter]))).toBeCloseTo(share, 1);
  });

  it('move nothing in time', () => {
    const peak = lead('I', 500, 4, (t) => Math.exp(-((t - 2) ** 2) / 0.001));
    const out = filtered(peak.millivolts, 500, ['baseline', 'lowpass40']);
    expect(out.indexOf(Math.max(...out))).toBe(1000);
  });

  it('keep gaps, and filter each stretch on its own', () => {
    const values = Float32Array.from([1, 1, 1, 1, NaN, 5, 5, 5, 5]);
    const out = filtered(values, 500, ['lowpass35']);
    expect(stretches(out)).toEqual([[0, 4], [5, 9]]);
    expect(out[0]).toBeCloseTo(1, 5);
    expect(out[8]).toBeCloseTo(5, 5);
    expect(values[0]).toBe(1);
  });

  it('are left out where the sampling rate is too low for them', () => {
    const slow = Float32Array.from([1, -1, 1, -1, 1]);
    expect(filtered(slow, 100, ['notch50'])).toBe(slow);
  });

  it('are chosen with one low-pass at a time', () => {
    expect(switched(['baseline', 'lowpass35'], 'lowpass40')).toEqual(['baseline', 'lowpass40']);
    expect(switched(['lowpass40'], 'lowpass40')).toEqual([]);
    expect(switched(['notch50'], 'baseline')).toEqual(['baseline', 'notch50']);
  });
});

describe('an earlier ECG', () => {
  it('is moved so that its beats lie on the present ones', () => {
    const beats = (shift: number) =>
      lead('II', 500, 10, (t) => Math.exp(-((((t - shift + 8) % 0.8) - 0.4) ** 2) / 0.0002));
    expect(alignment(beats(0), beats(0))).toBe(0);
    expect(alignment(beats(0.2), beats(0))).toBeCloseTo(0.2, 2);
  });
});

describe('choices', () => {
  const usual: Choices = {
    layout: '3x4', speed: 25, gain: 10, filters: [], size: 'true', measuring: true, march: false,
    compare: 'beside',
  };

  it('are kept as far as they make sense, and filters never', () => {
    const kept = JSON.stringify({ layout: '6x2', speed: 33, gain: 20, filters: ['notch50'] });
    expect(readChoices(kept, usual)).toEqual({ ...usual, layout: '6x2', gain: 20 });
    expect(readChoices('no json', usual)).toEqual(usual);
    expect(readChoices(null, usual)).toEqual(usual);
  });
});
