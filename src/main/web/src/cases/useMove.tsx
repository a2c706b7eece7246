import { useState, type ReactNode } from 'react';
import { sendJson, type Problem } from '../parts/http';
import type { Case, Move } from './case';
import { ReaderDialog } from './ReaderDialog';
import { useReader, type Reader } from './reader';

/** A refusal of a move may say who has the case and how it stands now. */
export interface MoveProblem extends Problem {
  case?: Case;
  holder?: { id: string; name?: string };
}

interface Moves {
  /** Claims, starts or releases a case for the person at this screen. */
  move: (one: Pick<Case, 'id' | 'version'>, what: Move) => void;
  problem: MoveProblem | undefined;
  dismiss: () => void;
  /** To be shown somewhere: asks who reads, where nobody has said so yet. */
  dialog: ReactNode;
}

/** Moves of cases; `onMoved` gets the case as the engine answered it. */
export function useMove(onMoved: (one: Case) => void): Moves {
  const reader = useReader();
  const [problem, setProblem] = useState<MoveProblem>();
  const [waiting, setWaiting] = useState<{ one: Pick<Case, 'id' | 'version'>; what: Move }>();
  const send = async (one: Pick<Case, 'id' | 'version'>, what: Move, by: Reader) => {
    setProblem(undefined);
    try {
      const body = { reader: by.id, name: by.name, version: one.version };
      onMoved(await sendJson<Case>(`/case/${encodeURIComponent(one.id)}/${what}`, 'POST', body));
    } catch (caught) {
      const refused = caught as MoveProblem;
      setProblem(refused);
      if (refused.case) {
        onMoved(refused.case);
      }
    }
  };
  const move: Moves['move'] = (one, what) => {
    if (reader) {
      void send(one, what, reader);
    } else {
      setWaiting({ one, what });
    }
  };
  const dialog = waiting && (
    <ReaderDialog
      onClose={() => setWaiting(undefined)}
      onReader={(chosen) => {
        setWaiting(undefined);
        void send(waiting.one, waiting.what, chosen);
      }}
    />
  );
  return { move, problem, dismiss: () => setProblem(undefined), dialog };
}
