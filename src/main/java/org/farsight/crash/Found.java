package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a comparison has found so far. */
final class Found {
  final List<String> lost = new ArrayList<>();
  final List<String> doubled = new ArrayList<>();
  final List<String> stuck = new ArrayList<>();

  Findings findings() {
    return new Findings(lost, doubled, stuck);
  }

  void one(String what, List<JsonNode> found) {
    compare(what, 1, found.size());
  }

  void compare(String what, int expected, int found) {
    if (found < expected) {
      lost.add(what + ": " + found + " instead of " + expected);
    } else if (found > expected) {
      doubled.add(what + ": " + found + " instead of " + expected);
    }
  }

  /** A step is done, or a person is told why not; else something must drive it on. */
  void steps(JsonNode exchange) {
    step(exchange, "convert", exchange.path("conversion"));
    exchange
        .path("targets")
        .forEach(target -> step(exchange, target.path("target").asText(), target));
    exchange.path("ways").forEach(way -> step(exchange, way.path("target").asText(), way));
    if (exchange.path("targets").isEmpty()) {
      stuck.add(name(exchange) + ": no target was ever wanted");
    }
  }

  private void step(JsonNode exchange, String name, JsonNode step) {
    if (!isSettled(step, Instant.now())) {
      stuck.add(
          name(exchange)
              + ": step "
              + name
              + " is "
              + step.path("outcome").asText("absent")
              + " at "
              + step.path("done").asInt()
              + " of "
              + step.path("wanted").asInt()
              + ", due "
              + step.path("nextTry").asText("never"));
    } else if (step.path("wanted").asInt() < exchange.path("revision").asInt()) {
      stuck.add(name(exchange) + ": step " + name + " does not want the newest revision");
    }
  }

  /** Done, quarantined with a reason, or parked with a reason and a time to come. */
  static boolean isSettled(JsonNode step, Instant now) {
    return switch (step.path("outcome").asText()) {
      case "DONE" -> true;
      case "QUARANTINED" -> !step.path("why").asText().isEmpty();
      case "PARKED" ->
          !step.path("why").asText().isEmpty()
              && step.has("nextTry")
              && Instant.parse(step.path("nextTry").asText())
                  .isAfter(now.minus(Duration.ofSeconds(10)));
      default -> false;
    };
  }

  private static String name(JsonNode exchange) {
    return "exchange " + exchange.path("id").asText();
  }
}
