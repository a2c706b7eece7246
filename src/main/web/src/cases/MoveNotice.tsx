import { useLanguage } from '../language/useLanguage';
import { Failure } from '../parts/Notice';
import type { MoveProblem, useMove } from './useMove';

/** Why a move was not made. */
export function MoveNotice({ moves }: { moves: ReturnType<typeof useMove> }) {
  const { t } = useLanguage();
  if (!moves.problem) {
    return null;
  }
  return (
    <div className="move-notice">
      <Refusal problem={moves.problem} />
      <button type="button" className="plain" onClick={moves.dismiss} aria-label={t.close}>
        ×
      </button>
    </div>
  );
}

function Refusal({ problem }: { problem: MoveProblem }) {
  const { t } = useLanguage();
  if (problem.holder) {
    return (
      <p className="notice failure" role="alert">
        {t.worklist.taken(problem.holder.name ?? problem.holder.id)}
      </p>
    );
  }
  return <Failure problem={problem} />;
}
