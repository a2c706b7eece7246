package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Interventions;
import org.farsight.exchange.Interventions.Filter;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Step;
import org.farsight.intake.Evidence;
import org.farsight.intake.QuarantineDesk;
import org.farsight.intake.Ruling;
import org.jspecify.annotations.Nullable;

/**
 * {@code /quarantine}: what waits for a person, what is wrong with it, and the person's decision.
 * Each decision is posted with {@code {"by": …, "why": …}} and told in the story.
 */
public final class QuarantineHandlers {
  private static final int MOST = 1000;
  private static final Set<String> FILTERS = Set.of("limit", "site", "reason", "settled");
  private static final Set<String> DECISION = Set.of("by", "why");
  private static final String ENTRY = "/quarantine/:id";

  private final Ledger ledger;
  private final Interventions interventions;
  private final QuarantineDesk desk;
  private final Evidence evidence;
  private final ContentStore store;

  /**
   * Answers from these.
   *
   * @param interventions of the same ledger
   * @param desk carries out decisions
   * @param evidence looks into the bytes
   * @param store gives them out
   */
  public QuarantineHandlers(
      Ledger ledger,
      Interventions interventions,
      QuarantineDesk desk,
      Evidence evidence,
      ContentStore store) {
    this.ledger = ledger;
    this.interventions = interventions;
    this.desk = desk;
    this.evidence = evidence;
    this.store = store;
  }

  /** A decision about an entry. */
  private interface Act {
    Ruling about(QuarantineEntry entry, Maker maker, Posted posted) throws IOException;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/quarantine"), (context, none) -> list(context));
    Posted.to(router.post("/quarantine/damaged"), this::damaged);
    Posted.got(router.get(ENTRY), (context, none) -> show(context));
    Posted.got(router.get(ENTRY + "/content"), (context, none) -> content(context));
    Posted.to(
        router.post(ENTRY + "/release"),
        (context, posted) ->
            decide(context, posted, DECISION, (entry, maker, p) -> desk.release(entry, maker)));
    Posted.to(
        router.post(ENTRY + "/dismiss"),
        (context, posted) ->
            decide(context, posted, DECISION, (entry, maker, p) -> desk.dismiss(entry, maker)));
    Posted.to(
        router.post(ENTRY + "/assign"),
        (context, posted) ->
            decide(
                context,
                posted,
                Set.of("by", "why", "site"),
                (entry, maker, p) -> desk.assign(entry, site(p), maker)));
  }

  /** Somebody has found bytes that are not what was kept: looks and notes it. */
  private void damaged(RoutingContext context, Posted posted) throws IOException {
    posted.only(Set.of("sha256", "file", "offset", "bytes"));
    Content content =
        new Content(
            posted.text("sha256").orElse(""),
            posted.text("file").orElse(""),
            posted.body().path("offset").asLong(-1),
            posted.body().path("bytes").asLong(-1));
    if (!content.digest().matches("[0-9a-f]{64}") || content.isSwept()) {
      throw HttpProblem.badRequest("name sha256, file, offset and bytes");
    }
    Json.answer(context, 200, Json.object().put("damaged", desk.isDamaged(content)));
  }

  private static String site(Posted posted) {
    return posted.text("site").orElseThrow(() -> HttpProblem.badRequest("site is missing"));
  }

  private void list(RoutingContext context) {
    for (String name : context.queryParams().names()) {
      if (!FILTERS.contains(name)) {
        throw HttpProblem.badRequest(name + " is none of " + FILTERS.stream().sorted().toList());
      }
    }
    String reason = parameter(context, "reason");
    Filter filter =
        new Filter(
            parameter(context, "site"),
            reason == null ? null : reason(reason),
            "all".equals(parameter(context, "settled")));
    Json.answer(context, 200, body(ledger, interventions, filter, limit(context)));
  }

  private static QuarantineReason reason(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(QuarantineReason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> HttpProblem.badRequest("reason is one of " + List.of(QuarantineReason.values())));
  }

  private static int limit(RoutingContext context) {
    String text = parameter(context, "limit");
    if (text == null) {
      return 100;
    }
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
      throw HttpProblem.badRequest("limit is a number from 1 to " + MOST);
    }
    return Integer.parseInt(text);
  }

  /** What waits: objects that were kept back, steps that were refused, bytes that are damaged. */
  public static ObjectNode body(
      Ledger ledger, Interventions interventions, Filter filter, int limit) {
    ObjectNode body = Json.object();
    ArrayNode objects = body.putArray("objects");
    interventions.entries(filter, limit).forEach(entry -> objects.add(Json.quarantine(entry)));
    ArrayNode steps = body.putArray("steps");
    if (filter.reason() == null) {
      for (Step step : ledger.quarantinedSteps(limit)) {
        if (isOf(ledger, step, filter.siteId())) {
          steps
              .addObject()
              .put("exchange", step.exchangeId())
              .put("step", step.name())
              .put("why", step.troubleIfAny().map(Step.Trouble::why).orElse(""));
        }
      }
    }
    ArrayNode damages = body.putArray("damaged");
    interventions
        .damages(limit)
        .forEach(
            damage ->
                damages
                    .addObject()
                    .put("at", damage.at().toString())
                    .put("file", damage.content().file())
                    .put("offset", damage.content().offset())
                    .put("bytes", damage.content().length())
                    .put("sha256", damage.content().digest())
                    .put("why", damage.what()));
    return body;
  }

  private static boolean isOf(Ledger ledger, Step step, @Nullable String siteId) {
    return siteId == null
        || ledger
            .exchange(step.exchangeId())
            .filter(exchange -> exchange.siteId().equals(siteId))
            .isPresent();
  }

  private QuarantineEntry entry(RoutingContext context) {
    String id = context.pathParam("id");
    return (id.matches("\\d{1,18}")
            ? interventions.entry(Long.parseLong(id))
            : java.util.Optional.<QuarantineEntry>empty())
        .orElseThrow(() -> HttpProblem.notFound("nothing is in quarantine as " + id));
  }

  private void show(RoutingContext context) throws IOException {
    QuarantineEntry entry = entry(context);
    boolean open = "show".equals(parameter(context, "patient"));
    if (open) {
      desk.opened(entry, maker(context));
    }
    Json.answer(context, 200, whole(entry, interventions, evidence, open));
  }

  /**
   * One entry with its decisions and what is wrong with its bytes.
   *
   * @param open true if a person's data may be shown
   */
  public static ObjectNode whole(
      QuarantineEntry entry, Interventions interventions, Evidence evidence, boolean open)
      throws IOException {
    ObjectNode node = Json.quarantine(entry);
    ArrayNode decisions = node.putArray("decisions");
    interventions
        .decisions(entry.id())
        .forEach(
            one ->
                decisions
                    .addObject()
                    .put("at", one.at().toString())
                    .put("decision", one.kind().name())
                    .put("by", one.who())
                    .put("why", one.why())
                    .put("detail", one.detail()));
    Evidence.Fault fault = evidence.fault(entry);
    ObjectNode found =
        node.putObject("fault")
            .put("format", fault.format())
            .put("problem", fault.problem())
            .put("offset", fault.offset())
            .put("path", fault.path())
            .put("vr", fault.vr());
    found.put("patientShown", open);
    ArrayNode lines = found.putArray("bytes");
    for (Evidence.Line line : evidence.around(entry.content(), fault.offset(), open)) {
      lines
          .addObject()
          .put("offset", line.offset())
          .put("hex", line.hex())
          .put("text", line.text());
    }
    return node;
  }

  private static Maker maker(RoutingContext context) {
    String by = parameter(context, "by");
    String why = parameter(context, "why");
    return Posted.maker(by == null ? "" : by, why == null ? "" : why);
  }

  private void content(RoutingContext context) throws IOException {
    QuarantineEntry entry = entry(context);
    desk.opened(entry, maker(context));
    store.verify(entry.content()); // while it can still be said
    var response =
        context
            .response()
            .putHeader("Content-Type", "application/octet-stream")
            .putHeader(
                "Content-Disposition", "attachment; filename=\"quarantine-" + entry.id() + "\"")
            .putHeader("Cache-Control", "no-store")
            .putHeader("Content-Length", Long.toString(entry.content().length()));
    try (InputStream in = store.open(entry.content());
        ResponseBody body = new ResponseBody(response, java.time.Duration.ofSeconds(60))) {
      in.transferTo(body);
    }
  }

  private void decide(RoutingContext context, Posted posted, Set<String> members, Act act)
      throws IOException {
    posted.only(members);
    Maker maker = posted.maker();
    switch (act.about(entry(context), maker, posted)) {
      case Ruling.Done done ->
          Json.answer(
              context,
              200,
              Json.object()
                  .put("exchange", done.exchangeId())
                  .put("en", done.en())
                  .put("zh", done.zh()));
      case Ruling.NotDone not -> Json.problem(context, 409, "not done", not.en(), not.zh());
      case Ruling.Unknown unknown ->
          Json.problem(context, 404, "not found", "nothing is in quarantine under this number");
    }
  }

  private static @Nullable String parameter(RoutingContext context, String name) {
    List<String> values = context.queryParam(name);
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }
}
