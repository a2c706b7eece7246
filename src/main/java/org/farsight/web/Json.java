package org.farsight.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Commitments;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.ExchangeView.Outcome;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Step;
import org.farsight.exchange.TargetStatus;

/** The JSON that is shown outside, and answers that carry it. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Answers with JSON. */
  static void answer(RoutingContext context, int status, JsonNode body) {
    send(context, status, "application/json; charset=utf-8", body);
  }

  /** Answers with {@code application/problem+json} (RFC 9457). */
  static void problem(RoutingContext context, int status, String title, String detail) {
    ObjectNode body = object().put("title", title).put("status", status).put("detail", detail);
    send(context, status, "application/problem+json; charset=utf-8", body);
  }

  /** The same with its detail in Simplified Chinese beside it. */
  static void problem(
      RoutingContext context, int status, String title, String detail, String chinese) {
    ObjectNode body = object().put("title", title).put("status", status).put("detail", detail);
    send(context, status, "application/problem+json; charset=utf-8", body.put("zh", chinese));
  }

  /** The same with members of its own. */
  static void problem(
      RoutingContext context,
      int status,
      String title,
      String detail,
      String chinese,
      ObjectNode more) {
    ObjectNode body = object().put("title", title).put("status", status).put("detail", detail);
    body.put("zh", chinese).setAll(more);
    send(context, status, "application/problem+json; charset=utf-8", body);
  }

  private static void send(RoutingContext context, int status, String type, JsonNode body) {
    try {
      byte[] bytes = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(body);
      var unused =
          context
              .response()
              .setStatusCode(status)
              .putHeader("Content-Type", type)
              .putHeader("Cache-Control", "no-store")
              .end(Buffer.buffer(bytes));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain nodes can always be written", e);
    }
  }

  /**
   * One exchange, whole, with what devices have asked about its objects.
   *
   * @param commitments requests for storage commitment that speak of its objects
   */
  static ObjectNode exchange(ExchangeView view, List<Commitments.Summary> commitments) {
    ObjectNode node = exchange(view);
    ArrayNode list = node.putArray("commitments");
    for (Commitments.Summary one : commitments) {
      list.addObject()
          .put("transaction", one.transactionUid())
          .put("caller", one.caller())
          .put("requestedAt", one.requestedAt().toString())
          .put("stage", one.stage().name())
          .put("attempts", one.attempts())
          .put("committed", one.committed())
          .put("failed", one.failed())
          .put("undecided", one.undecided());
    }
    return node;
  }

  /** One exchange, whole. */
  public static ObjectNode exchange(ExchangeView view) {
    Exchange exchange = view.exchange();
    ObjectNode node = object();
    node.put("id", exchange.id());
    node.put("site", exchange.siteId());
    node.put("kind", exchange.kind().name());
    node.put("key", exchange.key());
    node.put("modality", exchange.modality());
    node.put("accession", exchange.accession());
    node.put("priority", exchange.priority().name());
    node.put("state", view.state().name());
    node.put("revision", exchange.revision());
    node.put("firstAt", exchange.firstAt().toString());
    node.put("lastAt", exchange.lastAt().toString());
    node.putObject("arrivals")
        .put("count", view.totals().count())
        .put("bytes", view.totals().bytes())
        .put("repeats", view.totals().repeats());
    ArrayNode targets = node.putArray("targets");
    ArrayNode ways = Json.object().putArray("ways");
    for (Step step : view.steps()) {
      if (step.name().equals(Step.CONVERT)) {
        node.set("conversion", step(step));
      } else if (step.isReturn()) {
        ways.add(step(step).put("way", BranchWay.wayOf(step.name())).put("target", step.name()));
      } else {
        targets.add(step(step).put("target", step.name()).put("required", step.isRequired()));
      }
    }
    if (!ways.isEmpty()) {
      node.set("ways", ways);
    }
    if (!view.reports().isEmpty()) {
      view.reports().forEach(report -> node.withArray("reports").add(report(report)));
    }
    ArrayNode quarantined = node.putArray("quarantine");
    view.quarantined().forEach(entry -> quarantined.add(quarantine(entry)));
    view.order().ifPresent(match -> node.set("order", OrderHandlers.match(match)));
    ArrayNode story = node.putArray("story");
    for (ExchangeView.Line line : view.story()) {
      story.addObject().put("at", line.at().toString()).put("en", line.en()).put("zh", line.zh());
    }
    return node;
  }

  /** How far a report has come back to its branch. */
  static ObjectNode report(ReportReturn report) {
    ObjectNode node = object();
    node.put("case", report.caseId()).put("exchange", report.exchangeId());
    node.put("version", report.version()).put("returned", report.isReturned());
    ArrayNode ways = node.putArray("ways");
    for (ReportReturn.Way way : report.ways()) {
      ways.add(
          step(way.step())
              .put("way", BranchWay.wayOf(way.step().name()))
              .put("target", way.step().name())
              .put("required", way.required()));
    }
    report
        .opened()
        .ifPresent(
            opening -> node.put("openedAt", opening.at().toString()).put("openedBy", opening.by()));
    return node;
  }

  /** Since when a target is down, why, and when it is asked again. */
  static ObjectNode down(TargetStatus status) {
    ObjectNode node = object();
    status.sinceIfChanged().ifPresent(since -> node.put("since", since.toString()));
    node.put("failures", status.failures()).put("why", status.why());
    status.nextProbeIfDown().ifPresent(next -> node.put("nextProbe", next.toString()));
    return node;
  }

  /** Each object of an exchange, as it came. */
  public static ObjectNode arrivals(List<Arrival> arrivals) {
    ObjectNode body = object();
    ArrayNode list = body.putArray("arrivals");
    for (Arrival arrival : arrivals) {
      ExchangeView.Line line = ExchangeView.line(arrival);
      list.addObject()
          .put("revision", arrival.revision())
          .put("at", arrival.at().toString())
          .put("way", arrival.way().name())
          .put("caller", arrival.caller())
          .put("bytes", arrival.content().length())
          .put("sha256", arrival.content().digest())
          .put("format", arrival.facts().format())
          .put("sopInstance", arrival.facts().sopInstance())
          .put("repeats", arrival.repeats())
          .put("en", line.en())
          .put("zh", line.zh());
    }
    return body;
  }

  private static ObjectNode step(Step step) {
    ObjectNode node = object();
    Outcome outcome = Outcome.of(step);
    node.put("outcome", outcome.name());
    node.put("done", step.done());
    node.put("wanted", step.wanted());
    node.put("attempts", step.attempts());
    if (step.dueAt() != null && step.done() < step.wanted()) {
      node.put("nextTry", Objects.requireNonNull(step.dueAt()).toString());
    }
    if (step.doneAt() != null) {
      node.put("doneAt", Objects.requireNonNull(step.doneAt()).toString());
    }
    step.troubleIfAny().ifPresent(t -> node.put("why", t.why()));
    node.put("proof", step.proof());
    return node;
  }

  /** What was kept back, without a person's data. */
  static ObjectNode quarantine(QuarantineEntry entry) {
    ObjectNode node = object();
    node.put("id", entry.id());
    node.put("at", entry.at().toString());
    node.put("site", entry.siteId());
    node.put("way", entry.way().name());
    node.put("caller", entry.caller());
    node.put("reason", entry.reason().name());
    node.put("why", entry.why());
    node.put("bytes", entry.content().length());
    node.put("sha256", entry.content().digest());
    node.put("repeats", entry.repeats());
    if (entry.settled() != null) {
      node.put("settled", entry.settled().name());
    }
    if (entry.exchangeId() != null) {
      node.put("exchange", entry.exchangeId());
    }
    ObjectFacts facts = entry.facts();
    if (facts != null) {
      node.put("sopInstance", facts.sopInstance());
      node.put("study", facts.study());
    }
    return node;
  }
}
