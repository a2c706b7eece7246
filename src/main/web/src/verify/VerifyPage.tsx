import { useEffect, useState } from 'react';
import { moment, number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { getJson, type Problem } from '../parts/http';
import { pathWith } from '../parts/usePoll';
import { isWithdrawn, verdictOf, type Verdict, type Verification } from './verification';

interface VerifyPageProps {
  id: string;
  version: string;
  digest?: string | undefined;
}

type Loaded = { answer: Verification } | { problem: Problem } | undefined;

/** What the QR code on a report opens: whether it was signed here. No patient data; for everybody. */
export function VerifyPage({ id, version, digest }: VerifyPageProps) {
  const { t } = useLanguage();
  const [loaded, setLoaded] = useState<Loaded>();
  useEffect(() => {
    const stop = new AbortController();
    const path = `/verify/${encodeURIComponent(id)}/${version}`;
    getJson<Verification>(pathWith(path, { d: digest }), stop.signal).then(
      (answer) => setLoaded({ answer }),
      (problem: Problem) => {
        if (!stop.signal.aborted) {
          setLoaded(problem.status === 404 ? { answer: { signed: false } } : { problem });
        }
      },
    );
    return () => stop.abort();
  }, [id, version, digest]);
  return (
    <main className="entrance">
      <section className="card wide-card" aria-labelledby="verify">
        <h1 id="verify">{t.verify.title}</h1>
        {!loaded && <Loading />}
        {loaded && 'problem' in loaded && <Failure problem={loaded.problem} plain />}
        {loaded && 'answer' in loaded && <Answer answer={loaded.answer} version={Number(version)} />}
        <p className="hint">{t.verify.noData}</p>
      </section>
    </main>
  );
}

const SIGNS: Record<Verdict, string> = { genuine: '✓', 'no-code': '?', altered: '✗', unknown: '✗' };

function Answer({ answer, version }: { answer: Verification; version: number }) {
  const { t, language } = useLanguage();
  const verdict = verdictOf(answer);
  const [words, hint] = t.verify.verdicts[verdict];
  const { newest, newestStatus } = answer;
  return (
    <>
      <p className={`verdict ${verdict}`} role="status">
        <span aria-hidden="true">{SIGNS[verdict]}</span>
        <strong>{words}</strong>
      </p>
      {(isWithdrawn(answer.status) || isWithdrawn(newestStatus)) && (
        <p className="verdict unknown">! {t.verify.recalled}</p>
      )}
      {newest !== undefined && newest > version && !isWithdrawn(newestStatus) && (
        <p className="verdict no-code">
          ! {t.verify.newer} ({t.verify.newest}: {number(newest, language)})
        </p>
      )}
      {verdict === 'genuine' && (
        <dl className="facts">
          <Fact name={t.verify.signedAt} value={answer.signedAt && moment(answer.signedAt, language, 0)} />
          <Fact name={t.verify.by} value={answer.by} />
          <Fact name={t.verify.version} value={number(version, language)} />
        </dl>
      )}
      <p>{hint}</p>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string | undefined }) {
  return value ? (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ) : null;
}
