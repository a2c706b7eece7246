import { useMemo, useRef, useState } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { useWidth } from '../parts/useWidth';
import { useChoices, type Choices } from './choices';
import type { Behind, Traces } from './draw';
import { EcgPaper } from './EcgPaper';
import { EcgToolbar } from './EcgToolbar';
import { filtered, type FilterId } from './filter';
import { alignment } from './overlay';
import { layOut, sheets, type Paper } from './paper';
import type { Recording } from './recording';
import { useScreen } from './screen';
import { useRecording, type Loaded } from './useRecording';

/** An ECG to compare with. */
export interface Earlier {
  id: string;
  /** What distinguishes it: when it was taken. */
  title: string;
}

interface EcgViewerProps {
  recording: Recording;
  /** When it was taken. */
  title: string;
  earlier?: Earlier | undefined;
}

/** An ECG on its paper, with an earlier one beside or behind it. */
export function EcgViewer({ recording, title, earlier }: EcgViewerProps) {
  const [choices, change] = useChoices();
  const [start, setStart] = useState(0);
  const [alone, setAlone] = useState<string>();
  const [shift, setShift] = useState<number>();
  const before = useRecording(earlier?.id);
  const viewport = useRef<HTMLDivElement>(null);
  const width = useWidth(viewport);
  const sheet = useSheet(recording, choices, start, alone);
  const prior = before?.state === 'here' ? before.recording : undefined;
  const priorSheet = useSheet(prior ?? recording, choices, start, alone);
  const automatic = useMemo(() => (prior ? alignmentOf(recording, prior) : 0), [recording, prior]);
  const overlay = choices.compare === 'overlay';
  const behind = useMemo(
    () => (prior && overlay ? behindOf(prior, priorSheet.traces, shift ?? automatic) : undefined),
    [prior, overlay, priorSheet.traces, shift, automatic],
  );
  const screen = useScreen();
  const pxPerMm = usePxPerMm(sheet.paper, choices, screen.pxPerMm, width, alone !== undefined);
  const paper = {
    pxPerMm,
    measuring: choices.measuring,
    march: choices.march,
    onLead: (label: string) => setAlone((shown) => (shown ? undefined : label)),
  };
  return (
    <div className="ecg">
      <EcgToolbar
        choices={choices}
        change={change}
        recording={recording}
        alone={alone}
        setAlone={setAlone}
        sheet={{ start, setStart, count: sheets(recording) }}
        earlier={earlier && { shift: shift ?? automatic, setShift }}
        toScale={pxPerMm === screen.pxPerMm}
      />
      <div className="ecg-viewport" ref={viewport} tabIndex={0} role="group" aria-label={title}>
        <Captioned title={earlier && title} tone="now">
          <EcgPaper {...paper} {...sheet} behind={behind} label={useLabel(recording, title)} />
        </Captioned>
        <LeadsMissing missing={sheet.paper.missing} />
        {earlier && overlay && <OverlayLegend now={title} then={earlier.title} />}
        {earlier && before?.state !== 'here' && <EarlierNotice loaded={before} />}
        {earlier && prior && !overlay && (
          <Captioned title={earlier.title} tone="earlier">
            <EcgPaper {...paper} {...priorSheet} label={earlier.title} />
          </Captioned>
        )}
      </div>
    </div>
  );
}

/** A paper and what is drawn on it. */
function useSheet(recording: Recording, choices: Choices, start: number, alone?: string) {
  const { layout, speed, gain, filters } = choices;
  const paper = useMemo(
    () =>
      layOut(recording, {
        layout: alone ? 'lead' : layout,
        speed,
        gain,
        lead: alone ?? 'II',
        start,
      }),
    [recording, layout, speed, gain, alone, start],
  );
  const traces = useMemo(() => tracesOf(recording, filters), [recording, filters]);
  return { paper, traces };
}

function tracesOf(recording: Recording, filters: readonly FilterId[]): Traces {
  return new Map(
    recording.leads.map((lead) => [lead.label, filtered(lead.millivolts, lead.rate, filters)]),
  );
}

function alignmentOf(now: Recording, then: Recording): number {
  const lead = (recording: Recording) =>
    recording.leads.find((one) => one.label === 'II') ?? recording.leads[0];
  const a = lead(now);
  const b = lead(then);
  return a && b ? alignment(a, b) : 0;
}

function behindOf(prior: Recording, traces: Traces, shift: number): Behind {
  const leads = prior.leads.map(
    (lead) =>
      [
        lead.label,
        {
          rate: lead.rate,
          start: lead.start,
          millivolts: traces.get(lead.label) ?? lead.millivolts,
        },
      ] as const,
  );
  return { leads: new Map(leads), shift };
}

/** A lead alone is enlarged three times: grid and trace alike. */
function usePxPerMm(
  paper: Paper,
  choices: Choices,
  screen: number,
  width: number,
  alone: boolean,
): number {
  if (choices.size === 'true' || width === 0) {
    return alone ? screen * 3 : screen;
  }
  const fit = (width - 2) / paper.width;
  return alone ? Math.max(fit, screen * 2) : fit;
}

function useLabel(recording: Recording, title: string): string {
  const { t } = useLanguage();
  return t.ecg.paperLabel(title, recording.leads.map((lead) => lead.label).join(', '));
}

function Captioned(props: {
  title: string | undefined;
  tone: 'now' | 'earlier';
  children: React.ReactNode;
}) {
  return (
    <figure className="ecg-sheet">
      {props.title && <figcaption className={props.tone}>{props.title}</figcaption>}
      {props.children}
    </figure>
  );
}

function LeadsMissing({ missing }: { missing: string[] }) {
  const { t } = useLanguage();
  return missing.length > 0 ? <p className="hint">{t.ecg.missing(missing.join(', '))}</p> : null;
}

function OverlayLegend({ now, then }: { now: string; then: string }) {
  return (
    <p className="ecg-legend">
      <span className="now">{now}</span>
      <span className="earlier">{then}</span>
    </p>
  );
}

function EarlierNotice({ loaded }: { loaded: Loaded | undefined }) {
  return loaded?.state === 'failed' ? <Failure problem={loaded.problem} /> : <Loading />;
}
