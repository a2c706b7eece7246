package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.farsight.exchange.Cases;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Returns;
import org.farsight.exchange.Sites;
import org.farsight.reading.CaseList;

/**
 * {@code GET /branch/examinations}: what a branch has sent, the newest first, and where each is:
 * also what has no case at the core hospital yet. Who belongs to no site learns which there are.
 * {@code GET /branch/examination/{id}}: one of them, with where it can be seen, its reports, and
 * what else of the same patient the branch has sent. See docs/reading.md.
 */
public final class ExaminationHandlers {
  private static final Set<String> PARAMETERS = Set.of("site", "q", "limit");
  private static final int USUAL = 30;
  private static final int MOST = 200;
  private static final int LONGEST_TEXT = 200;
  private static final int EARLIER = 50;

  private final Ledger ledger;
  private final Cases cases;
  private final Returns returns;
  private final AcceptedVersions accepted;
  private final Supplier<Sites> sites;
  private final InstantSource clock;
  private final CaseJson json;

  /**
   * Answers from these.
   *
   * @param cases of the same ledger
   * @param returns of the same ledger
   * @param criticals what branches are told of them
   * @param sites in force now
   * @param core id of the FHIR server that must have accepted a version before a branch sees it
   */
  public ExaminationHandlers(
      Ledger ledger,
      Cases cases,
      Returns returns,
      CriticalValues criticals,
      Supplier<Sites> sites,
      InstantSource clock,
      Supplier<Optional<String>> core) {
    this.ledger = ledger;
    this.cases = cases;
    this.returns = returns;
    this.accepted = new AcceptedVersions(ledger, core);
    this.sites = sites;
    this.clock = clock;
    this.json = new CaseJson(sites, criticals);
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/branch/examinations"), (context, posted) -> list(context));
    Posted.got(router.get("/branch/examination/:id"), (context, posted) -> open(context));
  }

  private void list(RoutingContext context) {
    for (String name : context.queryParams().names()) {
      if (!PARAMETERS.contains(name)) {
        throw HttpProblem.badRequest(name + " is none of " + new TreeSet<>(PARAMETERS));
      }
    }
    Instant now = clock.instant();
    ObjectNode body = Json.object();
    if (Visiting.site(context).isEmpty()) {
      ArrayNode all = body.putArray("sites");
      sites
          .get()
          .sites()
          .forEach(site -> all.addObject().put("id", site.id()).put("name", site.name()));
    }
    ArrayNode list = body.putArray("examinations");
    Optional<String> site = parameter(context, "site");
    boolean more = site.isPresent() && fill(context, site.get(), list, now);
    site.ifPresent(id -> body.put("site", id).put("siteName", sites.get().ofExchange(id).name()));
    Json.answer(context, 200, body.put("more", more).put("now", now.toString()));
  }

  /** Gives whether there are more. */
  private boolean fill(RoutingContext context, String site, ArrayNode list, Instant now) {
    String text = parameter(context, "q").orElse("");
    if (text.length() > LONGEST_TEXT) {
      throw HttpProblem.badRequest("q has at most " + LONGEST_TEXT + " letters");
    }
    int limit = limit(parameter(context, "limit").orElse(Integer.toString(USUAL)));
    List<String> ids = cases.examinations(site, CaseList.words(text), limit + 1);
    ids.stream()
        .limit(limit)
        .flatMap(id -> ExchangeView.of(ledger, id).stream())
        .forEach(view -> list.add(one(view, now)));
    return ids.size() > limit;
  }

  private static int limit(String text) {
    if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
      throw HttpProblem.badRequest("limit is a number from 1 to " + MOST);
    }
    return Integer.parseInt(text);
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return context.queryParam(name).stream()
        .findFirst()
        .map(String::strip)
        .filter(v -> !v.isEmpty());
  }

  private void open(RoutingContext context) {
    Optional<ExchangeView> found =
        ExchangeView.of(ledger, context.pathParam("id"))
            .filter(view -> view.exchange().kind().isExamination())
            .filter(view -> isShown(context, view.exchange()));
    if (found.isEmpty()) {
      throw HttpProblem.notFound("there is no such examination. 没有该检查。");
    }
    ExchangeView view = found.get();
    Exchange exchange = view.exchange();
    ObjectNode node = one(view, clock.instant());
    node.put("site", exchange.siteId());
    node.put("siteName", sites.get().ofExchange(exchange.siteId()).name());
    where(node, exchange);
    ArrayNode reports = node.putArray("reports");
    for (ReportReturn report : returns.of(exchange.id()).reversed()) {
      int version = accepted.newest(report);
      if (version > 0) {
        AcceptedVersions.put(reports.addObject().put("case", report.caseId()), report, version);
      }
    }
    earlier(node.putArray("earlier"), exchange);
    Json.answer(context, 200, node);
  }

  private static boolean isShown(RoutingContext context, Exchange exchange) {
    Optional<String> site = Visiting.site(context);
    return site.isEmpty() || exchange.siteId().equals(site.get());
  }

  private static void where(ObjectNode node, Exchange exchange) {
    if (exchange.kind() == Kind.STUDY) {
      node.put("study", exchange.key());
    }
    CaseJson.seen(node.putObject("links"), exchange, exchange.modality());
  }

  /** Of the same patient and from the same site, the newest first. */
  private void earlier(ArrayNode list, Exchange exchange) {
    Set<String> told = new HashSet<>(Set.of(exchange.id()));
    cases.ofExchange(exchange.id()).stream()
        .map(read -> read.person().reference())
        .distinct()
        .flatMap(person -> cases.ofPatient(person, EARLIER).stream())
        .filter(read -> read.siteId().equals(exchange.siteId()) && told.add(read.exchangeId()))
        .forEach(
            read ->
                ledger
                    .exchange(read.exchangeId())
                    .filter(other -> other.siteId().equals(exchange.siteId()))
                    .ifPresent(
                        other -> {
                          ObjectNode row = list.addObject().put("exchange", other.id());
                          row.put("modality", read.examination().modality());
                          row.put("description", read.examination().description());
                          row.put("receivedAt", read.times().received().toString());
                          where(row, other);
                        }));
  }

  private ObjectNode one(ExchangeView view, Instant now) {
    Exchange exchange = view.exchange();
    ObjectNode node = Json.object();
    node.put("exchange", exchange.id());
    node.put("state", view.state().name());
    node.put("modality", exchange.modality());
    node.put("accession", exchange.accession());
    node.put("objects", view.totals().count());
    node.put("receivedAt", exchange.firstAt().toString());
    node.put("keptBack", !view.quarantined().isEmpty());
    // what came after the read is read by another case: it says where the examination is now
    List<ReadingCase> reads = cases.ofExchange(exchange.id());
    if (!reads.isEmpty()) {
      node.set("case", json.row(reads.getLast(), now));
    }
    return node;
  }
}
