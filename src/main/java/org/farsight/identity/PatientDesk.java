package org.farsight.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;
import org.farsight.exchange.IdentityDecision.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.Targets;

/**
 * What people decide about patients. A decision is noted and told in the story of the exchange that
 * has spoken last of each; FHIR servers are brought to it by a step of that exchange, with retries
 * as any other. Safe for use by many threads.
 */
public final class PatientDesk {

  private final Ledger ledger;
  private final Identities identities;
  private final Supplier<Targets> targets;
  private final Doorbell doorbell;
  private final InstantSource clock;
  private final Kinship kinship;

  /**
   * A desk over this ledger.
   *
   * @param targets those in force
   */
  public PatientDesk(
      Ledger ledger,
      Identities identities,
      Supplier<Targets> targets,
      Doorbell doorbell,
      InstantSource clock) {
    this.ledger = ledger;
    this.identities = identities;
    this.targets = targets;
    this.doorbell = doorbell;
    this.clock = clock;
    this.kinship = new Kinship(identities);
  }

  /** What became of a decision. */
  public sealed interface Ruling {
    /** It holds. */
    record Done(String en, String zh) implements Ruling {}

    /** It would change nothing, or cannot be carried out. */
    record NotDone(String en, String zh) implements Ruling {}

    /** Nobody is known under one of the ids. */
    record Unknown() implements Ruling {}
  }

  /** Uses {@code from} no more; what is and will be written for it goes to {@code into}. */
  public Ruling merge(Key from, Key into, Maker maker) {
    return identities.identity(into).isEmpty()
        ? new Ruling.Unknown()
        : decide(Kind.MERGE, from, into, maker);
  }

  /** Undoes the merge of a patient: what was written for it, and only that, goes back to it. */
  public Ruling unmerge(Key from, Maker maker) {
    Key into = kinship.around(from).merges().into(from).orElse(from);
    return decide(Kind.UNMERGE, from, into, maker);
  }

  /** Says that two ids are one person's. */
  public Ruling link(Key one, Key other, Maker maker) {
    return pair(Kind.LINK, one, other, maker);
  }

  /** Says that two ids are not one person's, whatever their cards say. */
  public Ruling unlink(Key one, Key other, Maker maker) {
    return pair(Kind.UNLINK, one, other, maker);
  }

  private Ruling pair(Kind kind, Key one, Key other, Maker maker) {
    if (one.equals(other)) {
      return new Ruling.NotDone("name two patients", "请指定两个不同的患者");
    }
    return identities.identity(other).isEmpty()
        ? new Ruling.Unknown()
        : decide(kind, one, other, maker);
  }

  private Ruling decide(Kind kind, Key from, Key into, Maker maker) {
    Optional<Identity> known = identities.identity(from);
    if (known.isEmpty()) {
      return new Ruling.Unknown();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    IdentityDecision decision =
        new IdentityDecision(0, now, kind, from, into, maker.who(), maker.why(), "");
    Optional<Merges.Objection> objection = kinship.around(from).merges().objection(decision);
    if (objection.isPresent()) {
      return new Ruling.NotDone(objection.get().en(), objection.get().zh());
    }
    Optional<Exchange> exchange = ledger.exchange(known.get().exchangeId());
    if (exchange.isEmpty()) {
      return new Ruling.NotDone(
          "no exchange of the patient is kept any more: let the site send ADT^A40",
          "该患者的交换记录均已清除，请由站点发送 ADT^A40");
    }
    List<String> steps = targets.get().patientSteps();
    Finding words = words(decision);
    ledger.<Void>write(
        tx -> {
          int number = Math.toIntExact(tx.identities().decide(decision));
          told(tx, List.of(known.get(), identities.identity(into).orElse(known.get())), now, words);
          for (String name : steps) {
            Step before =
                tx.step(exchange.get().id(), name)
                    .orElseGet(
                        () -> new Step(exchange.get().id(), name, 0, 0, 0, null, null, "", null));
            tx.put(before.wanting(number).dueAt(now));
          }
          return null;
        });
    steps.forEach(step -> doorbell.ring(exchange.get(), step));
    return new Ruling.Done(words.en(), words.zh());
  }

  private static void told(Ledger.Transaction tx, List<Identity> whom, Instant now, Finding words) {
    for (String id : whom.stream().map(Identity::exchangeId).distinct().toList()) {
      tx.exchange(id)
          .ifPresent(
              exchange ->
                  tx.tell(
                      id,
                      new StoryLine(now, words.event(), exchange.revision(), "", words.detail())));
    }
  }

  private static Finding words(IdentityDecision one) {
    String by = " (" + one.who() + ": " + one.why() + ")";
    String zh = "（" + one.who() + "：" + one.why() + "）";
    String from = one.from().system();
    String into = one.into().system();
    List<String> both = new ArrayList<>();
    switch (one.kind()) {
      case MERGE ->
          both.addAll(
              List.of(
                  "a patient of " + from + " was merged into one of " + into,
                  from + " 的患者已并入 " + into + " 的患者"));
      case UNMERGE ->
          both.addAll(
              List.of("a patient of " + from + " stands for itself again", from + " 的患者已取消合并"));
      case LINK ->
          both.addAll(
              List.of(
                  "patients of " + from + " and " + into + " are one person",
                  from + " 与 " + into + " 的患者为同一人"));
      case UNLINK ->
          both.addAll(
              List.of(
                  "patients of " + from + " and " + into + " are not one person",
                  from + " 与 " + into + " 的患者不是同一人"));
    }
    return new Finding(Event.IDENTITY_DECIDED, both.get(0) + by, both.get(1) + zh);
  }
}
