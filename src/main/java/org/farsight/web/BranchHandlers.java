package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.access.Role;
import org.farsight.access.Visitor;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Returning;
import org.farsight.exchange.Returns;
import org.farsight.exchange.Returns.Listed;
import org.farsight.exchange.Returns.Place;
import org.farsight.exchange.Sites;
import org.farsight.report.ReturnedReport;

/**
 * {@code GET /branch/reports} and {@code GET /branch/report/{case}/{version}.pdf|.html}: the
 * reports that have come back to a branch. That its staff open one is noted, once for each version;
 * {@code POST /returned/{case}/{version}/opened} says so where they do it in a system of their own.
 * See docs/returns.md.
 */
public final class BranchHandlers {
  private static final int USUAL = 50;
  private static final int MOST = 200;
  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_NAME = 100;
  private static final int REMEMBERED = 2000;
  private static final String QUIET_PAGE =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
          + " frame-ancestors 'self'";
  private static final Pattern FILE = Pattern.compile("(\\d{1,6})\\.(pdf|html)");

  private final Ledger ledger;
  private final Returns returns;
  private final Versions versions;
  private final CaseJson json;
  private final InstantSource clock;
  private final AcceptedVersions accepted;
  private final Consumer<String> opened;

  /** What was said of a version that never changes, by the digest of its bytes. */
  private final Map<String, Said> said =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Said(Instant signedAt, String by, String status, boolean critical) {}

  /** Reads a version of a report. */
  public interface Versions {
    /**
     * Reads one.
     *
     * @throws DocumentException if it cannot be read as what it is
     * @throws IOException if the store cannot be read
     */
    ReturnedReport read(Arrival arrival) throws IOException, DocumentException;
  }

  /**
   * Answers from these.
   *
   * @param returns of the same ledger
   * @param criticals what branches are told of
   * @param sites in force now
   * @param core id of the FHIR server that must have accepted a version before a branch sees it
   * @param opened is told the case of a report that was opened for the first time
   */
  public BranchHandlers(
      Ledger ledger,
      Returns returns,
      CriticalValues criticals,
      Versions versions,
      Supplier<Sites> sites,
      InstantSource clock,
      Supplier<Optional<String>> core,
      Consumer<String> opened) {
    this.ledger = ledger;
    this.returns = returns;
    this.versions = versions;
    this.json = new CaseJson(sites, criticals);
    this.clock = clock;
    this.accepted = new AcceptedVersions(ledger, core);
    this.opened = opened;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/branch/reports"), (context, none) -> list(context));
    Posted.got(router.get("/branch/report/:case/:file"), (context, none) -> open(context));
    Posted.to(router.post("/returned/:case/:version/opened"), this::receipt);
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  private void list(RoutingContext context) throws IOException {
    int limit = limit(parameter(context, "limit"));
    String words = parameter(context, "q").orElse("");
    if (words.length() > LONGEST_TEXT) {
      throw HttpProblem.badRequest("q has at most " + LONGEST_TEXT + " characters");
    }
    Optional<String> site = Visiting.site(context).or(() -> parameter(context, "site"));
    List<Listed> found =
        returns.newest(
            site, words, parameter(context, "after").map(BranchHandlers::place), limit + 1);
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("reports");
    for (Listed one : found.subList(0, Math.min(limit, found.size()))) {
      int version = accepted.newest(one.report());
      if (version > 0) {
        list.add(entry(one, version));
      }
    }
    if (found.size() > limit) {
      Place last = found.get(limit - 1).place();
      long micros = ChronoUnit.MICROS.between(Instant.EPOCH, last.changedAt());
      body.put("next", micros + "_" + last.exchangeId());
    }
    Json.answer(context, 200, body);
  }

  private static int limit(Optional<String> text) {
    if (text.isEmpty()) {
      return USUAL;
    }
    int limit = text.get().matches("\\d{1,4}") ? Integer.parseInt(text.get()) : 0;
    if (limit < 1 || limit > MOST) {
      throw HttpProblem.badRequest("limit is a number from 1 to " + MOST);
    }
    return limit;
  }

  private static Place place(String text) {
    String[] parts = text.split("_", 2);
    try {
      if (parts.length == 2 && parts[0].matches("\\d{1,18}")) {
        Instant at = Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS);
        return new Place(at, parts[1]);
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw HttpProblem.badRequest("after is what an earlier answer named as next");
    }
    throw HttpProblem.badRequest("after is what an earlier answer named as next");
  }

  private ObjectNode entry(Listed one, int version) throws IOException {
    ReportReturn report = one.report();
    ObjectNode row = json.row(one.read(), clock.instant());
    ObjectNode node = Json.object();
    node.put("case", report.caseId()).put("exchange", report.examinationId());
    for (String same :
        List.of("site", "siteName", "patient", "modality", "description", "accession")) {
      if (row.has(same)) {
        node.set(same, row.get(same));
      }
    }
    Optional<Said> words = said(report, version);
    words.ifPresent(
        what ->
            node.put("signedAt", what.signedAt().toString())
                .put("by", what.by())
                .put("status", what.status())
                .put("critical", what.critical()));
    AcceptedVersions.put(node, report, version);
    return node;
  }

  /** Empty where that version cannot be read any more: it is listed all the same. */
  private Optional<Said> said(ReportReturn report, int version) throws IOException {
    Optional<Arrival> arrival = arrival(report, version);
    if (arrival.isEmpty()) {
      return Optional.empty();
    }
    String digest = arrival.get().content().digest();
    synchronized (said) {
      Said known = said.get(digest);
      if (known != null) {
        return Optional.of(known);
      }
    }
    try {
      ReturnedReport read = versions.read(arrival.get());
      Said fresh =
          new Said(read.signedAt(), read.signedBy(), status(read), read.critical().isPresent());
      synchronized (said) {
        said.put(digest, fresh);
      }
      return Optional.of(fresh);
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }

  private static String status(ReturnedReport report) {
    return switch (report.status()) {
      case FINAL -> "final";
      case AMENDED -> "amended";
      case ENTERED_IN_ERROR -> "entered-in-error";
    };
  }

  private Optional<Arrival> arrival(ReportReturn report, int version) {
    return ledger.arrivals(report.exchangeId(), version - 1).stream()
        .filter(one -> one.revision() == version)
        .findFirst();
  }

  private void open(RoutingContext context) throws IOException {
    Matcher file = FILE.matcher(context.pathParam("file"));
    Back back = back(context, file.matches() ? Integer.parseInt(file.group(1)) : 0);
    if (back.arrival().content().isSwept()) {
      throw HttpProblem.swept();
    }
    boolean pdf = file.group(2).equals("pdf");
    String type = pdf ? "application/pdf" : "text/html; charset=utf-8";
    byte[] body;
    try {
      ReturnedReport read = versions.read(back.arrival());
      body =
          pdf
              ? read.pdf().orElseThrow(() -> HttpProblem.notFound("it came without a PDF"))
              : read.html().getBytes(StandardCharsets.UTF_8);
    } catch (DocumentException e) {
      throw new IOException("the report cannot be read: " + e.getMessage(), e);
    }
    note(context, back.report(), back.arrival().revision());
    var response =
        context.response().putHeader("Content-Type", type).putHeader("Cache-Control", "no-store");
    if (!pdf) {
      // another system's page is shown, and nothing in it runs or calls anybody; framed by our own
      response
          .putHeader("X-Frame-Options", "SAMEORIGIN")
          .putHeader("Content-Security-Policy", QUIET_PAGE);
    }
    var unused = response.end(Buffer.buffer(body));
  }

  /** A version that may be seen at its branch. */
  private record Back(ReportReturn report, Arrival arrival) {}

  private Back back(RoutingContext context, int version) {
    return returns
        .ofCase(context.pathParam("case"))
        .filter(one -> version > 0 && version <= accepted.newest(one) && isShown(context, one))
        .flatMap(one -> arrival(one, version).map(arrival -> new Back(one, arrival)))
        .orElseThrow(() -> HttpProblem.notFound("there is no such report"));
  }

  /** A branch's own system says that somebody there has opened a version that it was handed. */
  private void receipt(RoutingContext context, Posted posted) {
    // first: nobody learns by a wrong word what there is of another site
    String version = context.pathParam("version");
    Back back = back(context, version.matches("\\d{1,6}") ? Integer.parseInt(version) : 0);
    posted.only(Set.of("by", "at"));
    String by = posted.text("by").orElse("");
    if (by.length() > LONGEST_NAME || by.chars().anyMatch(Character::isISOControl)) {
      throw HttpProblem.badRequest("by has at most " + LONGEST_NAME + " letters");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant kept = back.arrival().at();
    Instant at = posted.time("at").map(said -> said.truncatedTo(ChronoUnit.MICROS)).orElse(now);
    // no clock of theirs can be right that says otherwise
    Instant opening = at.isAfter(now) ? now : at.isBefore(kept) ? kept : at;
    ReportReturn report = back.report();
    boolean first = Returning.opened(ledger, report, back.arrival().revision(), by, opening);
    if (first) {
      opened.accept(report.caseId());
    }
    Json.answer(context, 200, Json.object().put("first", first));
  }

  private boolean isShown(RoutingContext context, ReportReturn report) {
    Optional<String> site = Visiting.site(context);
    return site.isEmpty()
        || ledger
            .exchange(report.exchangeId())
            .filter(exchange -> exchange.siteId().equals(site.get()))
            .isPresent();
  }

  /** The branch's own staff; while there is no sign-in, whoever asks here. */
  private void note(RoutingContext context, ReportReturn report, int version) {
    Optional<Visitor> visitor = Visiting.visitor(context);
    boolean branch = visitor.map(one -> one.role() == Role.BRANCH_STAFF).orElse(true);
    if (!branch) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String by = visitor.map(Visitor::name).orElse("");
    if (Returning.opened(ledger, report, version, by, now)) {
      opened.accept(report.caseId());
    }
  }
}
