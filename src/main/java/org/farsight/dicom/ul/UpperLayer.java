package org.farsight.dicom.ul;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state transition table of the upper layer, PS3.8 table 9-10. Pure: it says which action a
 * state and an event ask for and which state follows; {@link Association} executes the action.
 */
public final class UpperLayer {
  /**
   * An action, and the state after it.
   *
   * @param action what the standard asks for
   * @param next the state after the action; the first of two for AE-6 and AR-8
   */
  public record Step(Action action, State next) {
    /**
     * The state after the action where it depends on a condition.
     *
     * @param condition for AE-6: the request is acceptable to the provider; for AR-8: this side
     *     requested the association; without effect for all other actions
     */
    public State next(boolean condition) {
      return condition ? next : action.otherwise();
    }
  }

  // PS3.8 table 9-10. A point is an empty cell: the event cannot happen in that state.
  private static final String TABLE =
      """
            Sta1 Sta2 Sta3 Sta4 Sta5 Sta6 Sta7 Sta8 Sta9 Sta10 Sta11 Sta12 Sta13
      Evt1  AE-1 .    .    .    .    .    .    .    .    .     .     .     .
      Evt2  .    .    .    AE-2 .    .    .    .    .    .     .     .     .
      Evt3  .    AA-1 AA-8 .    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt4  .    AA-1 AA-8 .    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt5  AE-5 .    .    .    .    .    .    .    .    .     .     .     .
      Evt6  .    AE-6 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-7
      Evt7  .    .    AE-7 .    .    .    .    .    .    .     .     .     .
      Evt8  .    .    AE-8 .    .    .    .    .    .    .     .     .     .
      Evt9  .    .    .    .    .    DT-1 .    AR-7 .    .     .     .     .
      Evt10 .    AA-1 AA-8 .    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt11 .    .    .    .    .    AR-1 .    .    .    .     .     .     .
      Evt12 .    AA-1 AA-8 .    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt13 .    AA-1 AA-8 .    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3  AA-8  AA-6
      Evt14 .    .    .    .    .    .    .    AR-4 AR-9 .     .     AR-4  .
      Evt15 .    .    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1  AA-1  .
      Evt16 .    AA-2 AA-3 .    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3  AA-3  AA-2
      Evt17 .    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4  AA-4  AR-5
      Evt18 .    AA-2 .    .    .    .    .    .    .    .     .     .     AA-2
      Evt19 .    AA-1 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-7
      """;

  private static final Map<State, Map<Event, Step>> STEPS = parse();

  private UpperLayer() {}

  /**
   * The step that an event asks for.
   *
   * @throws IllegalStateException where the table has no entry: a local caller asked for what is
   *     not possible in this state (no PDU of a peer can cause it)
   */
  public static Step step(State state, Event event) {
    return find(state, event)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s (%s) is not possible in %s (%s), PS3.8 table 9-10"
                        .formatted(event, event.meaning(), state, state.meaning())));
  }

  /** The step that an event asks for, empty where the table's cell is. */
  public static Optional<Step> find(State state, Event event) {
    return Optional.ofNullable(STEPS.getOrDefault(state, Map.of()).get(event));
  }

  private static Map<State, Map<Event, Step>> parse() {
    Map<State, Map<Event, Step>> steps = new EnumMap<>(State.class);
    TABLE
        .lines()
        .skip(1)
        .map(line -> line.split(" +"))
        .forEach(
            cells -> {
              Event event = Event.valueOf(cells[0]);
              for (State state : State.values()) {
                String cell = cells[state.ordinal() + 1];
                if (!cell.equals(".")) {
                  Action action = Action.valueOf(cell.replace('-', '_'));
                  steps
                      .computeIfAbsent(state, s -> new EnumMap<>(Event.class))
                      .put(event, new Step(action, action.next()));
                }
              }
            });
    return steps;
  }
}
