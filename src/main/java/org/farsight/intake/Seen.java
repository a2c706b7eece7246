package org.farsight.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger.Transaction;
import org.farsight.exchange.ObjectFacts;

/**
 * What one group has looked up in the ledger and changed since: a question that decides about bytes
 * first and about rows later is asked once.
 */
final class Seen {
  private final Transaction tx;
  private final Map<String, Optional<Arrival>> arrivals = new HashMap<>();
  private final Map<String, Optional<Exchange>> exchanges = new HashMap<>();

  Seen(Transaction tx) {
    this.tx = tx;
  }

  /**
   * What an exchange is known by. An object that names no study (type 1 in PS3.3 §C.7.2.1, yet such
   * objects are met) is a study of its own, named by its SOP Instance UID: nothing says that it
   * belongs to another, and it must not be lost. Two sites may give two orders one number.
   *
   * @param siteId the site that sends it
   */
  static String key(ObjectFacts facts, String siteId, String digest) {
    return switch (facts.kind()) {
      case STUDY -> facts.study().isEmpty() ? facts.sopInstance() : facts.study();
      case ECG -> digest;
      case ORDER, PATIENT, REPORT, CRITICAL -> siteId + "|" + facts.study();
    };
  }

  /** The arrival of this instance, whatever its bytes; of a file that is no DICOM, of its bytes. */
  Optional<Arrival> arrival(ObjectFacts facts, String digest) {
    return facts.isDicom()
        ? arrivals.computeIfAbsent(facts.sopInstance(), tx::arrivalOfInstance)
        : arrivals.computeIfAbsent(digest, tx::arrivalOfFile);
  }

  /** The exchange that the object would join. */
  Optional<Exchange> exchange(ObjectFacts facts, String siteId, String digest) {
    Kind kind = facts.kind();
    return exchanges.computeIfAbsent(
        key(facts, siteId, digest), key -> tx.exchangeOfKey(kind, key));
  }

  /** The bytes of an object are elsewhere now; that was written. */
  void healed(Arrival arrival) {
    arrivals.remove(
        arrival.facts().isDicom() ? arrival.facts().sopInstance() : arrival.content().digest());
  }

  /** An object has joined an exchange; both were written. */
  void joined(Arrival arrival, Exchange exchange) {
    ObjectFacts facts = arrival.facts();
    String digest = arrival.content().digest();
    exchanges.put(exchange.key(), Optional.of(exchange));
    if (facts.isDicom()) {
      // its number is given by the ledger: ask when it is needed
      arrivals.remove(facts.sopInstance());
    } else {
      arrivals.remove(digest);
    }
  }
}
