package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Set;
import org.farsight.exchange.Interventions;
import org.farsight.exchange.Interventions.Place;
import org.farsight.exchange.Interventions.Window;
import org.farsight.exchange.Replay;

/**
 * {@code POST /exchange/{id}/release} lets refused steps try again, {@code POST
 * /exchange/{id}/replay} lets done ones run again, {@code POST /replay} does so for the next
 * exchanges of a window of time.
 */
public final class ReplayHandlers {
  private static final int MOST = 500;
  private static final Set<String> ONE = Set.of("by", "why", "step");
  private static final Set<String> WINDOW =
      Set.of("by", "why", "step", "from", "to", "site", "limit", "after");
  private static final Set<String> PLACE = Set.of("at", "exchange");

  private final Replay replay;
  private final Interventions interventions;

  /** Replays by these. */
  public ReplayHandlers(Replay replay, Interventions interventions) {
    this.replay = replay;
    this.interventions = interventions;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    Posted.to(router.post("/exchange/:id/release"), this::retry);
    Posted.to(router.post("/exchange/:id/replay"), this::one);
    Posted.to(router.post("/replay"), this::window);
  }

  private void retry(RoutingContext context, Posted posted) {
    posted.only(Set.of("by", "why"));
    answer(context, replay.retry(context.pathParam("id"), posted.maker()));
  }

  private void one(RoutingContext context, Posted posted) {
    posted.only(ONE);
    answer(context, replay.exchange(context.pathParam("id"), posted.text("step"), posted.maker()));
  }

  private static void answer(RoutingContext context, Replay.Outcome outcome) {
    switch (outcome) {
      case Replay.Outcome.Again again -> {
        ObjectNode body = Json.object();
        ArrayNode steps = body.putArray("steps");
        again.steps().forEach(steps::add);
        Json.answer(context, 202, body);
      }
      case Replay.Outcome.Not not -> Json.problem(context, 409, "not done", not.why());
      case Replay.Outcome.Unknown unknown ->
          Json.problem(
              context, 404, "not found", "there is no exchange " + context.pathParam("id"));
    }
  }

  private void window(RoutingContext context, Posted posted) {
    posted.only(WINDOW);
    Instant from = posted.time("from").orElseThrow(() -> HttpProblem.badRequest("from is missing"));
    Instant to = posted.time("to").orElseThrow(() -> HttpProblem.badRequest("to is missing"));
    if (!from.isBefore(to)) {
      throw HttpProblem.badRequest("from is before to");
    }
    Window window = new Window(from, to, posted.text("site").orElse(null));
    Replay.Portion portion =
        replay.window(
            window,
            place(posted, window),
            posted.number("limit", 100, 1, MOST),
            posted.text("step"),
            posted.maker());
    ObjectNode body = Json.object();
    body.put("inWindow", interventions.count(window));
    body.put("replayed", portion.replayed());
    body.put("busy", portion.busy());
    body.put("finished", portion.finished());
    body.putObject("next")
        .put("at", portion.next().at().toString())
        .put("exchange", portion.next().exchangeId());
    ArrayNode skipped = body.putArray("skipped");
    portion
        .skipped()
        .forEach(
            one -> skipped.addObject().put("exchange", one.exchangeId()).put("why", one.why()));
    Json.answer(context, 202, body);
  }

  private static Place place(Posted posted, Window window) {
    if (!posted.body().path("after").isObject()) {
      return window.start();
    }
    Posted after = new Posted(posted.body().path("after"));
    after.only(PLACE);
    return new Place(after.time("at").orElse(window.from()), after.text("exchange").orElse(""));
  }
}
