import { Suspense, useEffect, useMemo } from 'react';
import { CaseNotices } from '../critical/CaseNotices';
import { EcgFacts } from '../ecg/EcgFacts';
import { EcgViewer, type Earlier } from '../ecg/EcgViewer';
import { useRecording } from '../ecg/useRecording';
import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { MarksContext } from '../images/marks';
import { readAhead } from '../images/studyReader';
import { ImageViewer } from '../images/viewer';
import { sendJson } from '../parts/http';
import { Failure, Loading } from '../parts/Notice';
import { useKeys } from '../parts/useKeys';
import { usePlace } from '../place/usePlace';
import { toggledImage } from '../report/content';
import { ReportPanel } from '../report/ReportPanel';
import { useDesk, useKeeper, type Desk } from '../report/useDesk';
import type { Case, CaseDetail, Move } from './case';
import { CaseBody, type CaseBodyProps } from './CaseBody';
import { CaseHeader } from './CaseHeader';
import { MoveNotice } from './MoveNotice';
import { useCase, useCases } from './useCases';
import { useMove } from './useMove';
import { useReader } from './reader';

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
  const { put, cases, ahead } = useCases();
  const { go } = usePlace();
  const moves = useMove(put);
  const reader = useReader();
  const next = nextCase(cases, detail.id, reader?.id);
  useKeys({
    u: () => go({ page: 'worklist', filters: {} }),
    n: () => next && go({ page: 'case', id: next }),
    c: () => moves.move(detail, 'claim'),
  });
  const desk = useDesk(detail);
  useStarted(desk, put);
  const prior = detail.priors.find((one) => one.id === earlier);
  const onMove = (what: Move) => moves.move(detail, what);
  const body = {
    detail,
    prior,
    desk,
    report: <ReportPanel desk={desk} next={next} onMove={onMove} />,
  };
  return (
    <main className="case">
      <CaseHeader detail={detail} next={next} onMove={onMove} />
      <MoveNotice moves={moves} />
      <CaseNotices exchange={detail.exchange} ahead={ahead} />
      <MarksContext value={useMarking(desk)}>
        {detail.links.ecg ? (
          <EcgCase {...body} />
        ) : detail.study && detail.links.dicomweb ? (
          <ImageCase {...body} study={detail.study} />
        ) : (
          <CaseBody {...body}>
            <p className="notice">{<NothingToSee />}</p>
          </CaseBody>
        )}
      </MarksContext>
      {moves.dialog}
    </main>
  );
}

/** Once something of one's own is saved, the others see that it is being read. */
function useStarted({ detail, reader, writing }: Desk, put: (one: Case) => void): void {
  const saved = useKeeper(writing)?.saving.is === 'saved';
  const mine = detail.claimedBy !== undefined && detail.claimedBy.id === reader?.id;
  const wanted = saved && mine && detail.status === 'accepted' && detail.moves.includes('start');
  useEffect(() => {
    if (wanted && reader) {
      const body = { reader: reader.id, name: reader.name };
      sendJson<Case>(`/case/${encodeURIComponent(detail.id)}/start`, 'POST', body).then(
        put,
        () => undefined, // nobody has asked for it: the draft is kept all the same
      );
    }
    // once, not with each drawing of the page
  }, [wanted]);
}

/** The images that are marked in the viewer are those of the report. */
function useMarking(desk: Desk) {
  const { writing } = desk;
  const marked = useKeeper(writing)?.content.keyImages;
  return useMemo(
    () => ({
      marked: marked ?? [],
      toggle:
        writing &&
        ((one: { instance: string; frame: number }) => {
          const { content } = writing.keeper.snapshot();
          const keyImages = toggledImage(content.keyImages, one);
          writing.keeper.change({ ...content, keyImages });
        }),
    }),
    [marked, writing],
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

function EcgCase(props: Omit<CaseBodyProps, 'facts' | 'children'>) {
  const { detail, prior } = props;
  const loaded = useRecording(detail.exchange);
  const titleOf = useTitle();
  const earlier: Earlier | undefined = prior?.links?.ecg
    ? { id: prior.exchange ?? prior.id, title: titleOf(prior) }
    : undefined;
  return (
    <CaseBody
      {...props}
      facts={loaded?.state === 'here' ? <EcgFacts told={loaded.recording.told} /> : undefined}
    >
      {loaded?.state === 'here' ? (
        <EcgViewer recording={loaded.recording} title={titleOf(detail)} earlier={earlier} />
      ) : loaded?.state === 'failed' ? (
        <Failure problem={loaded.problem} />
      ) : (
        <Loading />
      )}
    </CaseBody>
  );
}

function ImageCase(props: Omit<CaseBodyProps, 'facts' | 'children'> & { study: string }) {
  const { study, ...rest } = props;
  const { detail, prior } = rest;
  const titleOf = useTitle();
  // before the viewer is there, which takes over what has been read
  useMemo(() => readAhead(study), [study]);
  const priorStudy = prior?.links?.dicomweb?.split('/').pop();
  const earlier = prior && priorStudy ? { study: priorStudy, title: titleOf(prior) } : undefined;
  return (
    <CaseBody {...rest}>
      <Suspense fallback={<Loading />}>
        <ImageViewer study={study} title={titleOf(detail)} earlier={earlier} />
      </Suspense>
    </CaseBody>
  );
}

/** What is told of an examination in a few words: what and when. */
function useTitle(): (one: { description?: string; modality?: string; receivedAt: string }) => string {
  const { language } = useLanguage();
  return (one) =>
    `${one.description ?? one.modality ?? ''} ${moment(one.receivedAt, language)}`.trim();
}
