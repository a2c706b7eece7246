import { useEffect, useState } from 'react';
import { useLanguage } from '../language/useLanguage';
import { Loading } from '../parts/Notice';
import { useKeys } from '../parts/useKeys';
import type { Desk } from '../report/useDesk';
import { Story } from '../story/Story';
import { Beside } from './Beside';
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

/** The viewer, and beside it what is told and written. */
export function CaseBody({ detail, prior, desk, report, facts, children }: CaseBodyProps) {
  const { t } = useLanguage();
  const [tab, choose] = useTab(detail, desk);
  useKeys({
    e: () => {
      choose('report');
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.editor [data-member]')?.focus());
    },
  });
  const contents: Record<Tab, React.ReactNode> = {
    report,
    facts: facts ?? <Loading />,
    priors: <Priors detail={detail} chosen={prior?.id} />,
    story: <Story exchange={detail.exchange} told={detail.story} />,
  };
  const count = detail.priors.length > 0 ? ` ${detail.priors.length}` : '';
  const panels = tabsOf(detail).map((id) => ({
    id,
    label: t.case.tabs[id] + (id === 'priors' ? count : ''),
    content: contents[id],
  }));
  return (
    <Beside panels={panels} chosen={tab} choose={choose} wide={tab === 'report'}>
      {children}
    </Beside>
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
