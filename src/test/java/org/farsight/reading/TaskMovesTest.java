package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.junit.jupiter.api.Test;

/** The state machine of a reading task, held against a second listing. */
class TaskMovesTest {

  /** From each status: what both may do; what others alone may; what we alone may. */
  private static final String STATUSES =
      """
      draft            | entered-in-error | requested |
      requested        | accepted on-hold completed rejected cancelled entered-in-error | received ready in-progress failed |
      received         | accepted on-hold completed rejected cancelled entered-in-error | requested ready in-progress failed |
      ready            | completed cancelled entered-in-error | requested accepted in-progress failed |
      accepted         | requested in-progress on-hold completed rejected cancelled entered-in-error | failed |
      in-progress      | requested accepted on-hold completed rejected cancelled entered-in-error | failed |
      on-hold          | requested accepted in-progress completed rejected cancelled entered-in-error | failed |
      rejected         | requested entered-in-error | |
      failed           | requested entered-in-error | |
      cancelled        | entered-in-error | |
      completed        | | | entered-in-error
      entered-in-error | | |
      """;

  private static final String PROGRESS =
      """
      receiving        | | | complete
      complete         | claimed signed | preliminary-read |
      claimed          | complete preliminary-read signed | |
      preliminary-read | complete claimed second-read signed | |
      second-read      | complete preliminary-read signed | |
      signed           | | | delivered opened-at-branch
      delivered        | | | opened-at-branch signed
      opened-at-branch | | | signed
      """;

  @Test
  void theStatusesMoveAsTheListingSays() {
    for (Row row : rows(STATUSES)) {
      Status from = status(row.from());
      for (Status to : Status.values()) {
        boolean others = row.both().contains(to.code()) || row.others().contains(to.code());
        boolean ours = row.both().contains(to.code()) || row.ours().contains(to.code());
        String what = from + " to " + to;
        assertThat(TaskMoves.mayOthers(from, to, 1)).as(what).isEqualTo(others || from == to);
        assertThat(TaskMoves.isOurs(from, to)).as(what).isEqualTo(ours);
      }
    }
    assertThat(rows(STATUSES)).hasSize(Status.values().length);
  }

  @Test
  void theBusinessStatusMovesAsTheListingSays() {
    for (Row row : rows(PROGRESS)) {
      Progress from = Progress.of(row.from()).orElseThrow();
      for (Progress to : Progress.values()) {
        boolean others = row.both().contains(to.code()) || row.others().contains(to.code());
        assertThat(TaskMoves.mayOthers(from, to, 1))
            .as("%s to %s", from, to)
            .isEqualTo(others || from == to);
        boolean ours =
            TaskMoves.STEPS.stream()
                .anyMatch(
                    step ->
                        step.from() == from && step.to() == to && step.by() != TaskMoves.By.OTHERS);
        assertThat(ours)
            .as("%s to %s by us", from, to)
            .isEqualTo(row.both().contains(to.code()) || row.ours().contains(to.code()));
      }
    }
    assertThat(rows(PROGRESS)).hasSize(Progress.values().length);
  }

  @Test
  void noMoveStandsTwiceInTheTable() {
    assertThat(TaskMoves.MOVES.stream().map(m -> m.from() + " " + m.to())).doesNotHaveDuplicates();
    assertThat(TaskMoves.STEPS.stream().map(m -> m.from() + " " + m.to())).doesNotHaveDuplicates();
  }

  @Test
  void severalWritesMayBeSeveralMoves() {
    assertThat(TaskMoves.mayOthers(Status.REJECTED, Status.COMPLETED, 1)).isFalse();
    assertThat(TaskMoves.mayOthers(Status.REJECTED, Status.COMPLETED, 2)).isTrue();
    assertThat(TaskMoves.mayOthers(Status.COMPLETED, Status.REQUESTED, 20)).isFalse();
    assertThat(TaskMoves.mayOthers(Progress.COMPLETE, Progress.SECOND_READ, 1)).isFalse();
    assertThat(TaskMoves.mayOthers(Progress.COMPLETE, Progress.SECOND_READ, 2)).isTrue();
    assertThat(TaskMoves.mayOthers(Progress.SIGNED, Progress.CLAIMED, 20)).isFalse();
  }

  private record Row(String from, List<String> both, List<String> others, List<String> ours) {}

  private static List<Row> rows(String table) {
    List<Row> rows = new ArrayList<>();
    for (String line : table.strip().split("\n")) {
      String[] parts = (line + " ").split("\\|", -1);
      rows.add(
          new Row(
              parts[0].strip(),
              words(parts[1]),
              words(parts[2]),
              parts.length < 4 ? List.of() : words(parts[3])));
    }
    return rows;
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
  }

  private static Status status(String code) {
    return Status.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
