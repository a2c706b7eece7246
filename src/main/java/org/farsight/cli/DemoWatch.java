package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows the exchanges of the demonstration at the engine until all are delivered. */
final class DemoWatch {
  /** Long enough for a target that was down for some moments. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration PAUSE = Duration.ofMillis(300);

  private final Engines engine;
  private final Consumer<Stage> tell;

  /**
   * An exchange as it was last seen.
   *
   * @param id of the exchange, empty where the engine knows none
   * @param state the word shown, empty where the engine knows none
   * @param objects how many arrived
   * @param trouble of its steps, in words; empty if there is none
   * @param received from the first to the last arrival; empty where repeats came later
   * @param converted from the last arrival until the resources were made
   * @param delivered from then until the last target had them
   */
  record Stage(
      DemoPlan.Push push,
      String id,
      String state,
      int objects,
      String trouble,
      Optional<Duration> received,
      Optional<Duration> converted,
      Optional<Duration> delivered) {

    static Stage unknown(DemoPlan.Push push) {
      return new Stage(push, "", "", 0, "", Optional.empty(), Optional.empty(), Optional.empty());
    }

    boolean isDelivered() {
      return List.of("DELIVERED", "READ").contains(state) && objects >= push.files().size();
    }
  }

  /**
   * @param tell is told of each exchange whose state has changed
   */
  DemoWatch(Engines engine, Consumer<Stage> tell) {
    this.engine = engine;
    this.tell = tell;
  }

  /**
   * Waits until all are delivered, or nothing has moved for a minute and a half.
   *
   * @return the last stage of each, in the same order
   */
  List<Stage> untilDelivered(List<DemoPlan.Push> pushes)
      throws CommandFailure, InterruptedException {
    List<Stage> stages = new ArrayList<>(pushes.stream().map(Stage::unknown).toList());
    Instant moved = Instant.now();
    while (!stages.stream().allMatch(Stage::isDelivered)
        && Duration.between(moved, Instant.now()).compareTo(PATIENCE) < 0) {
      for (int i = 0; i < stages.size(); i++) {
        Stage before = stages.get(i);
        if (!before.isDelivered()) {
          Stage now = look(before.push());
          if (!now.equals(before)) {
            moved = Instant.now();
          }
          if (!now.state().equals(before.state()) || !now.trouble().equals(before.trouble())) {
            tell.accept(now);
          }
          stages.set(i, now);
        }
      }
      Thread.sleep(PAUSE);
    }
    return stages;
  }

  /**
   * What is handed over after an exchange has been delivered: the drawings of ECGs.
   *
   * @param wanted exchanges that are to be drawn
   * @param drawn those whose drawings have arrived
   */
  record Drawings(int wanted, int drawn) {}

  /** Waits until the drawings of all ECGs have arrived, or a minute and a half have passed. */
  Drawings untilDrawn(List<Stage> stages) throws CommandFailure, InterruptedException {
    Instant until = Instant.now().plus(PATIENCE);
    Drawings seen = drawings(stages);
    while (seen.drawn() < seen.wanted() && Instant.now().isBefore(until)) {
      Thread.sleep(PAUSE);
      seen = drawings(stages);
    }
    return seen;
  }

  /**
   * A case that nobody has read yet.
   *
   * @param critical a rule found a critical value in it
   */
  record Waiting(Stage stage, String caseId, boolean critical) {}

  /**
   * A case that waits for a reader, a critical one if there is one; empty where none has appeared
   * in the worklist after a minute and a half.
   */
  Optional<Waiting> waiting(List<Stage> stages) throws CommandFailure, InterruptedException {
    Instant until = Instant.now().plus(PATIENCE);
    Optional<Waiting> found = newest(stages);
    while (found.isEmpty() && Instant.now().isBefore(until)) {
      Thread.sleep(PAUSE);
      found = newest(stages);
    }
    return found;
  }

  private Optional<Waiting> newest(List<Stage> stages) throws CommandFailure, InterruptedException {
    List<Waiting> all = new ArrayList<>();
    for (Stage stage : stages) {
      Optional<JsonNode> one =
          stage.id().isEmpty() ? Optional.empty() : engine.find("/case/" + stage.id());
      if (one.isPresent() && one.get().path("status").asText().equals("requested")) {
        all.add(new Waiting(stage, stage.id(), one.get().path("critical").asBoolean()));
      }
    }
    return all.stream().filter(Waiting::critical).findFirst().or(() -> all.stream().findFirst());
  }

  private Drawings drawings(List<Stage> stages) throws CommandFailure, InterruptedException {
    int wanted = 0;
    int drawn = 0;
    for (Stage stage : stages) {
      String query = "/exchange?limit=1&id=" + Engines.encode(stage.push().key());
      for (JsonNode target : engine.get(query).path("exchanges").path(0).path("targets")) {
        if (!target.path("required").asBoolean(true)) {
          wanted++;
          drawn += target.path("outcome").asText().equals("DONE") ? 1 : 0;
        }
      }
    }
    return new Drawings(wanted, drawn);
  }

  private Stage look(DemoPlan.Push push) throws CommandFailure, InterruptedException {
    JsonNode exchange =
        engine.get("/exchange?limit=1&id=" + Engines.encode(push.key())).path("exchanges").path(0);
    if (exchange.isMissingNode()) {
      return Stage.unknown(push);
    }
    Optional<Instant> first = time(exchange.path("firstAt"));
    Optional<Instant> last = time(exchange.path("lastAt"));
    Optional<Instant> converted = time(exchange.path("conversion").path("doneAt"));
    Optional<Instant> delivered = Optional.empty();
    List<String> trouble = new ArrayList<>();
    addTrouble(exchange.path("conversion"), "conversion", trouble);
    for (JsonNode target : exchange.path("targets")) {
      boolean required = target.path("required").asBoolean(true);
      Optional<Instant> done = required ? time(target.path("doneAt")) : Optional.empty();
      if (delivered.isEmpty() || done.isPresent() && done.get().isAfter(delivered.get())) {
        delivered = done;
      }
      addTrouble(target, target.path("target").asText(), trouble);
    }
    return new Stage(
        push,
        exchange.path("id").asText(),
        exchange.path("state").asText(),
        exchange.path("arrivals").path("count").asInt(),
        String.join("; ", trouble),
        converted.isPresent() && last.isPresent() && last.get().isAfter(converted.get())
            ? Optional.empty()
            : between(first, last),
        between(last, converted),
        between(converted, delivered));
  }

  private static void addTrouble(JsonNode step, String name, List<String> trouble) {
    if (step.has("why")) {
      trouble.add(name + " " + step.path("outcome").asText() + ": " + step.path("why").asText());
    }
  }

  private static Optional<Instant> time(JsonNode node) {
    return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
  }

  /** Empty where a repeat in a later run came after the step. */
  private static Optional<Duration> between(Optional<Instant> from, Optional<Instant> to) {
    if (from.isEmpty() || to.isEmpty() || to.get().isBefore(from.get())) {
      return Optional.empty();
    }
    return Optional.of(Duration.between(from.get(), to.get()));
  }
}
