package org.farsight.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Report;
import org.farsight.exchange.StoryLine.Event;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Task;

/** Notes what a delivery of ours has written of a read, at once and as our own doing. */
final class OwnReads {
  private final CaseReader reader;
  private final CaseBook book;

  OwnReads(CaseReader reader, CaseBook book) {
    this.reader = reader;
    this.book = book;
  }

  /**
   * Notes a version as it is at the server; what is noted already is noted once.
   *
   * @param tasks the one that it answers, and one that is to be read again, where there is
   */
  void written(DiagnosticReport report, List<Task> tasks) {
    synchronized (book) {
      List<ReadingCase> cases = new ArrayList<>();
      for (Task task : tasks) {
        Optional<ReadingCase> before = book.cases().ofTask(ReadingServer.reference(task));
        reader.read(task, Map.of(), before).ifPresent(one -> cases.add(one.with(Optional.empty())));
      }
      if (!cases.isEmpty()) {
        if (Reports.isSigned(report)) {
          signed(Reports.of(report), cases.getFirst());
        } else {
          recalled(ReadingServer.reference(report), cases);
        }
      }
    }
  }

  private void signed(Report signed, ReadingCase one) {
    boolean known = Reports.noted(book, signed).contains(one.exchangeId());
    book.note(
        List.of(one.read(signed)),
        known ? List.of() : List.of(Reports.line(one.exchangeId(), signed)),
        writer -> writer.signed(new Cases.Signed(one.exchangeId(), signed)));
  }

  private void recalled(String report, List<ReadingCase> cases) {
    ReadingCase first = cases.getFirst();
    boolean known =
        book.cases()
            .find(first.id())
            .filter(before -> before.report().isEmpty())
            .filter(before -> before.task().status() == first.task().status())
            .isPresent();
    List<ReadingCase> changed = new ArrayList<>(cases);
    changed.set(0, first.unread());
    book.note(
        changed,
        known ? List.of() : List.of(line(report, cases)),
        writer -> writer.withdrawn(report));
  }

  private static CaseBook.Told line(String report, List<ReadingCase> cases) {
    String en = "the report was recalled: " + report;
    String zh = "报告已撤回：" + report;
    if (cases.size() > 1) {
      String again = cases.getLast().task().reference();
      en += "; to be read again: " + again;
      zh += "；需重新阅片：" + again;
    }
    return new CaseBook.Told(
        cases.getFirst().exchangeId(), Event.READING, new Finding(Event.READING, en, zh));
  }
}
