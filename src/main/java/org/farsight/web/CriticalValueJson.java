package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.critical.CriticalDesk;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Cases;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.CriticalValues.Told;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Step;
import org.farsight.report.CriticalNotice;
import org.farsight.report.Report;

/**
 * Critical values as pages and programs get them: see docs/critical-values.md.
 *
 * @param values of the same ledger
 * @param cases of the same ledger
 * @param sites in force now
 */
record CriticalValueJson(Ledger ledger, CriticalValues values, Cases cases, Supplier<Sites> sites) {
  /** Of several of one examination the one that asks for most: open before answered, the newest. */
  static Optional<CriticalValue> mostUrgent(List<CriticalValue> all) {
    return all.stream()
        .min(
            Comparator.comparing(CriticalValue::standing)
                .thenComparing(value -> value.clock().foundAt(), Comparator.reverseOrder()));
  }

  /** What a case shows of it: no value, no patient. */
  static ObjectNode brief(CriticalValue value) {
    ObjectNode node = Json.object();
    node.put("id", value.id());
    node.put("state", value.standing().name().toLowerCase(Locale.ROOT));
    node.put("revision", value.revision());
    node.put("at", value.clock().foundAt().toString());
    node.put("due", value.clock().answerBy().toString());
    value.toldAt().ifPresent(at -> node.put("toldAt", at.toString()));
    answer(node, value);
    return node;
  }

  private static void answer(ObjectNode node, CriticalValue value) {
    value
        .answer()
        .ifPresent(
            answer ->
                node.putObject("acknowledged")
                    .put("by", answer.by())
                    .put("action", answer.action())
                    .put("at", answer.at().toString()));
  }

  /**
   * All of it.
   *
   * @param notice the newest
   */
  ObjectNode whole(CriticalValue value, CriticalNotice notice, Instant now) {
    ObjectNode node = brief(value);
    node.put("exchange", value.examination());
    cases.ofExchange(value.examination()).stream()
        .findFirst()
        .map(ReadingCase::id)
        .ifPresent(id -> node.put("case", id));
    node.put("site", value.siteId());
    node.put("siteName", sites.get().ofExchange(value.siteId()).name());
    person(node.putObject("patient"), notice.subject());
    node.put("modality", value.modality());
    Report.Examination examination = notice.examination();
    put(node, "accession", examination.accession());
    put(node, "description", examination.description());
    ArrayNode found = node.putArray("values");
    notice.values().forEach(found::add);
    node.put("cause", notice.cause().name());
    notice
        .withdrawn()
        .ifPresent(why -> node.putObject("withdrawn").put("en", why.en()).put("zh", why.zh()));
    ways(node.putArray("ways"), value);
    node.put("tellBy", value.clock().tellBy().toString());
    node.put("overdue", value.isUnanswered(now));
    return node;
  }

  private static void person(ObjectNode node, Report.Subject subject) {
    put(node, "name", subject.name());
    put(node, "id", subject.patientId());
    put(node, "sex", subject.sex());
    subject.birthDate().ifPresent(birth -> node.put("birthDate", birth.toString()));
  }

  /** Each way back; the page has told it once somebody there has had it before them. */
  private void ways(ArrayNode ways, CriticalValue value) {
    Optional<Told> shown =
        values.told(value.id(), value.revision()).stream()
            .filter(told -> told.way().equals(CriticalDesk.PAGE))
            .findFirst();
    ObjectNode page = ways.addObject().put("way", CriticalDesk.PAGE).put("name", "网页 / page");
    page.put("state", shown.isPresent() ? "DONE" : "WAITING");
    shown.ifPresent(
        told -> {
          page.put("at", told.at().toString());
          put(page, "proof", told.to());
        });
    for (Step step : ledger.steps(value.id())) {
      String way = BranchWay.wayOf(step.name());
      if (step.isReturn() && !way.equals(CriticalDesk.PAGE)) {
        way(ways.addObject().put("way", way).put("name", way), step, value.revision());
      }
    }
  }

  private static void way(ObjectNode node, Step step, int revision) {
    Instant at = step.doneAt();
    if (step.done() >= revision && at != null) {
      node.put("state", ExchangeView.Outcome.DONE.name()).put("at", at.toString());
      put(node, "proof", step.proof());
      return;
    }
    node.put("state", ExchangeView.Outcome.of(step).name());
    step.troubleIfAny().ifPresent(trouble -> node.put("why", trouble.why()));
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }
}
