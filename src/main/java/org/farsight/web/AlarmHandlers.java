package org.farsight.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms;
import org.farsight.exchange.Ledger;

/**
 * {@code GET /alarms[?all=true&limit=]} and {@code POST /alarms/{id}/acknowledge} with {@code
 * {"by": …}}: what should be looked after, and who does.
 */
public final class AlarmHandlers {

  private static final int MOST = 1000;
  private static final int LONGEST_NAME = 100;

  private final Ledger ledger;
  private final Alarms alarms;
  private final InstantSource clock;

  /**
   * Reads from this ledger.
   *
   * @param alarms of the same ledger
   * @param clock the time of an acknowledgement
   */
  public AlarmHandlers(Ledger ledger, Alarms alarms, InstantSource clock) {
    this.ledger = ledger;
    this.alarms = alarms;
    this.clock = clock;
  }

  /** Adds the handlers to the HTTP server. */
  public void addTo(Router router) {
    router.get("/alarms").blockingHandler(this::list, false);
    Posted.to(router.post("/alarms/:id/acknowledge"), this::acknowledge);
  }

  private void list(RoutingContext context) {
    String all = parameter(context, "all").orElse("false");
    String limit = parameter(context, "limit").orElse("100");
    if (!List.of("true", "false").contains(all) || !limit.matches("[1-9]\\d{0,3}")) {
      Json.problem(
          context, 400, "bad request", "all is true or false, limit a number from 1 to " + MOST);
      return;
    }
    int most = Math.min(Integer.parseInt(limit), MOST);
    Json.answer(context, 200, json(all.equals("true") ? alarms.newest(most) : alarms.open()));
  }

  private void acknowledge(RoutingContext context, Posted posted) {
    posted.only(Set.of("by"));
    String by = posted.text("by").orElse("");
    if (by.isEmpty() || by.length() > LONGEST_NAME || by.chars().anyMatch(c -> c < ' ')) {
      throw HttpProblem.badRequest(
          "by says who looks after it, in at most " + LONGEST_NAME + " characters");
    }
    String id = context.pathParam("id");
    Optional<Alarm> alarm =
        id.matches("\\d{1,18}") ? acknowledge(Long.parseLong(id), by) : Optional.empty();
    Json.answer(
        context,
        200,
        json(alarm.orElseThrow(() -> HttpProblem.notFound("there is no alarm of this number"))));
  }

  private Optional<Alarm> acknowledge(long id, String by) {
    return ledger.write(
        tx -> tx.alarms().acknowledge(id, by, clock.instant().truncatedTo(ChronoUnit.MICROS)));
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  /** Alarms as they are shown outside. */
  public static ObjectNode json(List<Alarm> alarms) {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("alarms");
    alarms.forEach(alarm -> list.add(json(alarm)));
    return body;
  }

  private static ObjectNode json(Alarm alarm) {
    ObjectNode node = Json.object();
    node.put("id", alarm.id());
    node.put("kind", alarm.cause().kind().name());
    node.put("subject", alarm.cause().subject());
    node.put("open", alarm.isOpen());
    node.put("en", alarm.words().en());
    node.put("zh", alarm.words().zh());
    node.put("raisedAt", alarm.raisedAt().toString());
    alarm.ended().ifPresent(at -> node.put("endedAt", at.toString()));
    alarm
        .acknowledgement()
        .ifPresent(
            a -> node.put("acknowledgedAt", a.at().toString()).put("acknowledgedBy", a.by()));
    return node;
  }
}
