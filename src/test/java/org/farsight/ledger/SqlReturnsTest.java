package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Returns;
import org.farsight.exchange.Returns.Listed;
import org.farsight.exchange.Step;
import org.farsight.exchange.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has come back to the branches, as the ledger keeps it. */
@SuppressWarnings("NullAway.Init")
class SqlReturnsTest {
  private static final Instant T0 = Instant.parse("2026-11-23T06:00:00Z");

  @TempDir Path dir;
  SqlLedger ledger;

  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir.resolve("ledger"));
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private void exchange(String id, String site, Kind kind, String key, Instant at) {
    ledger.<Void>write(
        tx -> {
          tx.open(
              new Exchange(id, site, kind, key, "P", "", "", "CT", Priority.ROUTINE, 0, at, at));
          return null;
        });
    version(id, kind, 1, at);
  }

  private void version(String id, Kind kind, int revision, Instant at) {
    String format = kind == Kind.REPORT ? "report-pdf" : "aecg";
    ledger.<Void>write(
        tx -> {
          tx.append(
              new Arrival(
                  0,
                  id,
                  revision,
                  at,
                  Way.READING_ROOM,
                  "zhang",
                  new Content("d" + id + revision, "segments/00000001", 0, 100),
                  ObjectFacts.ofDocument(format, id, "CT", "P", "", ""),
                  0));
          return null;
        });
  }

  /** An examination with its case and the first version of its report. */
  private void report(String id, String site, String patient, String accession, Instant at) {
    exchange(id, site, Kind.ECG, "key" + id, at);
    exchange("r" + id, site, Kind.REPORT, site + "|" + id, at);
    ledger.<Void>write(
        tx -> {
          tx.cases().put(read(id, site, patient, accession, at));
          return null;
        });
  }

  private static ReadingCase read(
      String id, String site, String patient, String accession, Instant at) {
    return new ReadingCase(
        id,
        id,
        false,
        site,
        new ReadingCase.Person(
            "Patient/1", "P-" + id, patient, "male", Optional.of(LocalDate.of(1961, 4, 2))),
        new ReadingCase.Examination(accession, "CT", "CT 胸部平扫"),
        new ReadingCase.TaskView(
            "Task/" + id,
            "3",
            at,
            "ServiceRequest/1",
            Status.COMPLETED,
            Progress.SIGNED,
            Priority.ROUTINE,
            false,
            new Owner(ReadingCase.OwnerKind.READER, "zhang", "张敏"),
            Optional.empty()),
        new ReadingCase.Times(at, Optional.empty(), Optional.empty(), Optional.of(at)),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  private static List<String> cases(List<Listed> listed) {
    return listed.stream().map(one -> one.report().caseId()).toList();
  }

  @Test
  void aBranchSeesItsOwnReportsTheNewestFirstPageByPage() {
    report("a", "east", "王建国", "A-1", T0);
    report("b", "east", "李梅", "A-2", T0.plusSeconds(1));
    report("c", "east", "Wang_Li", "A%3", T0.plusSeconds(2));
    report("d", "west", "王建国", "A-4", T0.plusSeconds(3));
    Returns returns = ledger.returns();
    List<Listed> first = returns.newest(Optional.of("east"), "", Optional.empty(), 2);
    assertThat(cases(first)).containsExactly("c", "b");
    assertThat(
            cases(returns.newest(Optional.of("east"), "", Optional.of(first.getLast().place()), 2)))
        .containsExactly("a");
    assertThat(cases(returns.newest(Optional.empty(), "王建", Optional.empty(), 9)))
        .containsExactly("d", "a");
    assertThat(cases(returns.newest(Optional.of("east"), "wang_", Optional.empty(), 9)))
        .containsExactly("c");
    assertThat(cases(returns.newest(Optional.of("east"), "a%", Optional.empty(), 9)))
        .containsExactly("c");
    assertThat(cases(returns.newest(Optional.of("east"), "p-B", Optional.empty(), 9)))
        .containsExactly("b");
    version("ra", Kind.REPORT, 2, T0.plusSeconds(60));
    assertThat(cases(returns.newest(Optional.of("east"), "", Optional.empty(), 9)))
        .containsExactly("a", "c", "b");
  }

  @Test
  void aReportKnowsItsExaminationItsWaysAndWhoHasOpenedIt() {
    report("a", "east", "王建国", "A-1", T0);
    exchange("ra7", "east", Kind.REPORT, "east|a-7", T0.plusSeconds(5));
    ledger.<Void>write(
        tx -> {
          tx.returns().optional(Set.of("return.east.folder", "return.east.gone"));
          tx.returns().optional(Set.of("return.east.folder"));
          for (String name : List.of("convert", "fhir", "return.east.folder", "return.east.page")) {
            tx.put(new Step("ra", name, 1, 1, 0, null, null, "", T0));
          }
          assertThat(tx.returns().opened("ra", 1, new ReportReturn.Opening(T0, "li"))).isTrue();
          assertThat(tx.returns().opened("ra", 1, new ReportReturn.Opening(T0, "wu"))).isFalse();
          assertThat(tx.returns().report("ra").orElseThrow().isReturned()).isTrue();
          return null;
        });
    List<ReportReturn> reports = ledger.reports("a");
    assertThat(reports).extracting(ReportReturn::caseId).containsExactly("a", "a-7");
    ReportReturn first = reports.getFirst();
    assertThat(first.ways())
        .extracting(way -> way.step().name() + " " + way.required())
        .containsExactly("return.east.folder false", "return.east.page true");
    assertThat(first.opened()).contains(new ReportReturn.Opening(T0, "li"));
    assertThat(reports.getLast().isReturned()).isFalse();
    version("ra", Kind.REPORT, 2, T0.plusSeconds(60));
    ReportReturn amended = ledger.returns().ofCase("a").orElseThrow();
    assertThat(amended.version()).isEqualTo(2);
    assertThat(amended.isReturned()).isFalse();
    assertThat(amended.opened()).isEmpty();
  }

  @Test
  void whatATaskIsToBeToldIsReplacedByWhatIsNewer() {
    report("a", "east", "王建国", "A-1", T0);
    ReportReturn report = ledger.returns().ofCase("a").orElseThrow();
    ledger.<Void>write(
        tx -> {
          tx.returns().tell(report, Progress.DELIVERED, T0);
          tx.returns().tell(report, Progress.OPENED_AT_BRANCH, T0.plusSeconds(1));
          tx.returns().told(new Returns.Untold("a", Progress.DELIVERED));
          return null;
        });
    assertThat(ledger.returns().untold(5))
        .containsExactly(new Returns.Untold("a", Progress.OPENED_AT_BRANCH));
    ledger.<Void>write(
        tx -> {
          tx.returns().told(new Returns.Untold("a", Progress.OPENED_AT_BRANCH));
          return null;
        });
    assertThat(ledger.returns().untold(5)).isEmpty();
  }

  @Test
  void namesOfStepsWithWorkAreFoundHoweverMuchWaits() {
    report("a", "east", "王建国", "A-1", T0);
    ledger.<Void>write(
        tx -> {
          tx.put(new Step("ra", "return.east.hl7", 0, 1, 0, T0, null, "", null));
          tx.put(new Step("ra", "return.east.page", 1, 1, 0, null, null, "", T0));
          tx.put(new Step("a", "fhir", 0, 1, 0, T0, null, "", null));
          return null;
        });
    assertThat(ledger.scheduled()).containsExactly("fhir", "return.east.hl7");
  }
}
