package org.farsight.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.farsight.exchange.Commitments;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.State;
import org.farsight.exchange.TargetStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /exchange/{id}} and {@code GET /exchange?…}: where a study is, in the words of {@code
 * trace}.
 */
public final class ExchangeHandlers {

  private static final int MOST = 1000;

  /** Parameters that name an id; the ledger looks each up as whatever it is. */
  private static final List<String> IDS =
      List.of("id", "study", "instance", "accession", "patient");

  private static final List<String> FILTERS = List.of("site", "state", "limit");

  private final Ledger ledger;
  private final Commitments commitments;
  private final Function<String, Optional<TargetStatus>> down;

  /**
   * Reads from this ledger.
   *
   * @param commitments of the same ledger
   * @param down how the target of a step stands, if it is down
   */
  public ExchangeHandlers(
      Ledger ledger, Commitments commitments, Function<String, Optional<TargetStatus>> down) {
    this.ledger = ledger;
    this.commitments = commitments;
    this.down = down;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    router.get("/exchange/:id").blockingHandler(this::one, false);
    router.get("/exchange/:id/arrivals").blockingHandler(this::arrivals, false);
    router.get("/exchange").blockingHandler(this::many, false);
  }

  private void one(RoutingContext context) {
    String id = context.pathParam("id");
    ExchangeView.of(ledger, id)
        .ifPresentOrElse(
            view ->
                Json.answer(
                    context,
                    200,
                    Blotting.exchange(
                        context,
                        withDown(
                            Json.exchange(view, commitments.ofExchange(view.exchange().id()))))),
            () -> Json.problem(context, 404, "not found", "there is no exchange " + id));
  }

  /** Each object with its digest: what the story of the exchange begins with. */
  private void arrivals(RoutingContext context) {
    String id = context.pathParam("id");
    if (ledger.exchange(id).isEmpty()) {
      Json.problem(context, 404, "not found", "there is no exchange " + id);
    } else {
      Json.answer(context, 200, Json.arrivals(ledger.arrivals(id, 0)));
    }
  }

  private void many(RoutingContext context) {
    Optional<Integer> limit = limit(context);
    if (limit.isEmpty()) {
      Json.problem(context, 400, "bad request", "limit is a number from 1 to " + MOST);
      return;
    }
    if (!Blotting.mayAsk(context, IDS)) {
      Json.problem(
          context, 403, "not allowed", "without patient data: ask by exchange id or by UID");
      return;
    }
    for (String name : context.queryParams().names()) {
      if (!IDS.contains(name) && !FILTERS.contains(name)) {
        Json.problem(
            context,
            400,
            "bad request",
            name + " is none of " + Stream.concat(IDS.stream(), FILTERS.stream()).toList());
        return;
      }
    }
    String named = parameter(context, "state");
    Optional<State> state =
        Stream.of(State.values()).filter(s -> s.name().equalsIgnoreCase(named)).findFirst();
    if (named != null && state.isEmpty()) {
      String all = Arrays.toString(State.values());
      Json.problem(context, 400, "bad request", "state is one of " + all);
      return;
    }
    ObjectNode body = Json.object();
    if (Visiting.site(context).isEmpty()) {
      body.put("total", ledger.exchanges()); // of all sites
    }
    ArrayNode list = body.putArray("exchanges");
    // a state is stored nowhere: what has it is looked for among the newest
    for (Exchange exchange : found(context, state.isEmpty() ? limit.get() : MOST)) {
      if (list.size() == limit.get()) {
        break;
      }
      ExchangeView.of(ledger, exchange.id())
          .filter(view -> state.isEmpty() || view.state() == state.get())
          .map(Json::exchange)
          .map(this::withDown)
          .map(node -> Blotting.exchange(context, node))
          .ifPresent(list::add);
    }
    Json.answer(context, 200, body);
  }

  /** With what is known of each target that is down and has not got it. */
  private ObjectNode withDown(ObjectNode exchange) {
    List<JsonNode> steps = new ArrayList<>();
    exchange.path("targets").forEach(steps::add);
    exchange.path("ways").forEach(steps::add);
    exchange.path("reports").forEach(report -> report.path("ways").forEach(steps::add));
    for (JsonNode step : steps) {
      if (step.path("done").asInt() < step.path("wanted").asInt()
          && step instanceof ObjectNode node) {
        down.apply(step.path("target").asText())
            .ifPresent(status -> node.set("down", Json.down(status)));
      }
    }
    return exchange;
  }

  /** By an id of whatever kind, else the newest; both may be narrowed to a site. */
  private List<Exchange> found(RoutingContext context, int limit) {
    String site = parameter(context, "site");
    for (String name : IDS) {
      String id = parameter(context, name);
      if (id != null) {
        return ledger.find(id, limit).stream()
            .filter(exchange -> site == null || exchange.siteId().equals(site))
            .toList();
      }
    }
    return ledger.newest(site, limit);
  }

  private static @Nullable String parameter(RoutingContext context, String name) {
    List<String> values = context.queryParam(name);
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }

  private static Optional<Integer> limit(RoutingContext context) {
    String text = parameter(context, "limit");
    if (text == null) {
      return Optional.of(100);
    }
    if (!text.matches("\\d{1,5}")) {
      return Optional.empty();
    }
    int limit = Integer.parseInt(text);
    return limit >= 1 && limit <= MOST ? Optional.of(limit) : Optional.empty();
  }
}
