import { useEffect, useState } from 'react';
import { day, exactTime, moment, number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { getJson, type Problem } from '../parts/http';
import type { StoryLine } from '../cases/case';
import { byDay, merged, stepName } from './lines';

interface Target {
  target: string;
  outcome: string;
  required: boolean;
  attempts: number;
  why?: string;
  nextTry?: string;
  doneAt?: string;
}

interface ExchangeJson {
  state: string;
  arrivals: { count: number; bytes: number };
  targets: Target[];
  quarantine: { id: string; why: string }[];
  story: StoryLine[];
}

type Loaded = { exchange: ExchangeJson } | { problem: Problem } | undefined;

/** What has happened to a case, in plain words with times. */
export function Story({ exchange, told }: { exchange: string; told: StoryLine[] }) {
  const [loaded, setLoaded] = useState<Loaded>();
  useEffect(() => {
    const stop = new AbortController();
    getJson<ExchangeJson>(`/exchange/${encodeURIComponent(exchange)}`, stop.signal).then(
      (found) => setLoaded({ exchange: found }),
      (problem: Problem) => !stop.signal.aborted && setLoaded({ problem }),
    );
    return () => stop.abort();
  }, [exchange, told.length]);
  if (loaded && 'problem' in loaded) {
    return <Failure problem={loaded.problem} />;
  }
  if (!loaded) {
    return <Loading />;
  }
  return (
    <div className="story">
      <Whereabouts exchange={loaded.exchange} />
      <Lines lines={merged(loaded.exchange.story, told)} />
    </div>
  );
}

function Lines({ lines }: { lines: StoryLine[] }) {
  const { language } = useLanguage();
  return byDay(lines).map((one) => (
    <section key={one.day}>
      <h3>{day(one.lines[0]!.at, language)}</h3>
      <ol>
        {one.lines.map((line, i) => (
          <li key={i}>
            <time dateTime={line.at}>{exactTime(line.at, language)}</time>
            <span>{line[language]}</span>
          </li>
        ))}
      </ol>
    </section>
  ));
}

function Whereabouts({ exchange }: { exchange: ExchangeJson }) {
  const { t, language } = useLanguage();
  const states: Record<string, string> = t.story.states;
  const outcomes: Record<string, string> = t.story.outcomes;
  const { count, bytes } = exchange.arrivals;
  return (
    <section>
      <p className="whereabouts">
        <strong>{states[exchange.state] ?? exchange.state}</strong>
        <span>{t.story.objects(number(count, language), number(bytes / 1e6, language, 1))}</span>
      </p>
      <ul className="targets">
        {exchange.targets.map((target) => (
          <li key={target.target} className={target.outcome.toLowerCase()}>
            <span>{stepName(target.target, t.story.steps)}</span>
            <span>{outcomes[target.outcome] ?? target.outcome}</span>
            {target.doneAt && <time dateTime={target.doneAt}>{moment(target.doneAt, language)}</time>}
            {target.why && <p>{target.why}</p>}
          </li>
        ))}
      </ul>
      {exchange.quarantine.map((kept) => (
        <p key={kept.id} className="notice failure">
          {t.story.quarantined} {kept.why}
        </p>
      ))}
    </section>
  );
}
