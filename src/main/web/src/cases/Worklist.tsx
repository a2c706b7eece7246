import { useEffect, useMemo, useRef, useState } from 'react';
import { number } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { useNow } from '../parts/clock';
import { Failure } from '../parts/Notice';
import { useKeys } from '../parts/useKeys';
import type { Filters as FilterState } from '../place/place';
import { usePlace } from '../place/usePlace';
import { UnansweredBar } from '../critical/UnansweredBar';
import { useReadersNotices } from '../critical/useNotices';
import { fetchAhead } from '../ecg/useRecording';
import { prepareViewer } from '../images/viewer';
import type { Case } from './case';
import { CaseRow } from './CaseRow';
import { ClosedCases, FoundClosed } from './ClosedCases';
import { Filters } from './Filters';
import { MoveNotice } from './MoveNotice';
import { countCases, passes } from './order';
import { useReader } from './reader';
import { follow, scrollTo, visibleRows } from './rows';
import { useCases } from './useCases';
import { useMove } from './useMove';

/** CSS pixels of a row; the style sheet says the same. */
const ROW = 46;

/** Remembered while a case is open, so that one comes back to where one was. */
let lastChosen: string | undefined;

/** All open cases that pass the filters, live. */
export function Worklist({ filters }: { filters: FilterState }) {
  const { t } = useLanguage();
  const { cases, line, problem, ahead, put } = useCases();
  const reader = useReader();
  const now = useNow() + ahead;
  // overdue is a matter of minutes: no need to count everything anew each second
  const moment = Math.floor(now / 5000) * 5000;
  const viewer = useMemo(() => ({ reader: reader?.id, now: moment }), [reader, moment]);
  const counts = useMemo(() => countCases(cases, viewer), [cases, viewer]);
  const shown = useMemo(
    () => cases.filter((one) => passes(one, filters, viewer)),
    [cases, filters, viewer],
  );
  const moves = useMove(put);
  const { notices, unanswered } = useReadersNotices();
  return (
    <main className="worklist">
      <aside>
        <Search filters={filters} />
        <Filters filters={filters} counts={counts} />
      </aside>
      <section className="cases" aria-label={t.worklist.title}>
        <h1 className="hidden">{t.worklist.title}</h1>
        {problem && line === 'broken' && <Failure problem={problem} />}
        <MoveNotice moves={moves} />
        <UnansweredBar notices={notices} now={now} />
        {filters.show === 'closed' ? (
          <ClosedCases filters={filters} />
        ) : (
          <Rows
            shown={shown}
            total={cases.length}
            loading={line === 'connecting' && cases.length === 0}
            now={now}
            reader={reader?.id}
            unanswered={unanswered}
            onClaim={(one) => moves.move(one, 'claim')}
          />
        )}
        {filters.show === undefined && filters.words && <FoundClosed filters={filters} />}
        {moves.dialog}
      </section>
    </main>
  );
}

function Search({ filters }: { filters: FilterState }) {
  const { t } = useLanguage();
  const { go } = usePlace();
  const box = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => box.current?.focus() });
  const search = (words: string) => {
    const { words: _gone, ...rest } = filters;
    go({ page: 'worklist', filters: words ? { ...rest, words } : rest }, 'replace');
  };
  return (
    <input
      ref={box}
      type="search"
      className="search"
      aria-label={t.worklist.search}
      placeholder={t.worklist.search}
      value={filters.words ?? ''}
      onChange={(event) => search(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Enter') {
          event.currentTarget.blur();
        }
      }}
    />
  );
}

interface RowsProps {
  shown: readonly Case[];
  total: number;
  loading: boolean;
  now: number;
  reader: string | undefined;
  /** Exchanges with a critical value that the branch has not answered. */
  unanswered: ReadonlySet<string>;
  onClaim: (one: Case) => void;
}

function Rows({ shown, total, loading, now, reader, unanswered, onClaim }: RowsProps) {
  const { t } = useLanguage();
  const view = useRows(shown);
  const chosen = shown[view.row];
  const { go } = usePlace();
  // any of them may be the next that is clicked, not the chosen one only
  const images = shown.some((one) => one.modality !== 'ECG');
  useEffect(() => (images ? prepareViewer() : undefined), [images]);
  useKeys({
    j: () => view.choose(view.row + 1),
    k: () => view.choose(view.row - 1),
    ArrowDown: () => view.choose(view.row + 1),
    ArrowUp: () => view.choose(view.row - 1),
    Home: () => view.choose(0),
    End: () => view.choose(shown.length - 1),
    Enter: () => chosen && open(chosen, go),
    c: () => chosen && onClaim(chosen),
  });
  const drawn = shown.slice(view.slice.first, view.slice.last);
  return (
    <div className="table">
      <div
        className="grid"
        role="table"
        aria-rowcount={shown.length + 1}
        aria-label={t.worklist.title}
      >
        <Head />
        <div
          className="scroller"
          ref={view.scroller}
          onScroll={view.onScroll}
          tabIndex={0}
          role="rowgroup"
        >
          <div className="room" role="presentation" style={{ height: shown.length * ROW }}>
            {drawn.map((one, i) => (
              <CaseRow
                key={one.id}
                one={one}
                row={view.slice.first + i}
                top={(view.slice.first + i) * ROW}
                chosen={view.slice.first + i === view.row}
                mine={one.claimedBy !== undefined && one.claimedBy.id === reader}
                unanswered={unanswered.has(one.exchange)}
                now={now}
                onChoose={view.choose}
              />
            ))}
          </div>
        </div>
      </div>
      <Foot shown={shown.length} total={total} loading={loading} />
    </div>
  );
}

function Head() {
  const { urgency, left, patient, exam, site, received, holder } = useLanguage().t.worklist.columns;
  return (
    <div role="row" className="head" aria-rowindex={1}>
      {[urgency, left, patient, exam, site, received, holder].map((words) => (
        <div role="columnheader" key={words}>
          {words}
        </div>
      ))}
    </div>
  );
}

function Foot({ shown, total, loading }: { shown: number; total: number; loading: boolean }) {
  const { t, language } = useLanguage();
  const words =
    shown === 0
      ? t.worklist.none(total)
      : t.worklist.shown(number(shown, language), number(total, language));
  return (
    <p className="foot" role="status">
      {loading ? t.loading : words}
    </p>
  );
}

function open(one: Case, go: ReturnType<typeof usePlace>['go']): void {
  if (one.modality === 'ECG') {
    fetchAhead(one.exchange);
  }
  go({ page: 'case', id: one.id });
}

/** Which rows are drawn and which is chosen; the choice stays with its case when rows move. */
function useRows(shown: readonly Case[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [height, setHeight] = useState(600);
  const [chosen, setChosen] = useState(lastChosen);
  const place = useRef(0);
  const ids = useMemo(() => shown.map((one) => one.id), [shown]);
  const row = follow(ids, chosen, place.current);
  place.current = row;
  useEffect(() => {
    const { current } = scroller;
    if (!current) {
      return;
    }
    const observer = new ResizeObserver(() => setHeight(current.clientHeight));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const choose = (next: number) => {
    const to = Math.min(Math.max(0, next), ids.length - 1);
    lastChosen = ids[to];
    place.current = Math.max(0, to);
    setChosen(ids[to]);
    if (scroller.current) {
      scroller.current.scrollTop = scrollTo(to, ROW, scroller.current.scrollTop, height);
    }
  };
  useEffect(() => {
    if (scroller.current && lastChosen) {
      scroller.current.scrollTop = scrollTo(place.current, ROW, 0, scroller.current.clientHeight);
    }
  }, []);
  const onScroll = () => setScrolled(scroller.current?.scrollTop ?? 0);
  return { scroller, row, choose, onScroll, slice: visibleRows(ids.length, ROW, scrolled, height) };
}
