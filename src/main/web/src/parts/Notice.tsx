import { useLanguage } from '../language/useLanguage';
import type { Problem } from './http';

/** Something is on its way. */
export function Loading() {
  const { t } = useLanguage();
  return (
    <p className="notice" role="status">
      {t.loading}
    </p>
  );
}

/** Something could not be had, and why. */
export function Failure({ problem, plain = false }: { problem: Problem; plain?: boolean }) {
  const { t, language } = useLanguage();
  const detail = (language === 'zh' && problem.zh) || problem.detail;
  const words = problem.status === 0 ? t.unreachable : t.failed(problem.status, problem.title);
  return (
    <div className={plain ? 'failure plain-failure' : 'notice failure'} role="alert">
      <strong>{words}</strong>
      {problem.status !== 0 && detail && <p>{detail}</p>}
    </div>
  );
}
