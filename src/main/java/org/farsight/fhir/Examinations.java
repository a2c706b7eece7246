package org.farsight.fhir;

import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;

/** What is known here of the examinations that reports are about. Safe for use by many threads. */
public interface Examinations {

  /** Knows none. */
  Examinations NONE =
      new Examinations() {
        @Override
        public Optional<Exchange> exchange(String id) {
          return Optional.empty();
        }

        @Override
        public List<Arrival> arrivals(String exchangeId) {
          return List.of();
        }
      };

  /** The exchange with this id. */
  Optional<Exchange> exchange(String id);

  /** All that has arrived of it. */
  List<Arrival> arrivals(String exchangeId);
}
