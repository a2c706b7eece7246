import { Suspense, useEffect, useMemo, useState } from 'react';
import { Beside } from '../cases/Beside';
import { PatientLine } from '../cases/PatientLine';
import { useReader } from '../cases/reader';
import { CaseNotices } from '../critical/CaseNotices';
import { UnansweredBar } from '../critical/UnansweredBar';
import { useUnanswered } from '../critical/useNotices';
import { EcgFacts } from '../ecg/EcgFacts';
import { EcgViewer } from '../ecg/EcgViewer';
import { useRecording } from '../ecg/useRecording';
import { readAhead } from '../images/studyReader';
import { ImageViewer } from '../images/viewer';
import { day, moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { attendance } from '../parts/attended';
import { useNow } from '../parts/clock';
import { Failure, Loading } from '../parts/Notice';
import { useBell } from '../parts/useBell';
import { useKeys } from '../parts/useKeys';
import { askAgain, usePoll } from '../parts/usePoll';
import { Link, usePlace } from '../place/usePlace';
import { Story } from '../story/Story';
import { Steps } from './Examinations';
import { ReturnedReport } from './ReturnedReport';
import { isComparable, stepOf, type EarlierExamination, type WholeExamination } from './examination';

interface ExaminationPageProps {
  exchange: string;
  /** Exchange of an earlier one that is compared. */
  earlier: string | undefined;
  /** Whether whoever looks belongs to a branch. */
  ofBranch: boolean;
  /** Whether whoever looks may answer critical values for it. */
  answers: boolean;
}

/** An examination as its branch sees it: what was recorded, and what was said of it. */
export function ExaminationPage({ exchange, ...rest }: ExaminationPageProps) {
  const path = `/branch/examination/${encodeURIComponent(exchange)}`;
  const { value, problem } = usePoll<WholeExamination>(path);
  return (
    <main className="case">
      {value ? (
        <Whole one={value} {...rest} />
      ) : problem ? (
        <Failure problem={problem} />
      ) : (
        <Loading />
      )}
    </main>
  );
}

type WholeProps = Omit<ExaminationPageProps, 'exchange'> & { one: WholeExamination };

function Whole({ one, earlier, ofBranch, answers }: WholeProps) {
  const { go } = usePlace();
  const person = useReader();
  const back = { page: 'branch', ...(ofBranch ? {} : { site: one.site }) } as const;
  useBell(one.site, () => askAgain('/branch/', '/critical'));
  useKeys({ u: () => go(back) });
  const compared = one.earlier.find((other) => other.exchange === earlier && isComparable(one, other));
  return (
    <>
      <Header one={one} back={back} />
      {ofBranch && <Unanswered site={one.site} exchange={one.exchange} />}
      <CaseNotices exchange={one.exchange} answering={answers ? (person?.name ?? '') : undefined} />
      {one.links.ecg ? (
        <Ecg one={one} compared={compared} />
      ) : one.links.dicomweb && one.study ? (
        <Images one={one} study={one.study} compared={compared} />
      ) : (
        <Told one={one} compared={compared} facts={undefined}>
          <p className="notice">{<NothingToSee />}</p>
        </Told>
      )}
    </>
  );
}

/** A branch's own desk hears of other critical values while it looks at one examination. */
function Unanswered({ site, exchange }: { site: string; exchange: string }) {
  const now = useNow();
  const { notices } = useUnanswered(site);
  useEffect(() => attendance.stayAwake(), []);
  const others = notices.filter((one) => one.exchange !== exchange);
  return <UnansweredBar notices={others} now={now} to={{ page: 'branch' }} all={notices.length} />;
}

function NothingToSee() {
  return useLanguage().t.case.nothing;
}

function Header({ one, back }: { one: WholeExamination; back: { page: 'branch'; site?: string } }) {
  const { t, language } = useLanguage();
  const read = one.case;
  const said = [
    read?.description ?? one.modality,
    one.siteName,
    read?.accession ?? one.accession,
    moment(one.receivedAt, language),
  ];
  return (
    <header className="case-header">
      <Link to={back} className="back">
        <span aria-hidden="true">‹</span> {t.branch.title}
      </Link>
      <div className="identity">
        <h1>
          {read ? <PatientLine patient={read.patient} /> : one.accession || t.worklist.noName}
          {read?.patient?.birthDate && <span className="person">{day(read.patient.birthDate, language)}</span>}
        </h1>
        <p>{said.filter((piece) => piece).join(' · ')}</p>
      </div>
      <div className="standing">
        {read?.critical && <span className="badge critical">▲ {t.worklist.critical}</span>}
        {one.keptBack && <span className="kept-back">! {t.branch.keptBack}</span>}
        <Steps step={stepOf(one)} holder={read?.claimedBy?.name} />
      </div>
    </header>
  );
}

interface SeenProps {
  one: WholeExamination;
  compared: EarlierExamination | undefined;
}

function Ecg({ one, compared }: SeenProps) {
  const loaded = useRecording(one.exchange);
  const titleOf = useTitle();
  const earlier = compared && { id: compared.exchange, title: titleOf(compared) };
  const here = loaded?.state === 'here' ? loaded.recording : undefined;
  return (
    <Told one={one} compared={compared} facts={here ? <EcgFacts told={here.told} /> : <Loading />}>
      {here ? (
        <EcgViewer recording={here} title={titleOf(described(one))} earlier={earlier} />
      ) : loaded?.state === 'failed' ? (
        <Failure problem={loaded.problem} />
      ) : (
        <Loading />
      )}
    </Told>
  );
}

function Images({ one, study, compared }: SeenProps & { study: string }) {
  const titleOf = useTitle();
  // before the viewer is there, which takes over what has been read
  useMemo(() => readAhead(study), [study]);
  const earlier = compared?.study ? { study: compared.study, title: titleOf(compared) } : undefined;
  return (
    <Told one={one} compared={compared} facts={undefined}>
      <Suspense fallback={<Loading />}>
        <ImageViewer study={study} title={titleOf(described(one))} earlier={earlier} />
      </Suspense>
    </Told>
  );
}

interface Described {
  description?: string;
  modality?: string;
  receivedAt: string;
}

function described({ case: read, modality, receivedAt }: WholeExamination): Described {
  const description = read?.description;
  return { receivedAt, ...(description ? { description } : {}), ...(modality ? { modality } : {}) };
}

function useTitle(): (one: Described) => string {
  const { language } = useLanguage();
  return (one) => `${one.description || one.modality || ''} ${moment(one.receivedAt, language)}`.trim();
}

type Tab = 'report' | 'facts' | 'priors' | 'story';

interface ToldProps extends SeenProps {
  /** Of an ECG: what the device has measured. */
  facts: React.ReactNode;
  children: React.ReactNode;
}

function Told({ one, compared, facts, children }: ToldProps) {
  const { t } = useLanguage();
  const reported = one.reports.length > 0;
  const [chosen, choose] = useState<Tab>();
  // a report that comes back meanwhile is shown at once, unless something else was chosen
  const tab = chosen ?? (reported ? 'report' : facts ? 'facts' : 'story');
  useEffect(() => choose(undefined), [one.exchange]);
  const count = one.earlier.length > 0 ? ` ${one.earlier.length}` : '';
  const panels = [
    { id: 'report' as const, label: t.case.tabs.report, content: <ReturnedReport one={one} /> },
    ...(facts ? [{ id: 'facts' as const, label: t.case.tabs.facts, content: facts }] : []),
    { id: 'priors' as const, label: t.case.tabs.priors + count, content: <Earlier one={one} compared={compared} /> },
    {
      id: 'story' as const,
      label: t.case.tabs.story,
      content: <Story key={`${one.state} ${one.objects}`} exchange={one.exchange} told={[]} />,
    },
  ];
  return (
    <Beside panels={panels} chosen={tab} choose={choose} wide={tab === 'report' && reported}>
      {children}
    </Beside>
  );
}

/** What else of this patient the branch has sent; one that can be compared opens beside this one. */
function Earlier({ one, compared }: SeenProps) {
  const { t, language } = useLanguage();
  if (one.earlier.length === 0) {
    return <p className="hint">{t.case.noPriors}</p>;
  }
  return (
    <ul className="priors">
      {one.earlier.map((other) => {
        const present = other.exchange === compared?.exchange;
        const asked = present ? {} : { earlier: other.exchange };
        return (
          <li key={other.exchange} aria-current={present ? 'true' : undefined}>
            <Link to={{ page: 'examination', exchange: other.exchange }} className="prior-title">
              <span className="modality">{other.modality || '–'}</span>
              <span>
                {other.description || t.worklist.noDescription}
                <time dateTime={other.receivedAt}>{moment(other.receivedAt, language)}</time>
              </span>
            </Link>
            {isComparable(one, other) && (
              <Link className="button small" to={{ page: 'examination', exchange: one.exchange, ...asked }}>
                {present ? t.case.compareEnd : t.case.compare}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
