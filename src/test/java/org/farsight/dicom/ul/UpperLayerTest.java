package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpperLayerTest {
  // PS3.8 table 9-10 once more, typed by column (state) instead of by row (event), with the next
  // state of PS3.8 tables 9-6 to 9-9 behind each action
  private static final String[] BY_STATE = {
    "Sta1: 1 AE_1 4, 5 AE_5 2",
    "Sta2: 3 AA_1 13, 4 AA_1 13, 6 AE_6 3, 10 AA_1 13, 12 AA_1 13, 13 AA_1 13, 16 AA_2 1,"
        + " 17 AA_5 1, 18 AA_2 1, 19 AA_1 13",
    "Sta3: 3 AA_8 13, 4 AA_8 13, 6 AA_8 13, 7 AE_7 6, 8 AE_8 13, 10 AA_8 13, 12 AA_8 13,"
        + " 13 AA_8 13, 15 AA_1 13, 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta4: 2 AE_2 5, 15 AA_2 1, 17 AA_4 1",
    "Sta5: 3 AE_3 6, 4 AE_4 1, 6 AA_8 13, 10 AA_8 13, 12 AA_8 13, 13 AA_8 13, 15 AA_1 13,"
        + " 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta6: 3 AA_8 13, 4 AA_8 13, 6 AA_8 13, 9 DT_1 6, 10 DT_2 6, 11 AR_1 7, 12 AR_2 8,"
        + " 13 AA_8 13, 15 AA_1 13, 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta7: 3 AA_8 13, 4 AA_8 13, 6 AA_8 13, 10 AR_6 7, 12 AR_8 9, 13 AR_3 1, 15 AA_1 13,"
        + " 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta8: 3 AA_8 13, 4 AA_8 13, 6 AA_8 13, 9 AR_7 8, 10 AA_8 13, 12 AA_8 13, 13 AA_8 13,"
        + " 14 AR_4 13, 15 AA_1 13, 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta9: 3 AA_8 13, 4 AA_8 13, 6 AA_8 13, 10 AA_8 13, 12 AA_8 13, 13 AA_8 13, 14 AR_9 11,"
        + " 15 AA_1 13, 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta10: 3 AA_8 13, 4 AA_8 13, 6 AA_8 13, 10 AA_8 13, 12 AA_8 13, 13 AR_10 12, 15 AA_1 13,"
        + " 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta11: 3 AA_8 13, 4 AA_8 13, 6 AA_8 13, 10 AA_8 13, 12 AA_8 13, 13 AR_3 1, 15 AA_1 13,"
        + " 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta12: 3 AA_8 13, 4 AA_8 13, 6 AA_8 13, 10 AA_8 13, 12 AA_8 13, 13 AA_8 13, 14 AR_4 13,"
        + " 15 AA_1 13, 16 AA_3 1, 17 AA_4 1, 19 AA_8 13",
    "Sta13: 3 AA_6 13, 4 AA_6 13, 6 AA_7 13, 10 AA_6 13, 12 AA_6 13, 13 AA_6 13, 16 AA_2 1,"
        + " 17 AR_5 1, 18 AA_2 1, 19 AA_7 13",
  };

  private static Map<State, Map<Event, UpperLayer.Step>> second() {
    Map<State, Map<Event, UpperLayer.Step>> steps = new HashMap<>();
    for (String line : BY_STATE) {
      String[] parts = line.split(": ");
      Map<Event, UpperLayer.Step> column = new HashMap<>();
      for (String cell : parts[1].split(", *")) {
        String[] words = cell.trim().split(" ");
        column.put(
            Event.valueOf("Evt" + words[0]),
            new UpperLayer.Step(Action.valueOf(words[1]), State.valueOf("Sta" + words[2])));
      }
      steps.put(State.valueOf(parts[0]), column);
    }
    return steps;
  }

  @Test
  void eachOfThe13TimesNineteenCellsIsAsInTheSecondListing() {
    Map<State, Map<Event, UpperLayer.Step>> second = second();
    int filled = 0;
    for (State state : State.values()) {
      for (Event event : Event.values()) {
        UpperLayer.Step expected = second.getOrDefault(state, Map.of()).get(event);
        assertThat(UpperLayer.find(state, event).orElse(null))
            .as(state + " " + event)
            .isEqualTo(expected);
        filled += expected == null ? 0 : 1;
      }
    }
    assertThat(filled).isEqualTo(123);
  }

  @Test
  void onlyAe6AndAr8LeadToOneOfTwoStates() {
    for (Action action : Action.values()) {
      boolean two = action == Action.AE_6 || action == Action.AR_8;
      assertThat(action.next() != action.otherwise()).as(action.name()).isEqualTo(two);
    }
    UpperLayer.Step request = UpperLayer.step(State.Sta2, Event.Evt6);
    assertThat(request.next(true)).isEqualTo(State.Sta3);
    assertThat(request.next(false)).isEqualTo(State.Sta13);
    UpperLayer.Step collision = UpperLayer.step(State.Sta7, Event.Evt12);
    assertThat(collision.next(true)).isEqualTo(State.Sta9);
    assertThat(collision.next(false)).isEqualTo(State.Sta10);
  }

  @Test
  void whatThePeerCanSendIsDefinedInEachStateWithAnOpenConnection() {
    Event[] fromPeer = {
      Event.Evt3,
      Event.Evt4,
      Event.Evt6,
      Event.Evt10,
      Event.Evt12,
      Event.Evt13,
      Event.Evt16,
      Event.Evt17,
      Event.Evt19
    };
    for (State state : State.values()) {
      if (state != State.Sta1 && state != State.Sta4) {
        for (Event event : fromPeer) {
          assertThat(UpperLayer.find(state, event)).as(state + " " + event).isPresent();
        }
      }
    }
  }

  @Test
  void aPrimitiveThatIsNotPossibleNowIsAnErrorOfTheCaller() {
    assertThatThrownBy(() -> UpperLayer.step(State.Sta1, Event.Evt9))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Evt9")
        .hasMessageContaining("Sta1")
        .hasMessageContaining("9-10");
  }
}
