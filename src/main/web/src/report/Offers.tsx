import { moment } from '../language/format';
import { useLanguage } from '../language/useLanguage';
import { differences } from './content';
import type { DraftKeeper, KeeperState } from './keeper';
import type { Offer } from './merge';

/** Other texts of the same report: nothing is overwritten before a person has chosen. */
export function Offers({ state, keeper }: { state: KeeperState; keeper: DraftKeeper }) {
  return state.offers.map((offer, i) => (
    <OneOffer key={`${offer.from} ${offer.at} ${i}`} offer={offer} state={state} keeper={keeper} />
  ));
}

function OneOffer(props: { offer: Offer; state: KeeperState; keeper: DraftKeeper }) {
  const { offer, state, keeper } = props;
  const { t, language } = useLanguage();
  const words = t.report.offer;
  const at = moment(offer.at, language);
  const different = differences(offer.content, state.content);
  const names: Record<string, string> = words.members;
  return (
    <section className="offer" role="alert">
      <p>
        {offer.from === 'engine'
          ? words.engine(offer.by ?? t.report.unknown, at)
          : words.browser(at)}{' '}
        {words.differs(different.map((one) => names[one]).join(', '))}
      </p>
      <details>
        <summary>{words.show}</summary>
        <dl>
          {different.map((one) => (
            <div key={one}>
              <dt>{names[one]}</dt>
              <dd>{asText(offer.content[one])}</dd>
            </div>
          ))}
        </dl>
      </details>
      <p className="actions">
        <button type="button" onClick={() => keeper.take(offer)}>
          {words.take}
        </button>
        <button type="button" onClick={() => keeper.decline(offer)}>
          {words.mine}
        </button>
      </p>
    </section>
  );
}

function asText(value: unknown): string {
  if (value === undefined || value === '') {
    return '–';
  }
  if (typeof value === 'string') {
    return value;
  }
  return Array.isArray(value)
    ? String(value.length)
    : Object.entries(value as Record<string, string>)
        .map(([id, one]) => `${id}: ${one}`)
        .join('\n');
}
