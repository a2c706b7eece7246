package org.farsight.intake;

import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Decision.Kind;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger.Transaction;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.jspecify.annotations.Nullable;

/**
 * What it means to let through what was kept back:
 *
 * <ul>
 *   <li>study of another patient: it is the same person after all, and the object joins the study,
 *       whose patient stays the one of its first object;
 *   <li>other bytes under a known UID: they take the place of those that were known, which are kept
 *       under the entry's number; not where they name another patient or study, since then they are
 *       no correction of the same object;
 *   <li>a broken object: it joins as it is, unless a whole one has come since;
 *   <li>bytes that no reader understood: only if one does today. Else they stay, and can be taken
 *       out.
 * </ul>
 */
final class Releasing {
  private final Admission admission;

  Releasing(Admission admission) {
    this.admission = admission;
  }

  /**
   * What is to be decided.
   *
   * @param content where the object's bytes are
   * @param verdict what today's readers say of them
   */
  record Case(QuarantineEntry entry, Content content, Verdict verdict, Maker maker, Instant now) {

    Sender sender() {
      return new Sender(entry.siteId(), entry.way(), entry.caller(), now);
    }

    /** The facts, as far as they can be read. */
    @Nullable ObjectFacts facts() {
      return switch (verdict) {
        case Verdict.Good good -> good.facts();
        case Verdict.Bad bad -> bad.facts();
        case Verdict.No no -> null;
      };
    }
  }

  /**
   * What came of it.
   *
   * @param joined the exchange at its new revision; null where nothing joined
   */
  record Outcome(Ruling ruling, @Nullable Exchange joined) {
    static Outcome not(String en, String zh) {
      return new Outcome(new Ruling.NotDone(en, zh), null);
    }
  }

  /** Who has decided about what, and why. */
  static String words(QuarantineEntry entry, Maker maker) {
    return "quarantine " + entry.id() + ", " + maker.who() + ": " + maker.why();
  }

  /** The answer where no reader understands the bytes. */
  Ruling unreadable(QuarantineEntry entry, String why) {
    return new Ruling.NotDone(
        "it still cannot be read: "
            + why
            + "; take its bytes out with: farsight quarantine show "
            + entry.id()
            + " --save FILE",
        "仍无法读取：" + why + "；可用 farsight quarantine show " + entry.id() + " --save 文件 取出原始数据");
  }

  Outcome release(Transaction tx, Case one) {
    ObjectFacts facts = one.facts();
    boolean mayBeBroken = one.entry().reason() == QuarantineReason.BROKEN_OBJECT;
    if (facts == null || (one.verdict() instanceof Verdict.Bad && !mayBeBroken)) {
      String why = one.verdict() instanceof Verdict.Bad bad ? bad.why() : "";
      return new Outcome(unreadable(one.entry(), why), null);
    }
    Seen seen = new Seen(tx);
    Optional<Arrival> known = seen.arrival(facts, one.content().digest());
    if (known.isPresent()) {
      return known(tx, one, facts, known.get());
    }
    Optional<Exchange> exchange =
        seen.exchange(facts, one.entry().siteId(), one.content().digest());
    boolean decided = one.entry().reason() == QuarantineReason.STUDY_OF_ANOTHER_PATIENT;
    if (!decided && contradicted(exchange, one, facts)) {
      return anotherPatient();
    }
    return join(tx, seen, exchange, one, facts);
  }

  private Outcome known(Transaction tx, Case one, ObjectFacts facts, Arrival known) {
    if (known.content().digest().equals(one.content().digest())) {
      return Outcome.not(
          "the same bytes belong to exchange " + known.exchangeId() + " already; dismiss it",
          "相同数据已属于交换 " + known.exchangeId() + "，可搁置");
    }
    if (one.entry().reason() != QuarantineReason.OTHER_BYTES_UNDER_KNOWN_UID) {
      return Outcome.not(
          "SOP Instance UID "
              + facts.sopInstance()
              + " has come with other bytes since; dismiss it",
          "SOP Instance UID " + facts.sopInstance() + " 之后已收到其他数据，可搁置");
    }
    Exchange exchange = tx.exchange(known.exchangeId()).orElseThrow();
    if (!exchange.key().equals(Seen.key(facts, exchange.siteId(), one.content().digest()))) {
      return Outcome.not(
          "it names another study than the object that it would replace; dismiss it, and let the"
              + " device send it under a UID of its own",
          "该对象与原对象属于不同检查；请搁置，并由设备以新的 UID 重发");
    }
    return Admission.contradicts(exchange, one.sender(), facts)
        ? anotherPatient()
        : replace(tx, one, facts, known, exchange);
  }

  private static boolean contradicted(Optional<Exchange> exchange, Case one, ObjectFacts facts) {
    return exchange.filter(study -> Admission.contradicts(study, one.sender(), facts)).isPresent();
  }

  private static Outcome anotherPatient() {
    return Outcome.not(
        "it names another patient, issuer or site than the study does; assign it to the right site,"
            + " or dismiss it and let the device send the study under a UID of its own",
        "该对象的患者、发号者或站点与检查不符；请改属正确站点，或搁置后由设备以新的 UID 重发检查");
  }

  private Outcome join(
      Transaction tx, Seen seen, Optional<Exchange> exchange, Case one, ObjectFacts facts) {
    Admission.Admitted admitted =
        admission.append(tx, seen, exchange, one.sender(), facts, one.content());
    Exchange joined = admitted.joined();
    if (joined == null) {
      throw new IllegalStateException("an object that joined has no exchange");
    }
    settle(tx, one, Kind.RELEASED, Event.RELEASED, joined);
    return new Outcome(
        new Ruling.Done(
            joined.id(),
            "it has joined exchange " + joined.id() + " at revision " + joined.revision(),
            "已加入交换 " + joined.id() + "，第 " + joined.revision() + " 版"),
        joined);
  }

  private Outcome replace(
      Transaction tx, Case one, ObjectFacts facts, Arrival known, Exchange exchange) {
    Exchange joined = exchange.at(exchange.revision() + 1, one.now());
    Arrival instead =
        new Arrival(
            known.id(),
            joined.id(),
            joined.revision(),
            one.now(),
            one.entry().way(),
            one.entry().caller(),
            one.content(),
            facts,
            0);
    tx.interventions().replace(known, instead, one.entry());
    tx.put(admission.convert(tx.step(joined.id(), Step.CONVERT), joined));
    settle(tx, one, Kind.REPLACED, Event.REPLACED, joined);
    return new Outcome(
        new Ruling.Done(
            joined.id(),
            "it has replaced the known object of exchange "
                + joined.id()
                + " at revision "
                + joined.revision()
                + "; that is kept as quarantine "
                + one.entry().id(),
            "已替换交换 "
                + joined.id()
                + " 中的原对象(第 "
                + joined.revision()
                + " 版)；原对象保留为隔离 "
                + one.entry().id()),
        joined);
  }

  private static void settle(Transaction tx, Case one, Kind kind, Event event, Exchange joined) {
    String detail = "exchange " + joined.id() + " revision " + joined.revision();
    tx.interventions().decide(one.entry().id(), one.maker().at(one.now(), kind, detail));
    String words = words(one.entry(), one.maker());
    tx.tell(joined.id(), new StoryLine(one.now(), event, joined.revision(), "", words));
  }

  /** The entry is another site's; what nothing contradicts any more goes on by itself. */
  Outcome assign(Transaction tx, Case one, String siteId) {
    QuarantineEntry before = one.entry();
    String detail = before.siteId() + " to " + siteId;
    tx.interventions().assign(before.id(), siteId);
    tx.interventions().decide(before.id(), one.maker().at(one.now(), Kind.ASSIGNED, detail));
    String exchangeId = before.exchangeId();
    if (exchangeId != null) {
      int revision = tx.exchange(exchangeId).map(Exchange::revision).orElse(0);
      String words = words(before, one.maker()) + " (" + detail + ")";
      tx.tell(exchangeId, new StoryLine(one.now(), Event.ASSIGNED, revision, "", words));
    }
    Case assigned =
        new Case(of(before, siteId), one.content(), one.verdict(), one.maker(), one.now());
    ObjectFacts facts = one.facts();
    if (facts != null && one.verdict() instanceof Verdict.Good) {
      Seen seen = new Seen(tx);
      Optional<Exchange> exchange = seen.exchange(facts, siteId, one.content().digest());
      if (seen.arrival(facts, one.content().digest()).isEmpty()
          && !contradicted(exchange, assigned, facts)) {
        return join(tx, seen, exchange, assigned, facts);
      }
    }
    return new Outcome(
        new Ruling.Done(
            "", "it is " + siteId + "'s from now on and still waits", "已改属 " + siteId + "，仍待处理"),
        null);
  }

  private static QuarantineEntry of(QuarantineEntry entry, String siteId) {
    return new QuarantineEntry(
        entry.id(),
        entry.at(),
        siteId,
        entry.way(),
        entry.caller(),
        entry.exchangeId(),
        entry.content(),
        entry.facts(),
        entry.reason(),
        entry.why(),
        entry.repeats(),
        entry.settled());
  }
}
