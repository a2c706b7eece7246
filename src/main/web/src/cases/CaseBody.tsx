import { useEffect, useState } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Loading } from '../parts/Notice';
import { Splitter, useKeptWidth } from '../parts/Splitter';
import { useKeys } from '../parts/useKeys';
import type { Desk } from '../report/useDesk';
import { Story } from '../story/Story';
import type { CaseDetail, Prior } from './case';
import { Priors } from './Priors';

export interface CaseBodyProps {
  detail: CaseDetail;
  prior: Prior | undefined;
  desk: Desk;
  report: React.ReactNode;
  facts?: React.ReactNode;
  children: React.ReactNode;
}

/** CSS pixels of the report beside the viewer. */
const LEAST = 290;
const MOST = 800;

/** The viewer, and beside it what is told. */
export function CaseBody({ detail, prior, desk, report, facts, children }: CaseBodyProps) {
  const { t } = useLanguage();
  const [tab, choose] = useTab(detail, desk);
  const [width, setWidth] = useKeptWidth('farsight.report.width', 380, LEAST, MOST);
  const writing = tab === 'report';
  useKeys({
    e: () => {
      choose('report');
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.editor [data-member]')?.focus());
    },
  });
  return (
    <div
      className={writing ? 'case-body writing' : 'case-body'}
      style={writing ? { gridTemplateColumns: `minmax(0, 1fr) 7px ${width}px` } : undefined}
    >
      <section className="viewer" aria-label={t.case.viewer}>
        {children}
      </section>
      {writing && (
        <Splitter label={t.report.width} width={width} least={LEAST} most={MOST} onChange={setWidth} />
      )}
      <aside className="told" aria-label={t.case.told}>
        <Tabs detail={detail} tab={tab} choose={choose} />
        <div className="panel" id="told-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
          {writing && report}
          {tab === 'facts' && (facts ?? <Loading />)}
          {tab === 'priors' && <Priors detail={detail} chosen={prior?.id} />}
          {tab === 'story' && <Story exchange={detail.exchange} told={detail.story} />}
        </div>
      </aside>
    </div>
  );
}

type Tab = 'report' | 'facts' | 'priors' | 'story';

function tabsOf(detail: CaseDetail): Tab[] {
  return detail.links.ecg ? ['report', 'facts', 'priors', 'story'] : ['report', 'priors', 'story'];
}

/** The report once it is written or signed; before that what is known of the examination. */
function useTab(detail: CaseDetail, desk: Desk): [Tab, (tab: Tab) => void] {
  const [chosen, choose] = useState<Tab>();
  const written = desk.writing !== undefined || (desk.report?.signed.length ?? 0) > 0;
  useEffect(() => {
    if (written) {
      choose('report');
    }
  }, [written]);
  return [chosen ?? tabsOf(detail)[1]!, choose];
}

interface TabsProps {
  detail: CaseDetail;
  tab: Tab;
  choose: (tab: Tab) => void;
}

function Tabs({ detail, tab, choose }: TabsProps) {
  const { t } = useLanguage();
  return (
    <div className="tabs" role="tablist">
      {tabsOf(detail).map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          aria-selected={one === tab}
          aria-controls="told-panel"
          onClick={() => choose(one)}
        >
          {t.case.tabs[one]}
          {one === 'priors' && detail.priors.length > 0 && ` ${detail.priors.length}`}
        </button>
      ))}
    </div>
  );
}
