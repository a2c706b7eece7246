import { useEffect, useState } from 'react';
import { moment, number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { getJson, type Problem } from '../parts/http';
import { pathWith } from '../parts/usePoll';
import { verdictOf, type Verdict, type Verification } from './verification';

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

const SIGNS: Record<Verdict, string> = { genuine: '✓', 'signed-only': '?', altered: '✗', unknown: '✗' };

function Answer({ answer, version }: { answer: Verification; version: number }) {
  const { t, language } = useLanguage();
  const verdict = verdictOf(answer);
  const words = { genuine: t.verify.genuine, 'signed-only': t.verify.noDigest, altered: t.verify.altered, unknown: t.verify.unknown };
  const hints = { genuine: t.verify.genuineHint, 'signed-only': t.verify.genuineHint, altered: t.verify.alteredHint, unknown: t.verify.unknownHint };
  const facts: [string, string][] = [];
  if (answer.signed) {
    if (answer.signedAt) {
      facts.push([t.verify.signedAt, moment(answer.signedAt, language, 0)]);
    }
    if (answer.by) {
      facts.push([t.verify.by, answer.by]);
    }
    facts.push([t.verify.version, number(version, language)]);
  }
  const newer = answer.newest !== undefined && answer.newest > version;
  const recalled = answer.status !== undefined && /^entered[-_]in[-_]error$/i.test(answer.status);
  return (
    <>
      <p className={`verdict ${verdict}`} role="status">
        <span aria-hidden="true">{SIGNS[verdict]}</span>
        <strong>{words[verdict]}</strong>
      </p>
      {recalled && <p className="verdict altered">! {t.verify.recalled}</p>}
      {newer && !recalled && (
        <p className="verdict signed-only">
          ! {t.verify.newer} ({t.verify.newest}: {number(answer.newest!, language)})
        </p>
      )}
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p>{hints[verdict]}</p>
    </>
  );
}
