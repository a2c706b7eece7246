package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.TargetStatus;

/** {@code GET /observe/health} and {@code GET /observe/metrics} (Prometheus). */
public final class ObserveHandlers {

  /** A check of one part: empty when it is well, else what is wrong. */
  public interface Check extends Supplier<Optional<String>> {}

  private final Map<String, Check> checks;
  private final Supplier<List<TargetStatus>> targets;
  private final PrometheusMeterRegistry meters;

  /**
   * Shows these.
   *
   * @param checks by the part's name
   * @param targets how they stand; one that is down does not make the engine unwell
   * @param meters scraped by Prometheus
   */
  public ObserveHandlers(
      Map<String, Check> checks,
      Supplier<List<TargetStatus>> targets,
      PrometheusMeterRegistry meters) {
    this.checks = Map.copyOf(checks);
    this.targets = targets;
    this.meters = meters;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    router.get("/observe/health").blockingHandler(this::health, false);
    router.get("/observe/metrics").blockingHandler(this::metrics, false);
  }

  private void health(RoutingContext context) {
    ObjectNode body = Json.object();
    ObjectNode parts = Json.object();
    boolean up = true;
    for (String name : checks.keySet().stream().sorted().toList()) {
      Optional<String> wrong = outcome(name);
      up &= wrong.isEmpty();
      ObjectNode part = parts.putObject(name).put("status", wrong.isEmpty() ? "UP" : "DOWN");
      wrong.ifPresent(w -> part.put("why", w));
    }
    body.put("status", up ? "UP" : "DOWN");
    body.set("checks", parts);
    ArrayNode list = body.putArray("targets");
    targets.get().stream()
        // of the ways back, which may be a thousand, those that do not answer
        .filter(status -> !status.target().startsWith(BranchWay.PREFIX) || isTroubled(status))
        .forEach(status -> add(list, status));
    Json.answer(context, up ? 200 : 503, body);
  }

  private static boolean isTroubled(TargetStatus status) {
    return status.stage() != TargetStatus.Stage.UP || !status.why().isEmpty();
  }

  private static void add(ArrayNode list, TargetStatus status) {
    ObjectNode target = list.addObject();
    target.put("target", status.target()).put("status", status.stage().name());
    status.sinceIfChanged().ifPresent(since -> target.put("since", since.toString()));
    if (!status.why().isEmpty()) {
      target.put("failures", status.failures()).put("why", status.why());
    }
    status.nextProbeIfDown().ifPresent(next -> target.put("nextProbe", next.toString()));
  }

  private Optional<String> outcome(String name) {
    try {
      Check check = checks.get(name);
      return check == null ? Optional.empty() : check.get();
    } catch (RuntimeException e) {
      return Optional.of(e.toString());
    }
  }

  private void metrics(RoutingContext context) {
    var unused =
        context
            .response()
            .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            .end(meters.scrape());
  }
}
