package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.report.Report;
import org.farsight.report.hl7v2.Result;
import org.junit.jupiter.api.Test;

/** Whose report it is that names an examination by number, and the patient by an id of its own. */
class RisResultsTest {
  private static final Instant T0 = Instant.parse("2026-11-23T06:20:00Z");
  private static final String STUDY = "1.2.840.1";
  private static final Optional<LocalDate> BORN = Optional.of(LocalDate.of(1961, 4, 2));

  private static boolean agrees(
      String family, Optional<LocalDate> born, List<String> studies, Optional<LocalDate> known) {
    Subject patient =
        new Subject(
            List.of(new Subject.Id("H-1", Optional.empty())),
            Subject.Name.of(family, family.isEmpty() ? "" : "建国"),
            Optional.empty(),
            born);
    Result result =
        new Result(
            Report.Status.FINAL,
            List.of("A1"),
            studies,
            patient,
            "李",
            Optional.empty(),
            Optional.empty(),
            "",
            "未见异常",
            Optional.empty(),
            Optional.empty(),
            "OBR[1]");
    ReadingCase one =
        new ReadingCase(
            "a",
            "a",
            false,
            "east",
            new ReadingCase.Person("Patient/7", "P-1001", "王建国", "male", known),
            new ReadingCase.Examination("A1", "CT", "CT 胸部平扫"),
            new ReadingCase.TaskView(
                "Task/1",
                "3",
                T0,
                "ServiceRequest/1",
                ReadingCase.Status.REQUESTED,
                ReadingCase.Progress.COMPLETE,
                Priority.ROUTINE,
                false,
                new ReadingCase.Owner(ReadingCase.OwnerKind.DEPARTMENT, "", "影像科"),
                Optional.empty()),
            new ReadingCase.Times(T0, Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            0);
    return RisResults.agrees(
        result,
        one,
        new Exchange(
            "a", "east", Kind.STUDY, STUDY, "P-1001", "", "A1", "CT", Priority.ROUTINE, 1, T0, T0));
  }

  @Test
  void aNumberAloneSaysNothing() {
    assertThat(agrees("", Optional.empty(), List.of(), Optional.empty())).isFalse();
    assertThat(agrees("赵", Optional.empty(), List.of(), BORN)).isFalse();
    assertThat(agrees("赵", BORN, List.of(), Optional.empty())).isFalse();
  }

  @Test
  void nameOrBirthDateOrTheStudySaysIt() {
    assertThat(agrees("王", Optional.empty(), List.of(), BORN)).isTrue();
    assertThat(agrees("赵", BORN, List.of(), BORN)).isTrue();
    assertThat(agrees("赵", Optional.empty(), List.of(STUDY), BORN)).isTrue();
  }

  @Test
  void anotherBirthDateIsAnotherPatientWhateverElseIsSaid() {
    Optional<LocalDate> other = Optional.of(LocalDate.of(1990, 1, 1));
    assertThat(agrees("王", other, List.of(STUDY), BORN)).isFalse();
  }
}
