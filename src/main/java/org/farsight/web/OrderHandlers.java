package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.OrderDesk;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatch.Verdict;
import org.farsight.exchange.OrderMatches;
import org.jspecify.annotations.Nullable;

/**
 * {@code /orders}: the orders, which examinations belong to them, which wait for a person, and the
 * person's decision. A decision is posted with {@code {"by": …, "why": …}} and told in the stories
 * of the examination and the order. No patient is shown: the exchange's other views do that.
 */
public final class OrderHandlers {
  private static final int MOST = 1000;
  private static final Set<String> FILTERS = Set.of("limit", "site", "show");

  private final OrderBook orders;
  private final OrderMatches.Overview matches;
  private final OrderDesk desk;
  private final Duration overdue;
  private final InstantSource clock;

  /**
   * Answers from these.
   *
   * @param desk carries out decisions
   * @param overdue how long after its time an order without an examination is overdue
   */
  public OrderHandlers(
      OrderBook orders,
      OrderMatches.Overview matches,
      OrderDesk desk,
      Duration overdue,
      InstantSource clock) {
    this.orders = orders;
    this.matches = matches;
    this.desk = desk;
    this.overdue = overdue;
    this.clock = clock;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.got(router.get("/orders"), (context, none) -> list(context));
    Posted.got(router.get("/orders/:id"), (context, none) -> one(context));
    Posted.to(router.post("/orders/:id/match"), this::match);
    Posted.to(router.post("/orders/:id/unmatch"), this::unmatch);
  }

  private void list(RoutingContext context) {
    for (String name : context.queryParams().names()) {
      if (!FILTERS.contains(name)) {
        throw HttpProblem.badRequest(name + " is none of " + FILTERS.stream().sorted().toList());
      }
    }
    String show = parameter(context, "show");
    if (show != null && !show.equals("doubt")) {
      throw HttpProblem.badRequest("show is doubt, or is left out");
    }
    boolean onlyDoubt = show != null;
    String site = parameter(context, "site");
    Json.answer(context, 200, body(matches, overdue, clock, site, onlyDoubt, limit(context)));
  }

  /**
   * Counts, what is in doubt, and the newest orders.
   *
   * @param site of this site only; null: of all
   * @param onlyDoubt leaves the orders out
   */
  public static ObjectNode body(
      OrderMatches.Overview matches,
      Duration overdue,
      InstantSource clock,
      @Nullable String site,
      boolean onlyDoubt,
      int limit) {
    ObjectNode body = Json.object();
    OrderMatches.Counts counts = matches.counts(clock.instant().minus(overdue));
    body.putObject("counts")
        .put("inDoubt", counts.inDoubt())
        .put("open", counts.openOrders())
        .put("overdue", counts.overdueOrders());
    ArrayNode doubts = body.putArray("inDoubt");
    matches.all(Verdict.IN_DOUBT, limit).stream()
        .filter(match -> site == null || match.examination().siteId().equals(site))
        .forEach(match -> doubts.add(match(match)));
    if (!onlyDoubt) {
      ArrayNode list = body.putArray("orders");
      matches
          .newestOrders(site, limit)
          .forEach(order -> list.add(order(order, matches.ofOrder(order.id()))));
    }
    return body;
  }

  private void one(RoutingContext context) {
    String id = context.pathParam("id");
    ObjectNode found =
        shown(id, orders, matches)
            .orElseThrow(() -> HttpProblem.notFound("there is no order and no examination " + id));
    Json.answer(context, 200, found);
  }

  /** An order with its examinations, or an examination with the orders that it may belong to. */
  public static Optional<ObjectNode> shown(String id, OrderBook orders, OrderMatches matches) {
    Optional<Order> order = orders.order(id);
    if (order.isPresent()) {
      return order.map(known -> order(known, matches.ofOrder(id)));
    }
    return matches
        .of(id)
        .map(
            match -> {
              ObjectNode node = match(match);
              ArrayNode candidates = node.putArray("candidateOrders");
              for (String candidate : match.candidates()) {
                orders.order(candidate).ifPresent(known -> candidates.add(order(known, List.of())));
              }
              return node;
            });
  }

  private static ObjectNode order(Order order, List<OrderMatch> examinations) {
    ObjectNode node = Json.object();
    node.put("id", order.id());
    node.put("site", order.siteId());
    node.put("status", order.status().name());
    node.put("priority", order.priority().name());
    node.put("placer", order.numbers().placer());
    node.put("filler", order.numbers().filler());
    node.put("accession", order.numbers().accession());
    node.put("modality", order.step().step().modality());
    node.put("orderedAt", order.orderedAt().toString());
    order.scheduledAt().ifPresent(at -> node.put("scheduledAt", at.toString()));
    ArrayNode list = node.putArray("examinations");
    examinations.forEach(match -> list.add(match(match)));
    return node;
  }

  /** What was decided about an examination. */
  static ObjectNode match(OrderMatch match) {
    ObjectNode node = Json.object();
    node.put("exchange", match.examination().exchangeId());
    node.put("site", match.examination().siteId());
    node.put("accession", match.examination().accession());
    node.put("modalities", String.join(" ", match.examination().modalities()));
    node.put("examinedAt", match.examination().at().toString());
    node.put("verdict", match.verdict().name());
    node.put("rule", match.rule());
    node.put("order", match.orderId());
    node.put("standing", match.standing().name());
    node.put("at", match.at().toString());
    node.put("en", match.why().en());
    node.put("zh", match.why().zh());
    ArrayNode candidates = node.putArray("candidates");
    match.candidates().forEach(candidates::add);
    return node;
  }

  private void match(RoutingContext context, Posted posted) {
    posted.only(Set.of("by", "why", "order"));
    Maker maker = posted.maker();
    String order =
        posted.text("order").orElseThrow(() -> HttpProblem.badRequest("order is missing"));
    answer(context, desk.match(context.pathParam("id"), order, maker));
  }

  private void unmatch(RoutingContext context, Posted posted) {
    posted.only(Set.of("by", "why"));
    answer(context, desk.unmatch(context.pathParam("id"), posted.maker()));
  }

  private static void answer(RoutingContext context, OrderDesk.Outcome outcome) {
    switch (outcome) {
      case OrderDesk.Outcome.Done(OrderMatch match) ->
          Json.answer(
              context,
              200,
              match(match)
                  .put("en", "decided; the examination goes to the FHIR servers again")
                  .put("zh", "已确认；该检查将重新送往 FHIR 服务器"));
      case OrderDesk.Outcome.Not(OrderMatch.Words why) ->
          Json.problem(context, 409, "not done", why.en(), why.zh());
      case OrderDesk.Outcome.Unknown unknown ->
          Json.problem(
              context, 404, "not found", "there is no examination whose order was looked for");
    }
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

  private static @Nullable String parameter(RoutingContext context, String name) {
    List<String> values = context.queryParam(name);
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }
}
