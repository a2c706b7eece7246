package org.farsight.reading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ForeignReport;
import org.farsight.report.Report;
import org.farsight.report.ReturnedReport;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;

/**
 * Keeps the reports that other programs have written at the FHIR server, with their contents, so
 * that they go back to the branch as our own do. A version is kept before it is noted: a crash
 * between the two lets it be found again, and it is known by its address then.
 */
final class ForeignReads {
  private static final int TRIES = 20;
  private static final int LONGEST_TEXT = 60_000;

  private final ReportKeeping keeping;
  private final String url;
  private final ReadingServer server;
  private final Attachments attachments;
  private final Map<String, Integer> tries = new HashMap<>();

  /**
   * @param url of the FHIR server
   * @param server the same, to be asked for results
   */
  ForeignReads(String url, ReadingServer server, ReportKeeping keeping) {
    this.url = url;
    this.server = server;
    this.keeping = keeping;
    this.attachments = new Attachments(url);
  }

  /**
   * Keeps a version as the report of a case, unless it is kept already or says what the one before
   * it said.
   *
   * @return false if that must be tried again
   */
  boolean keep(DiagnosticReport report, ReadingCase one) {
    String origin =
        url
            + "/"
            + ReadingServer.reference(report)
            + "/_history/"
            + report.getMeta().getVersionId();
    Optional<Exchange> examination = keeping.examination(one);
    ReportKeeping.Kept kept = keeping.kept(one);
    if (examination.isEmpty() || kept.origins().contains(origin)) {
      return true;
    }
    boolean last = tries.merge(origin, 1, Integer::sum) >= TRIES;
    Optional<Forms> forms = forms(report, last);
    if (forms.isEmpty()) {
      return false;
    }
    ForeignReport version =
        version(report, one, examination.get(), kept.versions() + 1, forms.get());
    boolean news = kept.newest().filter(before -> isSame(before, version)).isEmpty();
    if (news
        && !keeping.keep(
            one, Way.FHIR_SERVER, ForeignDocument.FHIR, document(version, origin, report))) {
      return false;
    }
    tries.remove(origin);
    return true;
  }

  /**
   * The contents of a report.
   *
   * @param plain its text, where it has one
   * @param critical what it marks as critical, where it does
   */
  private record Forms(
      Optional<byte[]> pdf,
      Optional<String> page,
      Optional<String> plain,
      Optional<String> critical) {}

  /** Empty where asking again may help; at last without what cannot be had. */
  private Optional<Forms> forms(DiagnosticReport report, boolean last) {
    Optional<byte[]> pdf = Optional.empty();
    Optional<String> page = Optional.empty();
    Optional<String> plain = Optional.empty();
    for (Attachment form : report.getPresentedForm()) {
      String type = String.valueOf(form.getContentType()).replaceFirst(";.*", "").strip();
      try {
        switch (type) {
          case "application/pdf" -> pdf = pdf.isPresent() ? pdf : attachments.bytes(form);
          case "text/html", "application/xhtml+xml" -> page = page.isPresent() ? page : text(form);
          case "text/plain" -> plain = plain.isPresent() ? plain : text(form);
          default -> {}
        }
      } catch (Attachments.NotNow e) {
        if (!last) {
          return Optional.empty();
        }
      }
    }
    Optional<Optional<String>> marks = critical(report, last);
    return marks.isEmpty()
        ? Optional.empty()
        : Optional.of(new Forms(pdf, page, plain, marks.get()));
  }

  /** Empty where asking again may help; at last what the report itself says. */
  private Optional<Optional<String>> critical(DiagnosticReport report, boolean last) {
    try {
      List<Observation> results = CriticalMarks.results(report, url, server);
      return Optional.of(CriticalMarks.of(report, results));
    } catch (BaseServerResponseException e) {
      return last ? Optional.of(CriticalMarks.of(report, List.of())) : Optional.empty();
    }
  }

  private Optional<String> text(Attachment form) throws Attachments.NotNow {
    return attachments.bytes(form).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private ForeignReport version(
      DiagnosticReport report, ReadingCase one, Exchange examination, int number, Forms forms) {
    Site site = keeping.site(one);
    ReadingCase.Report said = Reports.of(report);
    return new ForeignReport(
        one.id(),
        one.exchangeId(),
        number,
        status(report),
        "",
        CaseFacts.subject(one, examination),
        CaseFacts.examination(one, examination, site),
        CaseFacts.cut(said.by()),
        said.at(),
        "",
        conclusion(report, forms),
        forms.critical(),
        forms.pdf(),
        forms.page(),
        site.zone());
  }

  private static Report.Status status(DiagnosticReport report) {
    return switch (report.getStatus()) {
      case FINAL -> Report.Status.FINAL;
      case AMENDED, CORRECTED, APPENDED -> Report.Status.AMENDED;
      case REGISTERED, PARTIAL, PRELIMINARY, CANCELLED, ENTEREDINERROR, UNKNOWN, NULL ->
          Report.Status.ENTERED_IN_ERROR;
    };
  }

  /** Its conclusion in words; where it has none, its text, its codes. */
  private static String conclusion(DiagnosticReport report, Forms forms) {
    String text = report.hasConclusion() ? report.getConclusion() : "";
    if (text.isBlank()) {
      text = forms.plain().orElse("");
    }
    if (text.isBlank() && report.getText().hasDiv()) {
      text = String.valueOf(report.getText().getDiv().allText()).strip();
    }
    if (text.isBlank()) {
      text =
          report.getConclusionCode().stream()
              .map(ForeignReads::words)
              .filter(word -> !word.isEmpty())
              .collect(Collectors.joining("\n"));
    }
    if (text.isBlank()) {
      text = forms.page().map(PageText::of).orElse("");
    }
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  private static String words(CodeableConcept concept) {
    return concept.hasText()
        ? concept.getText()
        : String.valueOf(concept.getCodingFirstRep().getDisplay()).replace("null", "");
  }

  private static boolean isSame(ReturnedReport before, ForeignReport now) {
    return before instanceof ForeignReport foreign
        && foreign.status() == now.status()
        && foreign.impression().equals(now.impression())
        && foreign.critical().equals(now.critical())
        && foreign.signedBy().equals(now.signedBy())
        && foreign.page().equals(now.page())
        // where none came, a copy was made of the words
        && (now.pdf().isEmpty()
            || Arrays.equals(
                foreign.pdf().orElseGet(() -> new byte[0]),
                now.pdf().orElseGet(() -> new byte[0])));
  }

  /** The contents stand in the version already. */
  private static ForeignDocument document(
      ForeignReport version, String origin, DiagnosticReport report) {
    DiagnosticReport bare = report.copy();
    bare.getPresentedForm().forEach(form -> form.setData(null));
    byte[] json =
        FhirContext.forR4Cached()
            .newJsonParser()
            .encodeResourceToString(bare)
            .getBytes(StandardCharsets.UTF_8);
    return new ForeignDocument(version, origin, json);
  }
}
