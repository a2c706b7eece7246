package org.farsight.reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Report;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/**
 * Notices signed reports at the FHIR server, whoever has written them, and closes the Task of what
 * was read elsewhere. A version of a report is noted once.
 */
final class Reports {
  private static final int MOST = 50;

  private final ReadingServer server;
  private final CaseBook book;
  private final OwnMoves moves;
  private final ForeignReads foreign;

  Reports(ReadingServer server, CaseBook book, OwnMoves moves, ForeignReads foreign) {
    this.server = server;
    this.book = book;
    this.moves = moves;
    this.foreign = foreign;
  }

  /**
   * Notes a report as it is now.
   *
   * @param quietly true: as if it had been known for long
   * @return whether all of it could be kept and noted; else it must be looked at again
   */
  boolean seen(DiagnosticReport report, boolean quietly) {
    String reference = ReadingServer.reference(report);
    List<Cases.Signed> known = book.cases().signed(reference);
    if (!isSigned(report)) {
      return !isWithdrawn(report) || known.isEmpty() || withdrawn(report, known, quietly);
    }
    Report signed = of(report);
    if (known.stream().anyMatch(one -> one.report().version().equals(signed.version()))) {
      return true;
    }
    List<ReadingCase> about = about(report);
    Instant updated = CaseReader.updatedAt(report);
    List<ReadingCase> read = about.stream().filter(one -> isReadBy(one, signed, updated)).toList();
    if (!isKept(report, read, quietly)) {
      return false;
    }
    if (!about.isEmpty()) {
      note(signed, updated, about, quietly);
    }
    return true;
  }

  /** What another program has written is kept first: what is noted is not looked at again. */
  private boolean isKept(DiagnosticReport report, List<ReadingCase> read, boolean quietly) {
    boolean all = true;
    if (!quietly && own(report).isEmpty()) {
      for (ReadingCase one : read) {
        all &= foreign.keep(report, one);
      }
    }
    return all;
  }

  /** A report as it is at the server. */
  static Report of(DiagnosticReport report) {
    return new Report(
        ReadingServer.reference(report),
        String.valueOf(report.getMeta().getVersionId()),
        report.getStatus().toCode(),
        by(report),
        at(report));
  }

  static boolean isSigned(DiagnosticReport report) {
    return report.hasStatus()
        && switch (report.getStatus()) {
          case FINAL, AMENDED, CORRECTED, APPENDED -> true;
          case REGISTERED, PARTIAL, PRELIMINARY, CANCELLED, ENTEREDINERROR, UNKNOWN, NULL -> false;
        };
  }

  private static boolean isWithdrawn(DiagnosticReport report) {
    return report.getStatus() == DiagnosticReport.DiagnosticReportStatus.CANCELLED
        || report.getStatus() == DiagnosticReport.DiagnosticReportStatus.ENTEREDINERROR;
  }

  private static Instant at(DiagnosticReport report) {
    Date issued = report.getIssued();
    return issued == null ? CaseReader.updatedAt(report) : issued.toInstant();
  }

  /** Who has read it, as the report shows it. */
  private static String by(DiagnosticReport report) {
    List<Reference> who =
        report.hasResultsInterpreter() ? report.getResultsInterpreter() : report.getPerformer();
    return who.stream()
        .map(one -> one.hasDisplay() ? one.getDisplay() : CaseReader.plain(one))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** The case of a report that we have written. */
  static Optional<String> own(DiagnosticReport report) {
    return report.getIdentifier().stream()
        .filter(id -> Identifiers.REPORT.equals(id.getSystem()) && id.hasValue())
        .map(Identifier::getValue)
        .findFirst();
  }

  /** The cases that it may be the report of; one of ours names its case. */
  private List<ReadingCase> about(DiagnosticReport report) {
    Optional<ReadingCase> ours = own(report).flatMap(book.cases()::find);
    if (ours.isPresent()) {
      return List.of(ours.get());
    }
    Map<String, ReadingCase> all = new LinkedHashMap<>();
    report.getBasedOn().stream()
        .map(CaseReader::plain)
        .flatMap(order -> book.cases().ofOrder(order).stream())
        .filter(one -> one.task().status() != Status.ENTERED_IN_ERROR)
        .forEach(one -> all.put(one.id(), one));
    boolean oneExchange = all.values().stream().map(ReadingCase::exchangeId).distinct().count() < 2;
    Set<String> named =
        Stream.of(
                report.getImagingStudy(),
                report.getResult(),
                report.getMedia().stream()
                    .map(DiagnosticReport.DiagnosticReportMediaComponent::getLink)
                    .toList())
            .flatMap(List::stream)
            .map(CaseReader::plain)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (oneExchange || named.isEmpty()) {
      return List.copyOf(all.values());
    }
    // one order, several examinations: the report says which of them it is about
    List<ReadingCase> theirs = all.values().stream().filter(one -> isAbout(one, named)).toList();
    return theirs.isEmpty() ? List.copyOf(all.values()) : theirs;
  }

  private boolean isAbout(ReadingCase one, Set<String> named) {
    return server
        .read(Task.class, one.task().reference())
        .map(
            task ->
                task.getInput().stream()
                    .map(Task.ParameterComponent::getValue)
                    .filter(Reference.class::isInstance)
                    .anyMatch(value -> named.contains(CaseReader.plain((Reference) value))))
        .orElse(false);
  }

  private void note(Report signed, Instant updated, List<ReadingCase> about, boolean quietly) {
    synchronized (book) { // a delivery of ours may tell of it at the same moment
      noteNow(signed, updated, about, quietly);
    }
  }

  /** The exchanges of which this version is known already. */
  static Set<String> noted(CaseBook book, Report signed) {
    return book.cases().signed(signed.reference()).stream()
        .filter(one -> one.report().version().equals(signed.version()))
        .map(Cases.Signed::exchangeId)
        .collect(Collectors.toSet());
  }

  /** What the story says of a version. */
  static CaseBook.Told line(String exchangeId, Report signed) {
    String by = signed.by().isEmpty() ? "" : ", by " + signed.by();
    String zhBy = signed.by().isEmpty() ? "" : "，医生 " + signed.by();
    return new CaseBook.Told(
        exchangeId,
        Event.READ,
        new Finding(
            Event.READ,
            signed.reference() + " version " + signed.version() + ", " + signed.status() + by,
            signed.reference() + " 第 " + signed.version() + " 版，" + signed.status() + zhBy));
  }

  private void noteNow(Report signed, Instant updated, List<ReadingCase> about, boolean quietly) {
    List<ReadingCase> changed =
        about.stream()
            .filter(one -> isReadBy(one, signed, updated))
            .map(one -> one.read(signed))
            .toList();
    Set<String> exchanges = about.stream().map(ReadingCase::exchangeId).collect(Collectors.toSet());
    List<CaseBook.Told> told = new ArrayList<>();
    if (!quietly) {
      Set<String> noted = noted(book, signed);
      exchanges.stream()
          .filter(exchange -> !noted.contains(exchange))
          .forEach(exchange -> told.add(line(exchange, signed)));
    }
    book.note(
        changed,
        told,
        writer -> exchanges.forEach(id -> writer.signed(new Cases.Signed(id, signed))));
  }

  /** What is read later or again is not read by a report that was there before. */
  private static boolean isReadBy(ReadingCase one, Report signed, Instant updated) {
    boolean same =
        one.report().filter(had -> had.reference().equals(signed.reference())).isPresent();
    if (!one.id().equals(one.exchangeId()) && !same && updated.isBefore(one.times().received())) {
      return false;
    }
    return same || one.report().isEmpty() || one.task().status().isOpen();
  }

  private boolean withdrawn(DiagnosticReport report, List<Cases.Signed> known, boolean quietly) {
    String reference = ReadingServer.reference(report);
    List<ReadingCase> read = book.cases().withReport(reference);
    if (!isKept(report, read, quietly)) {
      return false;
    }
    List<ReadingCase> changed = read.stream().map(ReadingCase::unread).toList();
    List<CaseBook.Told> told =
        quietly
            ? List.of()
            : known.stream()
                .map(
                    one ->
                        new CaseBook.Told(
                            one.exchangeId(),
                            Event.READING,
                            new Finding(
                                Event.READING,
                                "the report was withdrawn at the FHIR server: " + reference,
                                "报告已在 FHIR 服务器上撤回：" + reference)))
                .toList();
    book.note(changed, told, writer -> writer.withdrawn(reference));
    return true;
  }

  /** A completed Task names its report: noted also where that does not name the order. */
  void named(ReadingCase one, String reference, boolean quietly) {
    if (one.report().filter(had -> had.reference().equals(reference)).isPresent()) {
      return;
    }
    server
        .read(DiagnosticReport.class, reference)
        .filter(Reports::isSigned)
        .filter(report -> isKept(report, List.of(one), quietly))
        .ifPresent(report -> note(of(report), CaseReader.updatedAt(report), List.of(one), quietly));
  }

  /** Closes the Tasks of what was read elsewhere, where the readers left them open. */
  void closeRead() {
    for (ReadingCase one : book.cases().readAndOpen(MOST)) {
      one.report().ifPresent(report -> moves.attempt(one, (task, now) -> close(task, now, report)));
    }
  }

  private Optional<Finding> close(Task task, ReadingCase now, Report report) {
    if (!TaskMoves.isOurs(now.task().status(), Status.COMPLETED)) {
      return Optional.empty();
    }
    OwnMoves.move(task, now, Status.COMPLETED, Progress.SIGNED);
    task.getExecutionPeriod().setEnd(Date.from(report.at()));
    task.addOutput()
        .setType(
            new CodeableConcept().addCoding(new Coding(Identifiers.READING, "report", "Report")))
        .setValue(new Reference(report.reference()));
    return Optional.of(
        new Finding(
            Event.READING,
            "the task was closed, because it was read: " + report.reference(),
            "已有报告 " + report.reference() + "，任务关闭"));
  }
}
