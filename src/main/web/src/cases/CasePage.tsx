import { lazy, Suspense, useState } from 'react';
import { CaseNotices } from '../critical/CaseNotices';
import { EcgFacts } from '../ecg/EcgFacts';
import { EcgViewer, type Earlier } from '../ecg/EcgViewer';
import { useRecording } from '../ecg/useRecording';
import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { Failure, Loading } from '../parts/Notice';
import { useKeys } from '../parts/useKeys';
import { usePlace } from '../place/usePlace';
import { Story } from '../story/Story';
import type { CaseDetail, Prior } from './case';
import { CaseHeader } from './CaseHeader';
import { MoveNotice } from './MoveNotice';
import { Priors } from './Priors';
import { useCase, useCases } from './useCases';
import { useMove } from './useMove';
import { useReader } from './reader';

/** Loaded only when there are images: it is large. */
const ImageViewer = lazy(() => import('../images/ImageViewer'));

interface CasePageProps {
  id: string;
  earlier?: string | undefined;
}

/** One case: what was recorded, what is told beside it, and what has happened to it. */
export function CasePage({ id, earlier }: CasePageProps) {
  const loaded = useCase(id);
  if (loaded.state === 'failed') {
    return (
      <main className="case">
        <Failure problem={loaded.problem} />
      </main>
    );
  }
  if (loaded.state === 'loading') {
    return (
      <main className="case">
        <Loading />
      </main>
    );
  }
  return <OpenCase detail={loaded.detail} earlier={earlier} />;
}

function OpenCase({ detail, earlier }: { detail: CaseDetail; earlier: string | undefined }) {
  const { put, cases } = useCases();
  const { go } = usePlace();
  const moves = useMove(put);
  const reader = useReader();
  const next = nextCase(cases, detail.id, reader?.id);
  useKeys({
    u: () => go({ page: 'worklist', filters: {} }),
    n: () => next && go({ page: 'case', id: next }),
    c: () => moves.move(detail, 'claim'),
  });
  const prior = detail.priors.find((one) => one.id === earlier);
  return (
    <main className="case">
      <CaseHeader detail={detail} next={next} onMove={(what) => moves.move(detail, what)} />
      <MoveNotice moves={moves} />
      <CaseNotices exchange={detail.exchange} />
      {detail.links.ecg ? (
        <EcgCase detail={detail} prior={prior} />
      ) : detail.study && detail.links.dicomweb ? (
        <ImageCase detail={detail} study={detail.study} prior={prior} />
      ) : (
        <Body detail={detail} prior={prior}>
          <p className="notice">{<NothingToSee />}</p>
        </Body>
      )}
      {moves.dialog}
    </main>
  );
}

function NothingToSee() {
  return useLanguage().t.case.nothing;
}

/** The next one in the worklist's order that nobody else has. */
function nextCase(
  cases: readonly { id: string; claimedBy?: { id: string } }[],
  id: string,
  reader: string | undefined,
): string | undefined {
  const at = cases.findIndex((one) => one.id === id);
  const rest = [...cases.slice(at + 1), ...cases.slice(0, Math.max(0, at))];
  return rest.find((one) => !one.claimedBy || one.claimedBy.id === reader)?.id;
}

function EcgCase({ detail, prior }: { detail: CaseDetail; prior: Prior | undefined }) {
  const loaded = useRecording(detail.exchange);
  const titleOf = useTitle();
  const earlier: Earlier | undefined = prior?.links?.ecg
    ? { id: prior.exchange ?? prior.id, title: titleOf(prior) }
    : undefined;
  return (
    <Body
      detail={detail}
      prior={prior}
      facts={loaded?.state === 'here' ? <EcgFacts told={loaded.recording.told} /> : undefined}
    >
      {loaded?.state === 'here' ? (
        <EcgViewer recording={loaded.recording} title={titleOf(detail)} earlier={earlier} />
      ) : loaded?.state === 'failed' ? (
        <Failure problem={loaded.problem} />
      ) : (
        <Loading />
      )}
    </Body>
  );
}

function ImageCase(props: { detail: CaseDetail; study: string; prior: Prior | undefined }) {
  const { detail, study, prior } = props;
  const titleOf = useTitle();
  const priorStudy = prior?.links?.dicomweb?.split('/').pop();
  const earlier = prior && priorStudy ? { study: priorStudy, title: titleOf(prior) } : undefined;
  return (
    <Body detail={detail} prior={prior}>
      <Suspense fallback={<Loading />}>
        <ImageViewer study={study} title={titleOf(detail)} earlier={earlier} />
      </Suspense>
    </Body>
  );
}

/** What is told of an examination in a few words: what and when. */
function useTitle(): (one: { description?: string; modality?: string; receivedAt: string }) => string {
  const { language } = useLanguage();
  return (one) =>
    `${one.description ?? one.modality ?? ''} ${moment(one.receivedAt, language)}`.trim();
}

interface BodyProps {
  detail: CaseDetail;
  prior: Prior | undefined;
  facts?: React.ReactNode;
  children: React.ReactNode;
}

type Tab = 'facts' | 'priors' | 'story';

/** The viewer, and beside it what is told. */
function Body({ detail, prior, facts, children }: BodyProps) {
  const { t } = useLanguage();
  const isEcg = detail.links.ecg !== undefined;
  const tabs: Tab[] = isEcg ? ['facts', 'priors', 'story'] : ['priors', 'story'];
  const [chosen, setChosen] = useState<Tab>();
  const tab = chosen && tabs.includes(chosen) ? chosen : tabs[0]!;
  return (
    <div className="case-body">
      <section className="viewer" aria-label={t.case.viewer}>
        {children}
      </section>
      <aside className="told" aria-label={t.case.told}>
        <div className="tabs" role="tablist">
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`tab-${one}`}
              aria-selected={one === tab}
              aria-controls="told-panel"
              onClick={() => setChosen(one)}
            >
              {t.case.tabs[one]}
              {one === 'priors' && detail.priors.length > 0 && ` ${detail.priors.length}`}
            </button>
          ))}
        </div>
        <div className="panel" id="told-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
          {tab === 'facts' && (facts ?? <Loading />)}
          {tab === 'priors' && <Priors detail={detail} chosen={prior?.id} />}
          {tab === 'story' && <Story exchange={detail.exchange} told={detail.story} />}
        </div>
      </aside>
    </div>
  );
}
