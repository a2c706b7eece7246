/** Key images: marked in the viewer, written in the report. */
import { createContext, useContext } from 'react';

export interface Mark {
  /** SOP Instance UID. */
  instance: string;
  /** From 1. */
  frame: number;
}

export interface Marks {
  marked: readonly Mark[];
  /** Marks an image, or takes the mark away; absent while no report is written. */
  toggle: ((one: Mark) => void) | undefined;
}

export const MarksContext = createContext<Marks>({ marked: [], toggle: undefined });

/** What is marked, and how to mark. */
export function useMarks(): Marks {
  return useContext(MarksContext);
}
