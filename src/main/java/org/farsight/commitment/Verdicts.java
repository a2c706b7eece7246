package org.farsight.commitment;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Commitment.Reference;
import org.farsight.exchange.Commitment.Stage;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Commitments.Question;
import org.farsight.exchange.Commitments.Standing;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.Target;

/** Writes down what is decided, and tells the story of the exchanges concerned. */
final class Verdicts {
  private final CommitmentPorts ports;

  Verdicts(CommitmentPorts ports) {
    this.ports = ports;
  }

  /** Writes what is decided already; the rest is looked at again at a time. */
  void later(Commitment request, Map<Integer, Integer> decided, Instant next) {
    ports
        .ledger()
        .<Void>write(
            tx -> {
              decide(tx, request, decided);
              tx.commitments()
                  .commitment(request.id())
                  .filter(now -> now.stage() == Stage.DECIDING)
                  .ifPresent(now -> tx.commitments().put(now.later(next)));
              return null;
            });
  }

  /** Looks again at a time, unless somebody has asked for an earlier look meanwhile. */
  void sooner(Commitment request, Instant next) {
    ports
        .ledger()
        .<Void>write(
            tx -> {
              tx.commitments()
                  .commitment(request.id())
                  .filter(now -> now.stage() == Stage.DECIDING)
                  .filter(now -> now.dueAt() == null || next.isBefore(now.dueAt()))
                  .ifPresent(now -> tx.commitments().put(now.later(next)));
              return null;
            });
  }

  private static void decide(
      Ledger.Transaction tx, Commitment request, Map<Integer, Integer> decided) {
    decided.forEach(
        (position, outcome) -> tx.commitments().decide(request.id(), position, outcome));
  }

  /** Writes the last decisions; the report is due at once. */
  void decide(
      Commitment request,
      List<Standing> standing,
      Map<Integer, Integer> decided,
      CommitmentMode mode,
      Collection<Target.Archive> archives) {
    Map<Integer, Integer> outcomes = new TreeMap<>(decided);
    standing.forEach(
        one -> one.reference().outcome().ifPresent(o -> outcomes.put(one.position(), o)));
    String by = by(request, mode, archives);
    Instant now = ports.now();
    ports
        .ledger()
        .<Void>write(
            tx -> {
              decide(tx, request, decided);
              tx.commitments()
                  .commitment(request.id())
                  .ifPresent(current -> tx.commitments().put(current.decided(now)));
              tell(tx, request, standing, outcomes, by, now);
              return null;
            });
    int committed = (int) outcomes.values().stream().filter(o -> o == Reference.COMMITTED).count();
    ports.listener().decided(request, committed, outcomes.size() - committed);
  }

  private String by(Commitment request, CommitmentMode mode, Collection<Target.Archive> archives) {
    if (mode == CommitmentMode.DURABLE_HERE) {
      return "kept durably here";
    }
    return archives.stream()
        .map(
            archive ->
                ports
                        .commitments()
                        .newestQuestion(request.id(), archive.id())
                        .filter(Question::answered)
                        .isPresent()
                    ? "asked for commitment: " + archive.aet()
                    : "looked for at: " + archive.aet())
        .collect(Collectors.joining(", "));
  }

  private void tell(
      Ledger.Transaction tx,
      Commitment request,
      List<Standing> standing,
      Map<Integer, Integer> outcomes,
      String by,
      Instant now) {
    Map<String, Map<Integer, Integer>> byExchange = new HashMap<>();
    for (Standing one : standing) {
      one.keptIfAny()
          .filter(kept -> kept.siteId().equals(request.siteId()))
          .ifPresent(
              kept ->
                  byExchange
                      .computeIfAbsent(kept.exchangeId(), id -> new TreeMap<>())
                      .merge(outcomes.getOrDefault(one.position(), 0), 1, Integer::sum));
    }
    String transaction = "transaction " + request.transactionUid();
    byExchange.forEach(
        (exchange, counts) -> {
          int all = counts.values().stream().mapToInt(Integer::intValue).sum();
          line(
              tx,
              exchange,
              request.requestedAt(),
              Event.COMMITMENT_REQUESTED,
              request.caller() + ", " + all + " of its objects, " + transaction);
          line(tx, exchange, now, Event.COMMITMENT_DECIDED, words(counts, all, by));
        });
  }

  private static String words(Map<Integer, Integer> counts, int all, String by) {
    String failed =
        counts.entrySet().stream()
            .filter(entry -> entry.getKey() != Reference.COMMITTED)
            .map(entry -> "; " + entry.getValue() + " failed with %04XH".formatted(entry.getKey()))
            .collect(Collectors.joining());
    return counts.getOrDefault(Reference.COMMITTED, 0)
        + " of "
        + all
        + " objects committed"
        + failed
        + " ("
        + by
        + ")";
  }

  /** One line of the story of an exchange. */
  static void line(
      Ledger.Transaction tx, String exchangeId, Instant at, Event event, String detail) {
    int revision = tx.exchange(exchangeId).map(exchange -> exchange.revision()).orElse(0);
    tx.tell(exchangeId, new StoryLine(at, event, revision, "", detail));
  }
}
