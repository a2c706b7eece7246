/** Cornerstone3D, set up once: loader, tools and which mouse button does what. */
import { init as initCore, RenderingEngine } from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import * as tools from '@cornerstonejs/tools';

export const ENGINE = 'reading';
const GROUP = 'reading';

export type ToolId = 'window' | 'pan' | 'zoom' | 'length' | 'angle' | 'region' | 'probe';

const TOOLS = {
  window: tools.WindowLevelTool,
  pan: tools.PanTool,
  zoom: tools.ZoomTool,
  length: tools.LengthTool,
  angle: tools.AngleTool,
  region: tools.EllipticalROITool,
  probe: tools.ProbeTool,
};

export const TOOL_IDS = Object.keys(TOOLS) as ToolId[];

let engine: RenderingEngine | undefined;

/** Sets everything up at the first call. */
export function renderingEngine(): RenderingEngine {
  if (!engine) {
    initCore();
    initLoader({ maxWebWorkers: Math.max(1, Math.min(4, navigator.hardwareConcurrency / 2)) });
    tools.init();
    Object.values(TOOLS).forEach((tool) => tools.addTool(tool));
    tools.addTool(tools.StackScrollTool);
    const group = tools.ToolGroupManager.createToolGroup(GROUP)!;
    Object.values(TOOLS).forEach((tool) => group.addTool(tool.toolName));
    group.addTool(tools.StackScrollTool.toolName);
    bind(group, 'window');
    engine = new RenderingEngine(ENGINE);
  }
  return engine;
}

type Group = NonNullable<ReturnType<typeof tools.ToolGroupManager.createToolGroup>>;

function bind(group: Group, left: ToolId): void {
  const { Primary, Auxiliary, Secondary, Wheel } = tools.Enums.MouseBindings;
  for (const tool of Object.values(TOOLS)) {
    group.setToolPassive(tool.toolName, { removeAllBindings: true });
  }
  const bindings: Record<string, { mouseButton?: number; numTouchPoints?: number }[]> = {
    [tools.StackScrollTool.toolName]: [{ mouseButton: Wheel }],
    [TOOLS.pan.toolName]: [{ mouseButton: Auxiliary }],
    [TOOLS.zoom.toolName]: [{ mouseButton: Secondary }, { numTouchPoints: 2 }],
  };
  (bindings[TOOLS[left].toolName] ??= []).push({ mouseButton: Primary });
  for (const [name, list] of Object.entries(bindings)) {
    group.setToolActive(name, { bindings: list });
  }
}

/** What the left mouse button, or a finger, does. */
export function setTool(left: ToolId): void {
  const group = tools.ToolGroupManager.getToolGroup(GROUP);
  if (group) {
    bind(group, left);
  }
}

/** The tools work in this viewport. */
export function joinTools(viewport: string): void {
  tools.ToolGroupManager.getToolGroup(GROUP)?.addViewport(viewport, ENGINE);
}

/** The tools no longer work in this viewport. */
export function leaveTools(viewport: string): void {
  tools.ToolGroupManager.getToolGroup(GROUP)?.removeViewports(ENGINE, viewport);
}

/** Takes all measurements away. */
export function clearMeasurements(): void {
  tools.annotation.state.removeAllAnnotations();
  engine?.render();
}

/** Plays a stack in a loop. */
export function play(element: HTMLDivElement, framesPerSecond: number): void {
  tools.utilities.cine.playClip(element, { framesPerSecond, loop: true });
}

/** Stops playing. */
export function stop(element: HTMLDivElement): void {
  tools.utilities.cine.stopClip(element);
}
