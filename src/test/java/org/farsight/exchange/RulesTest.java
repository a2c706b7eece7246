package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure rules as tables. */
class RulesTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  /** Done revisions of conversion, FHIR server and archive; "-": there is no such step. */
  @ParameterizedTest
  @CsvSource({
    "1, -, -, -, RECEIVED",
    "1, 0, -, -, RECEIVED",
    "1, 1, -, -, CONVERTED",
    "1, 1, 0, 0, CONVERTED",
    "1, 1, 1, 0, CONVERTED",
    "1, 1, 1, 1, DELIVERED",
    "1, 1, 1, -, DELIVERED",
    "2, 1, 1, 1, RECEIVED",
    "2, 2, 1, 1, CONVERTED",
    "2, 2, 2, 1, CONVERTED",
    "2, 2, 2, 2, DELIVERED",
    "3, 3, 3, 2, CONVERTED"
  })
  void theWordShownFollowsFromRevisions(
      int revision, String convert, String fhir, String archive, State word) {
    List<Step> steps = new ArrayList<>();
    add(steps, Step.CONVERT, convert, revision);
    add(steps, "fhir", fhir, revision);
    add(steps, "archive", archive, revision);
    assertThat(State.of(revision, steps)).isEqualTo(word);
  }

  private static void add(List<Step> steps, String name, String done, int wanted) {
    if (!done.equals("-")) {
      int revision = Integer.parseInt(done);
      steps.add(new Step("e", name, revision, wanted, 0, null, null, "", null));
    }
  }

  /** Seconds after the first byte: waiting since, last byte, now; when it is due. */
  @ParameterizedTest
  @CsvSource({
    "ECG, 0, 0, false, 0, 0",
    "ECG, 3, 3, true, 9, 3",
    "STUDY, 0, 0, false, 0, 5",
    "STUDY, 0, 4, false, 5, 9",
    "STUDY, 0, 4, false, 99, 9",
    "STUDY, 0, 4, true, 30, 35",
    "STUDY, 0, 58, false, 58, 60",
    "STUDY, 0, 58, true, 59, 60",
    "STUDY, 100, 130, true, 131, 136",
    "STUDY, 100, 158, false, 158, 160"
  })
  void aStudyIsDueWhenQuietButNotLaterThanItsLongestWait(
      Kind kind, long since, long last, boolean carried, long now, long due) {
    Completeness completeness = new Completeness(Duration.ofSeconds(5), Duration.ofSeconds(60));
    assertThat(
            completeness.dueAt(
                kind, T0.plusSeconds(since), T0.plusSeconds(last), carried, T0.plusSeconds(now)))
        .isEqualTo(T0.plusSeconds(due));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "8, 60", "20, 60", "21, 300", "9999, 300"})
  void aStepIsTriedAgainSoonThenSlowly(int failures, long seconds) {
    assertThat(RetryPolicy.DEFAULT.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, '', true",
    "0, 1, 1, '', false",
    "1, 1, 0, '', false",
    "0, 1, 0, parked, true",
    "0, 1, -, quarantined, false"
  })
  void aStepIsDueWhileItHasDoneLessThanIsWanted(
      int done, int wanted, String dueAt, String trouble, boolean due) {
    Step step =
        new Step(
            "e",
            "s",
            done,
            wanted,
            0,
            dueAt.equals("-") ? null : T0.plusSeconds(Long.parseLong(dueAt)),
            trouble.isEmpty() ? null : new Step.Trouble(trouble.equals("parked"), "why"),
            "",
            null);
    assertThat(step.isDue(T0)).isEqualTo(due);
  }
}
