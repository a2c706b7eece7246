import { useEffect, useRef } from 'react';
import { useReader } from '../cases/reader';
import { AcknowledgeForm } from '../critical/AcknowledgeForm';
import { NoticeFacts } from '../critical/NoticeFacts';
import { NoticeHead } from '../critical/UnansweredPage';
import { compareNotices, isOpenNotice, type NoticesAnswer } from '../critical/notice';
import { useTabCount } from '../critical/useNotices';
import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { useNow } from '../parts/clock';
import { attendance } from '../parts/attended';
import { Choose } from '../parts/controls';
import { Failure, Loading } from '../parts/Notice';
import { useBell } from '../parts/useBell';
import { useKeys } from '../parts/useKeys';
import { askAgain, pathWith, usePoll, useRested } from '../parts/usePoll';
import { usePlace } from '../place/usePlace';
import { Examinations } from './Examinations';
import { Reports } from './Reports';
import type { ExaminationsAnswer } from './examination';

interface BranchPageProps {
  /** The own one of whoever is signed in. */
  own?: string | undefined;
  site?: string | undefined;
  words?: string | undefined;
}

/** What a branch sees: critical values above all, its reports, and where its examinations are. */
export function BranchPage({ own, site: asked, words }: BranchPageProps) {
  const site = own ?? asked;
  // a branch's own desk is told of critical values though nobody sits there
  useEffect(() => (own === undefined ? undefined : attendance.stayAwake()), [own]);
  return (
    <main className="branch">
      {site === undefined ? <NoSite /> : <OneSite key={site} site={site} fixed={own !== undefined} words={words} />}
    </main>
  );
}

function NoSite() {
  const { t } = useLanguage();
  return (
    <header className="branch-head">
      <h1>{t.branch.title}</h1>
      <ChooseSite />
    </header>
  );
}

/** For those who belong to no branch. */
function ChooseSite({ present = '' }: { present?: string }) {
  const { t } = useLanguage();
  const { go } = usePlace();
  const { value, problem } = usePoll<ExaminationsAnswer>('/branch/examinations', 300_000);
  if (!value) {
    return problem ? <Failure problem={problem} /> : <Loading />;
  }
  const sites = (value.sites ?? []).map(({ id, name }) => [id, name] as const);
  return (
    <label className="choose-site">
      <span>{t.branch.chooseSite}</span>
      <Choose
        label={t.branch.chooseSite}
        value={present}
        options={present ? sites : [['', '…'] as const, ...sites]}
        onChange={(site) => site && go({ page: 'branch', site })}
      />
    </label>
  );
}

function OneSite({ site, fixed, words }: { site: string; fixed: boolean; words: string | undefined }) {
  const { t } = useLanguage();
  const rested = useRested(words);
  useBell(site, () => askAgain('/branch/', '/critical'));
  const { value } = usePoll<ExaminationsAnswer>(pathWith('/branch/examinations', { site, limit: 1 }), 300_000);
  return (
    <>
      <header className="branch-head">
        <h1>{value?.siteName ? t.branch.ofSite(value.siteName) : t.branch.title}</h1>
        {!fixed && <ChooseSite present={site} />}
        <BranchSearch site={fixed ? undefined : site} words={words} />
      </header>
      <CriticalValues site={site} />
      <div className="branch-lists">
        <Reports key={`reports ${rested}`} site={site} words={rested} />
        <Examinations key={`examinations ${rested}`} site={site} words={rested} />
      </div>
    </>
  );
}

function BranchSearch({ site, words }: { site: string | undefined; words: string | undefined }) {
  const { t } = useLanguage();
  const { go } = usePlace();
  const box = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => box.current?.focus() });
  return (
    <input
      ref={box}
      type="search"
      className="search"
      aria-label={t.branch.search}
      placeholder={t.branch.search}
      value={words ?? ''}
      maxLength={200}
      onChange={(event) => {
        const next = event.target.value;
        go({ page: 'branch', ...(site ? { site } : {}), ...(next ? { words: next } : {}) }, 'replace');
      }}
    />
  );
}

/** Red until a named person has said what was done. */
function CriticalValues({ site }: { site: string }) {
  const { t, language } = useLanguage();
  const now = useNow();
  const reader = useReader();
  const { value, problem, again } = usePoll<NoticesAnswer>(pathWith('/critical', { site, state: 'all' }));
  const notices = [...(value?.critical ?? [])].sort(compareNotices);
  const open = notices.filter(isOpenNotice);
  const answered = notices.filter((one) => !isOpenNotice(one));
  useTabCount(open.length, t.critical.tab);
  return (
    <>
      {problem && (
        <p className="failure plain-failure" role="alert">
          {problem.status === 0 ? t.branch.stale : t.failed(problem.status, problem.title)}
        </p>
      )}
      <p className="hidden" role="alert">
        {open.length > 0 && t.critical.countWithout(number(open.length, language))}
      </p>
      {open.length > 0 && (
        <section className="critical-open" aria-label={t.critical.unanswered}>
          <ul className="notices">
            {open.map((notice) => (
              <li key={notice.id} className="notice-card">
                <NoticeHead notice={notice} now={now} site={false} />
                <NoticeFacts notice={notice} now={now} />
                <AcknowledgeForm notice={notice} name={reader?.name ?? ''} onDone={again} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {answered.length > 0 && (
        <details className="critical-answered">
          <summary>
            {t.critical.answered} ({number(answered.length, language)})
          </summary>
          <ul className="notices">
            {answered.map((notice) => (
              <li key={notice.id} className="notice-card answered">
                <NoticeHead notice={notice} now={now} site={false} />
                <NoticeFacts notice={notice} now={now} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
