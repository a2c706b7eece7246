package org.farsight.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger.Transaction;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.intake.Waiting.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which objects join exchanges. A group is admitted within one transaction, one object
 * after the other, so that each sees those before it: bytes are made durable first, once for all,
 * and only those that are not kept already. Used by one thread at a time.
 */
final class Admission {
  private static final Duration TELL_AGAIN = Duration.ofMinutes(1);
  private static final int REMEMBERED = 10_000;

  private final ContentStore store;
  private final Completeness completeness;

  /** When a repeat was last told for an exchange: a looping device must not flood the story. */
  private final Map<String, Instant> repeatTold =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * What became of a candidate.
   *
   * @param joined the exchange at the revision that the object made; null if it made none
   * @param convert the conversion that this revision waits for; null if it made none
   */
  record Admitted(Receipt receipt, @Nullable Exchange joined, @Nullable Step convert) {}

  Admission(ContentStore store, Completeness completeness) {
    this.store = store;
    this.completeness = completeness;
  }

  /**
   * Admits a group in order.
   *
   * @throws UncheckedIOException if the disk failed: the transaction must be undone
   */
  List<Admitted> admit(Transaction tx, List<Candidate> group) {
    Seen seen = new Seen(tx);
    Map<String, Content> contents = keepBytes(tx, seen, group);
    List<Admitted> admitted = new ArrayList<>();
    for (Candidate candidate : group) {
      Content content = contents.get(candidate.spooled().digest());
      if (content == null) {
        throw new IllegalStateException("bytes were not kept");
      }
      admitted.add(
          switch (candidate.verdict()) {
            case Verdict.Good good -> join(tx, seen, candidate, good.facts(), content);
            case Verdict.Bad bad ->
                keepBack(tx, candidate, content, bad.reason(), bad.facts(), bad.why(), null);
            case Verdict.No no -> throw new IllegalStateException("a refused object at the ledger");
          });
    }
    return admitted;
  }

  /**
   * Begins to make durable what is new; what is kept already, or twice in the group, is not kept
   * again. The rows are written while the bytes go to the disk; the commit waits for them.
   */
  private Map<String, Content> keepBytes(Transaction tx, Seen seen, List<Candidate> group) {
    Map<String, Content> contents = new HashMap<>();
    Map<String, Spooled> toKeep = new LinkedHashMap<>();
    for (Candidate candidate : group) {
      String digest = candidate.spooled().digest();
      if (!contents.containsKey(digest) && !toKeep.containsKey(digest)) {
        Optional<Content> kept =
            keptAlready(tx, seen, candidate)
                .filter(content -> !tx.interventions().isDamaged(digest));
        if (kept.isPresent()) {
          contents.put(digest, kept.get());
        } else {
          toKeep.put(digest, candidate.spooled());
        }
      }
    }
    try {
      ContentStore.Syncing bytes = store.begin(List.copyOf(toKeep.values()));
      tx.commitsAfter(bytes);
      for (Content content : bytes.contents()) {
        contents.put(content.digest(), content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  /** Where these bytes are, if the object is known or was kept back before. */
  private static Optional<Content> keptAlready(Transaction tx, Seen seen, Candidate candidate) {
    String digest = candidate.spooled().digest();
    if (candidate.verdict() instanceof Verdict.Good good) {
      ObjectFacts facts = good.facts();
      Optional<Arrival> known = seen.arrival(facts, digest);
      if (known.isPresent() && known.get().content().digest().equals(digest)) {
        Arrival arrival = known.get();
        boolean wanted = wantsBytes(tx, arrival) || isOfAnother(arrival.facts(), facts);
        return arrival.content().isSwept() && wanted
            ? Optional.empty()
            : Optional.of(arrival.content());
      }
      boolean joins =
          known.isEmpty()
              && seen.exchange(facts, candidate.incoming().site().id(), digest)
                  .filter(exchange -> contradicts(exchange, Sender.of(candidate), facts))
                  .isEmpty();
      if (joins) {
        return Optional.empty();
      }
    }
    return tx.keptBack(digest).map(QuarantineEntry::content).filter(content -> !content.isSwept());
  }

  /** Something is to be done with its exchange again. */
  private static boolean wantsBytes(Transaction tx, Arrival arrival) {
    return tx.step(arrival.exchangeId(), Step.CONVERT)
        .filter(step -> step.done() < step.wanted())
        .isPresent();
  }

  private Admitted join(
      Transaction tx, Seen seen, Candidate candidate, ObjectFacts facts, Content content) {
    Optional<Arrival> known = seen.arrival(facts, content.digest());
    if (known.isPresent()) {
      Arrival arrival = known.get();
      if (arrival.content().digest().equals(content.digest())) {
        return isOfAnother(arrival.facts(), facts)
            ? keepBack(
                tx,
                candidate,
                content,
                QuarantineReason.STUDY_OF_ANOTHER_PATIENT,
                facts,
                "these bytes are known as another patient's",
                arrival.exchangeId())
            : repeat(tx, seen, candidate, arrival, content);
      }
      return keepBack(
          tx,
          candidate,
          content,
          QuarantineReason.OTHER_BYTES_UNDER_KNOWN_UID,
          facts,
          "SOP Instance UID " + facts.sopInstance() + " is known with other bytes; both are kept",
          arrival.exchangeId());
    }
    Optional<Exchange> exchange =
        seen.exchange(facts, candidate.incoming().site().id(), content.digest());
    if (exchange.isPresent() && contradicts(exchange.get(), Sender.of(candidate), facts)) {
      return keepBack(
          tx,
          candidate,
          content,
          QuarantineReason.STUDY_OF_ANOTHER_PATIENT,
          facts,
          word(exchange.get().kind())
              + exchange.get().key()
              + " is known with another patient id or issuer; it was left as it is",
          exchange.get().id());
    }
    return append(tx, seen, exchange, Sender.of(candidate), facts, content);
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case STUDY, ECG -> "study ";
      case ORDER -> "order ";
      case PATIENT -> "patient ";
      case REPORT -> "report ";
      case CRITICAL -> "critical value ";
    };
  }

  /** The same file names the same patient, unless it names none and its senders do. */
  private static boolean isOfAnother(ObjectFacts known, ObjectFacts facts) {
    String id = facts.patientId();
    return !facts.isDicom() && !id.isEmpty() && !known.patientId().equals(id);
  }

  /**
   * An object without a patient id contradicts a study that has one: a person must decide. A word
   * about an order may leave the patient out.
   */
  static boolean contradicts(Exchange exchange, Sender sender, ObjectFacts facts) {
    boolean silent = exchange.patientId().isEmpty() || facts.patientId().isEmpty();
    if (silent && !exchange.kind().isExamination()) {
      return false;
    }
    return !exchange.patientId().equals(facts.patientId())
        || !issuer(exchange.patientIssuer(), exchange.siteId())
            .equals(issuer(facts.patientIssuer(), sender.siteId()));
  }

  private static String issuer(String named, String siteId) {
    return named.isEmpty() ? "site " + siteId : "issuer " + named;
  }

  private static Exchange open(Transaction tx, Sender sender, ObjectFacts facts, Content content) {
    Exchange exchange =
        new Exchange(
            ExchangeIds.next(sender.at()),
            sender.siteId(),
            facts.kind(),
            Seen.key(facts, sender.siteId(), content.digest()),
            facts.patientId(),
            facts.patientIssuer(),
            facts.accession(),
            facts.modality(),
            facts.kind() == Kind.CRITICAL ? Priority.STAT : Priority.ROUTINE,
            0,
            sender.at(),
            sender.at());
    tx.open(exchange);
    return exchange;
  }

  /** Lets an object join an exchange; opens one where there is none. */
  Admitted append(
      Transaction tx,
      Seen seen,
      Optional<Exchange> before,
      Sender sender,
      ObjectFacts facts,
      Content content) {
    Exchange exchange = before.orElseGet(() -> open(tx, sender, facts, content));
    Exchange joined = exchange.at(exchange.revision() + 1, sender.at());
    Arrival arrival =
        new Arrival(
            0,
            joined.id(),
            joined.revision(),
            sender.at(),
            sender.way(),
            sender.caller(),
            content,
            facts,
            0);
    tx.append(arrival);
    seen.joined(arrival, joined);
    Optional<Step> waiting = before.flatMap(known -> tx.step(known.id(), Step.CONVERT));
    Step convert = convert(waiting, joined);
    tx.put(convert);
    return new Admitted(new Receipt.Kept(joined.id(), false), joined, convert);
  }

  /**
   * The conversion that is wanted now. One that waits already keeps its time: when that comes, the
   * step asks again whether the study is complete, so that a long series moves no row but its own.
   */
  Step convert(Optional<Step> before, Exchange joined) {
    int revision = joined.revision();
    Instant at = joined.lastAt();
    Instant dueAt = completeness.dueAt(joined.kind(), at, at, false, at);
    return before
        .map(
            step -> step.isWaiting() ? step.wanting(revision) : step.wanting(revision).dueAt(dueAt))
        .orElseGet(
            () -> new Step(joined.id(), Step.CONVERT, 0, revision, 0, dueAt, null, "", null));
  }

  /**
   * Where the known bytes were found damaged, or have been swept and are wanted again, those that
   * came take their place.
   */
  private void heal(
      Transaction tx, Seen seen, Candidate candidate, Arrival arrival, Content content) {
    tx.interventions().healed(content, Optional.of(arrival));
    seen.healed(arrival);
    String id = arrival.exchangeId();
    if (arrival.content().isSwept()) {
      // once no more of them come: one alone does not help the conversion
      Instant at = candidate.at();
      tx.exchange(id)
          .map(exchange -> exchange.at(exchange.revision(), at))
          .ifPresent(exchange -> tx.put(convert(tx.step(id, Step.CONVERT), exchange)));
      return;
    }
    String detail = "object " + arrival.revision() + ", SHA-256 " + content.digest();
    tx.tell(
        id, new StoryLine(candidate.at(), StoryLine.Event.HEALED, arrival.revision(), "", detail));
    for (Step step : tx.steps(id)) {
      if (step.troubleIfAny().filter(trouble -> !trouble.parked()).isPresent()) {
        tx.put(step.dueAt(candidate.at()));
      }
    }
  }

  private Admitted repeat(
      Transaction tx, Seen seen, Candidate candidate, Arrival arrival, Content content) {
    Instant at = candidate.at();
    String id = arrival.exchangeId();
    tx.repeated(arrival, at);
    boolean healed = !arrival.content().equals(content);
    if (healed) {
      heal(tx, seen, candidate, arrival, content);
    }
    Instant told = repeatTold.get(id);
    if (told == null || told.plus(TELL_AGAIN).isBefore(at) || told.isAfter(at)) {
      repeatTold.put(id, at);
      String what =
          arrival.facts().isDicom() ? "SOP Instance " + arrival.facts().sopInstance() : "the file";
      String detail = what + " from " + candidate.incoming().caller() + ", told once a minute";
      boolean restored = healed && arrival.content().isSwept();
      StoryLine.Event event = restored ? StoryLine.Event.RESTORED : StoryLine.Event.REPEATED;
      tx.tell(id, new StoryLine(at, event, arrival.revision(), "", detail));
    }
    return new Admitted(new Receipt.Kept(id, true), null, null);
  }

  private Admitted keepBack(
      Transaction tx,
      Candidate candidate,
      Content content,
      QuarantineReason reason,
      @Nullable ObjectFacts facts,
      String why,
      @Nullable String exchangeId) {
    Incoming incoming = candidate.incoming();
    Optional<QuarantineEntry> before = tx.keptBack(content.digest());
    boolean known = before.filter(entry -> entry.reason() == reason).isPresent();
    if (before.filter(entry -> !entry.content().equals(content)).isPresent()) {
      tx.interventions().healed(content, Optional.empty());
    }
    long id =
        tx.keepBack(
            new QuarantineEntry(
                0,
                candidate.at(),
                incoming.site().id(),
                incoming.way(),
                incoming.caller(),
                exchangeId,
                content,
                facts,
                reason,
                why,
                0));
    if (exchangeId != null && !known) {
      int revision = tx.exchange(exchangeId).map(Exchange::revision).orElse(0);
      String detail = "quarantine " + id + ": " + why;
      tx.tell(
          exchangeId,
          new StoryLine(candidate.at(), StoryLine.Event.KEPT_BACK, revision, "", detail));
    }
    return new Admitted(new Receipt.Quarantined(id, reason, why), null, null);
  }
}
