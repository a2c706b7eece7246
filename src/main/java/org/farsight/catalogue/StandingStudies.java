package org.farsight.catalogue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Exchange;

/**
 * A catalogue without the studies that were sent under the wrong patient: what is rejected is
 * hidden from queries and retrieval (IHE RAD-66), and is there again when the recall is taken back.
 * Which ones these are is asked anew for each query.
 *
 * @param all what is kept
 * @param recalled ids of the exchanges that are recalled now
 * @param unlessNamed whether those are shown to who names their Study Instance UID: a page that
 *     shows a reader what an addendum is due on
 */
public record StandingStudies(Catalogue all, Supplier<Set<String>> recalled, boolean unlessNamed)
    implements Catalogue {

  @Override
  public void studies(Selection selection, Visitor<StudyEntry> visitor) throws IOException {
    all.studies(selection, standing(selection, visitor, StudyEntry::exchange));
  }

  @Override
  public void series(Selection selection, Visitor<SeriesEntry> visitor) throws IOException {
    all.series(selection, standing(selection, visitor, entry -> entry.study().exchange()));
  }

  @Override
  public void instances(Selection selection, Visitor<InstanceEntry> visitor) throws IOException {
    all.instances(
        selection, standing(selection, visitor, entry -> entry.series().study().exchange()));
  }

  private <E> Visitor<E> standing(
      Selection selection, Visitor<E> visitor, Function<E, Exchange> exchange) {
    Set<String> hidden = unlessNamed && !selection.studies().isEmpty() ? Set.of() : recalled.get();
    return hidden.isEmpty()
        ? visitor
        : entry -> hidden.contains(exchange.apply(entry).id()) || visitor.visit(entry);
  }

  @Override
  public SeriesInStudy seriesInStudy(String exchangeId) {
    return all.seriesInStudy(exchangeId);
  }

  @Override
  public List<String> sopClasses(String exchangeId) {
    return all.sopClasses(exchangeId);
  }

  @Override
  public Map<String, Integer> instancesInSeries(String exchangeId) {
    return all.instancesInSeries(exchangeId);
  }
}
