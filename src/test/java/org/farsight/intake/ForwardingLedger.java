package org.farsight.intake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Signal;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.jspecify.annotations.Nullable;

/** A ledger in front of another, for tests that watch or disturb one of its methods. */
class ForwardingLedger implements Ledger {
  private final Ledger ledger;

  ForwardingLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    return ledger.write(work);
  }

  @Override
  public Optional<Exchange> exchange(String id) {
    return ledger.exchange(id);
  }

  @Override
  public List<Exchange> find(String anyId, int limit) {
    return ledger.find(anyId, limit);
  }

  @Override
  public List<Exchange> newest(@Nullable String siteId, int limit) {
    return ledger.newest(siteId, limit);
  }

  @Override
  public List<Arrival> arrivals(String exchangeId, int aboveRevision) {
    return ledger.arrivals(exchangeId, aboveRevision);
  }

  @Override
  public List<ReportReturn> reports(String exchangeId) {
    return ledger.reports(exchangeId);
  }

  @Override
  public List<String> scheduled() {
    return ledger.scheduled();
  }

  @Override
  public Totals totals(String exchangeId) {
    return ledger.totals(exchangeId);
  }

  @Override
  public Optional<OrderMatch> orderMatch(String exchangeId) {
    return ledger.orderMatch(exchangeId);
  }

  @Override
  public Optional<Recordings.Written> recording(String key) {
    return ledger.recording(key);
  }

  @Override
  public List<Step> steps(String exchangeId) {
    return ledger.steps(exchangeId);
  }

  @Override
  public Optional<Step> step(String exchangeId, String name) {
    return ledger.step(exchangeId, name);
  }

  @Override
  public List<Due> due(String step, Instant now, int limit) {
    return ledger.due(step, now, limit);
  }

  @Override
  public Optional<Converted> converted(String exchangeId) {
    return ledger.converted(exchangeId);
  }

  @Override
  public List<StoryLine> story(String exchangeId) {
    return ledger.story(exchangeId);
  }

  @Override
  public Optional<ReadingCase.Report> read(String exchangeId) {
    return ledger.read(exchangeId);
  }

  @Override
  public List<QuarantineEntry> quarantine(int limit) {
    return ledger.quarantine(limit);
  }

  @Override
  public List<QuarantineEntry> quarantineOf(String exchangeId) {
    return ledger.quarantineOf(exchangeId);
  }

  @Override
  public List<Step> quarantinedSteps(int limit) {
    return ledger.quarantinedSteps(limit);
  }

  @Override
  public Map<String, Long> openSteps() {
    return ledger.openSteps();
  }

  @Override
  public Optional<Signal> reached(Exchange exchange, int done) {
    return ledger.reached(exchange, done);
  }

  @Override
  public long exchanges() {
    return ledger.exchanges();
  }

  @Override
  public long arrivals() {
    return ledger.arrivals();
  }
}
