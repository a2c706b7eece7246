package org.farsight.app;

import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.fhir.Examinations;

/** The examinations in the ledger, as reports ask about them. */
record KnownExaminations(Ledger ledger) implements Examinations {

  @Override
  public Optional<Exchange> exchange(String id) {
    return ledger.exchange(id);
  }

  @Override
  public List<Arrival> arrivals(String exchangeId) {
    return ledger.arrivals(exchangeId, 0);
  }
}
