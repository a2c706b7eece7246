package org.farsight.reading;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Site;
import org.farsight.report.Report;

/** What a report says of the person and the examination, as the case shows both. */
final class CaseFacts {
  private static final int LONGEST = 1000;

  private CaseFacts() {}

  static Report.Subject subject(ReadingCase one, Exchange examination) {
    ReadingCase.Person person = one.person();
    return new Report.Subject(
        person.reference(),
        cut(examination.patientId()),
        cut(examination.patientIssuer()),
        cut(person.name()),
        person.sex(),
        person.birthDate());
  }

  static Report.Examination examination(ReadingCase one, Exchange examination, Site site) {
    return new Report.Examination(
        site.id(),
        cut(site.name()),
        cut(one.examination().accession()),
        one.examination().modality(),
        cut(one.examination().description()),
        examination.kind() == Kind.STUDY ? examination.key() : "",
        one.task().order(),
        one.task().reference(),
        examination.firstAt());
  }

  /** Names are far shorter; what is longer is somebody's mistake. */
  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  /** The case of an examination that a report of another system answers: the one that is open. */
  static Optional<ReadingCase> answered(List<ReadingCase> cases) {
    List<ReadingCase> standing =
        cases.stream()
            .filter(one -> one.task().status() != ReadingCase.Status.ENTERED_IN_ERROR)
            .sorted(Comparator.comparing(one -> one.times().received()))
            .toList();
    return standing.reversed().stream()
        .filter(one -> one.task().status().isOpen())
        .findFirst()
        .or(() -> standing.isEmpty() ? Optional.empty() : Optional.of(standing.getLast()));
  }
}
