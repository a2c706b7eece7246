/** Draws a paper on a canvas: grid, pulses, traces and names, crisp on any screen. */
import { samplesOf, xOf, yOf, type Cell, type Paper } from './paper';
import { secondsOf } from './calliper';

export interface Palette {
  ground: string;
  fine: string;
  coarse: string;
  trace: string;
  earlier: string;
  label: string;
}

export const LIGHT: Palette = {
  ground: '#fffaf8',
  fine: '#f8dcd7',
  coarse: '#ecb0a8',
  trace: '#12161c',
  earlier: '#1668c7',
  label: '#12161c',
};

export const DARK: Palette = {
  ground: '#12171b',
  fine: '#20282e',
  coarse: '#36444d',
  trace: '#dff5e6',
  earlier: '#5aa9ff',
  label: '#eef3f6',
};

export interface Scale {
  /** CSS pixels per millimetre. */
  pxPerMm: number;
  /** Device pixels per CSS pixel. */
  ratio: number;
}

export type Traces = ReadonlyMap<string, Float32Array>;

/** Another recording behind the present one. */
export interface Behind {
  /** Its leads by label: rate, start and what is drawn. */
  leads: ReadonlyMap<string, { rate: number; start: number; millivolts: Float32Array }>;
  /** Seconds to add to its times. */
  shift: number;
}

/** Sizes the canvas for the paper and draws everything on it. */
export function drawPaper(
  canvas: HTMLCanvasElement,
  paper: Paper,
  traces: Traces,
  palette: Palette,
  scale: Scale,
  behind?: Behind,
): void {
  const k = scale.pxPerMm * scale.ratio;
  canvas.width = Math.round(paper.width * k);
  canvas.height = Math.round(paper.height * k);
  canvas.style.width = `${paper.width * scale.pxPerMm}px`;
  canvas.style.height = `${paper.height * scale.pxPerMm}px`;
  const context = canvas.getContext('2d');
  if (!context) {
    return;
  }
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  grid(context, paper, palette, k);
  context.lineJoin = 'round';
  context.lineWidth = Math.max(1, 0.28 * k);
  context.strokeStyle = palette.trace;
  paper.pulses.forEach((pulse) => drawPulse(context, paper, pulse, k));
  for (const cell of paper.cells) {
    if (behind) {
      context.strokeStyle = palette.earlier;
      drawBehind(context, paper, cell, behind, k);
    }
    context.strokeStyle = palette.trace;
    const values = traces.get(cell.lead.label) ?? cell.lead.millivolts;
    drawTrace(context, paper, cell, values, k);
    drawLabel(context, paper, cell, palette, k);
  }
}

/** Lines of one device pixel on whole pixels, so that none is blurred. */
function grid(context: CanvasRenderingContext2D, paper: Paper, palette: Palette, k: number): void {
  const { width, height } = context.canvas;
  const lines = (colour: string, wanted: (mm: number) => boolean, thick: number) => {
    context.fillStyle = colour;
    for (let mm = 0; mm <= paper.width; mm++) {
      if (wanted(mm)) {
        context.fillRect(Math.round(mm * k), 0, thick, height);
      }
    }
    for (let mm = 0; mm <= paper.height; mm++) {
      if (wanted(mm)) {
        context.fillRect(0, Math.round(mm * k), width, thick);
      }
    }
  };
  if (k >= 2) {
    lines(palette.fine, (mm) => mm % 5 !== 0, 1);
  }
  lines(palette.coarse, (mm) => mm % 5 === 0, k >= 5 ? 2 : 1);
}

function drawPulse(
  context: CanvasRenderingContext2D,
  paper: Paper,
  pulse: { x: number; baseline: number },
  k: number,
): void {
  const { speed, gain } = paper.options;
  const x = pulse.x * k;
  const y = pulse.baseline * k;
  const wide = 0.2 * speed * k;
  const top = y - gain * k;
  context.beginPath();
  context.moveTo(Math.max(0, x - k), y);
  context.lineTo(x, y);
  context.lineTo(x, top);
  context.lineTo(x + wide, top);
  context.lineTo(x + wide, y);
  context.lineTo(x + wide + k, y);
  context.stroke();
}

function drawTrace(
  context: CanvasRenderingContext2D,
  paper: Paper,
  cell: Cell,
  millivolts: Float32Array,
  k: number,
): void {
  const [first, last] = samplesOf(cell);
  context.beginPath();
  let pen = false;
  for (let i = first; i < last; i++) {
    const value = millivolts[i]!;
    if (Number.isNaN(value)) {
      pen = false;
      continue;
    }
    const x = xOf(cell, secondsOf(cell, i), paper.options.speed) * k;
    const y = yOf(cell, value, paper.options.gain) * k;
    if (pen) {
      context.lineTo(x, y);
    } else {
      context.moveTo(x, y);
      pen = true;
    }
  }
  context.stroke();
}

/** The same lead of another recording, at its own rate and moved by the shift. */
function drawBehind(
  context: CanvasRenderingContext2D,
  paper: Paper,
  cell: Cell,
  behind: Behind,
  k: number,
): void {
  const lead = behind.leads.get(cell.lead.label);
  if (!lead) {
    return;
  }
  const start = lead.start + behind.shift;
  const standIn: Cell = {
    ...cell,
    lead: { ...cell.lead, rate: lead.rate, start, millivolts: lead.millivolts },
  };
  drawTrace(context, paper, standIn, lead.millivolts, k);
}

function drawLabel(
  context: CanvasRenderingContext2D,
  paper: Paper,
  cell: Cell,
  palette: Palette,
  k: number,
): void {
  const size = Math.max(10, 3.4 * k);
  context.font = `600 ${size}px system-ui, sans-serif`;
  const text = cell.lead.derived ? `${cell.lead.label}*` : cell.lead.label;
  const x = (cell.x + 1) * k;
  const y = Math.max(size, (cell.baseline - Math.min(cell.reach, 12)) * k + size);
  context.lineWidth = Math.max(2, 0.8 * k);
  context.strokeStyle = palette.ground;
  context.strokeText(text, x, y);
  context.fillStyle = palette.label;
  context.fillText(text, x, y);
  context.lineWidth = Math.max(1, 0.28 * k);
  if (paper.cells.some((other) => other !== cell && other.baseline === cell.baseline)) {
    // where one lead ends and the next begins
    context.fillRect(Math.round(cell.x * k), (cell.baseline - 3) * k, Math.max(1, 0.2 * k), 6 * k);
  }
}
