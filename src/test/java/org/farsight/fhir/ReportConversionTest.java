package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ForeignReport;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** What a version of a report says in FHIR; each transaction is held to its profiles. */
class ReportConversionTest {
  private final KeptReports kept = new KeptReports("CT", false);

  private static <T extends Resource> List<T> all(Bundle bundle, Class<T> type) {
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static <T extends Resource> T one(Bundle bundle, Class<T> type) {
    assertThat(all(bundle, type)).hasSize(1);
    return all(bundle, type).getFirst();
  }

  private static Bundle bundle(KeptReports kept) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(Bundle.class, new String(kept.bundle(), StandardCharsets.UTF_8));
  }

  @Test
  void aSignedVersionIsAReportWithItsFormsItsSignatureAndTheEndOfItsTask() throws IOException {
    ReportFile file = kept.signed(KeptReports.first("x1", "CT"));
    Bundle bundle = bundle(kept);
    DiagnosticReport report = one(bundle, DiagnosticReport.class);
    assertThat(report.getStatus()).isEqualTo(DiagnosticReportStatus.FINAL);
    assertThat(report.getIdentifierFirstRep().getSystem()).isEqualTo(Identifiers.REPORT);
    assertThat(report.getIdentifierFirstRep().getValue()).isEqualTo("x1");
    assertThat(report.getConclusion()).isEqualTo(file.impression());
    assertThat(report.getConclusionCode()).as("no mark").isEmpty();
    assertThat(report.getPresentedForm().stream().map(form -> form.getContentType()))
        .containsExactly("text/html", "application/pdf");
    byte[] pdf =
        all(bundle, Binary.class).stream()
            .filter(binary -> binary.getContentType().equals("application/pdf"))
            .findFirst()
            .orElseThrow()
            .getData();
    assertThat(pdf).isEqualTo(file.bytes());
    assertThat(report.getPresentedForm().getLast().getUrl()).isEqualTo("Binary/" + file.sha256());
    assertThat(one(bundle, Media.class).getContent().getUrl())
        .endsWith("/instances/1.2.826.0.1.3680043.10.1338.77.1.5/frames/1/rendered");
    Provenance provenance = one(bundle, Provenance.class);
    assertThat(new String(provenance.getSignatureFirstRep().getData(), StandardCharsets.US_ASCII))
        .isEqualTo(file.jws());
    Task task = one(bundle, Task.class);
    assertThat(task.getStatus()).isEqualTo(Task.TaskStatus.COMPLETED);
    assertThat(task.getIdentifierFirstRep().getValue()).isEqualTo("1.2.826.0.1.3680043.10.1338.77");
    assertThat(task.getExecutionPeriod().getEnd()).isEqualTo(file.signedAt());
    assertThat(((Reference) task.getOutputFirstRep().getValue()).getReference())
        .startsWith("urn:uuid:");
  }

  @Test
  void theSameVersionsGiveTheSameBytes() throws IOException {
    kept.signed(KeptReports.first("x1", "CT"));
    assertThat(kept.bundle()).isEqualTo(kept.bundle());
  }

  @Test
  void anAmendedReportHasTheSignatureOfEachVersion() throws IOException {
    ReportFile first = kept.signed(KeptReports.first("x1", "CT"));
    kept.signed(KeptReports.next(first, Report.Status.AMENDED, "实性结节"));
    Bundle bundle = bundle(kept);
    assertThat(one(bundle, DiagnosticReport.class).getStatus())
        .isEqualTo(DiagnosticReportStatus.AMENDED);
    assertThat(all(bundle, Provenance.class)).hasSize(2);
    assertThat(all(bundle, Provenance.class).getLast().getEntity())
        .anyMatch(
            entity ->
                entity.getRole() == Provenance.ProvenanceEntityRole.REVISION
                    && entity.getWhat().getIdentifier().getValue().equals(first.sha256()));
  }

  @Test
  void aRecalledReportVoidsItsTaskAndSaysWhereNobodyIsToReadItAgain() throws IOException {
    ReportFile first = kept.signed(KeptReports.first("x1", "CT"));
    kept.signed(KeptReports.next(first, Report.Status.ENTERED_IN_ERROR, ""));
    assertThat(one(bundle(kept), DiagnosticReport.class).getStatus())
        .isEqualTo(DiagnosticReportStatus.ENTEREDINERROR);
    assertThat(one(bundle(kept), Task.class).hasStatusReason()).isFalse();
    KeptReports wrong = new KeptReports("CT", true);
    ReportFile other = wrong.signed(KeptReports.first("x1", "CT"));
    wrong.signed(KeptReports.next(other, Report.Status.ENTERED_IN_ERROR, ""));
    assertThat(one(bundle(wrong), Task.class).getStatusReason().getCodingFirstRep().getCode())
        .isEqualTo(RecalledBundle.WRONG_PATIENT);
  }

  @Test
  void theReportOfAnEcgNamesItsRecordingByWhatWasRead() throws IOException {
    KeptReports ecg = new KeptReports("ECG", false);
    ecg.signed(KeptReports.first("x1", "ECG"));
    DiagnosticReport report = one(bundle(ecg), DiagnosticReport.class);
    assertThat(report.getMeta().getProfile().getFirst().getValue())
        .isEqualTo(Identifiers.PROFILE_ECG_REPORT);
    assertThat(report.getImagingStudy()).isEmpty();
    assertThat(report.getResultFirstRep().getIdentifier().getSystem())
        .isEqualTo(Identifiers.CONTENT);
  }

  @Test
  void aReportByMessageIsWrittenWithoutASignatureOfOurs() throws IOException {
    kept.foreign(
        ForeignDocument.HL7, KeptReports.foreign("x1", Report.Status.FINAL, "未见异常"), "RIS|77");
    Bundle bundle = bundle(kept);
    assertThat(one(bundle, DiagnosticReport.class).getConclusion()).isEqualTo("未见异常");
    assertThat(one(bundle, DiagnosticReport.class).getResultsInterpreterFirstRep().getDisplay())
        .isEqualTo("李医生");
    assertThat(one(bundle, Provenance.class).hasSignature()).isFalse();
  }

  @Test
  void whatIsMarkedAsCriticalHasACodeThatSaysSo() throws IOException {
    ForeignReport of = KeptReports.foreign("x1", Report.Status.FINAL, "气胸");
    ForeignReport marked =
        new ForeignReport(
            of.caseId(),
            of.exchangeId(),
            of.version(),
            of.status(),
            of.reason(),
            of.subject(),
            of.examination(),
            of.signedBy(),
            of.signedAt(),
            of.findings(),
            of.impression(),
            Optional.of("右侧张力性气胸"),
            of.pdf(),
            of.page(),
            of.zone());
    kept.foreign(ForeignDocument.HL7, marked, "RIS|78");
    Bundle bundle = bundle(kept);
    DiagnosticReport report = one(bundle, DiagnosticReport.class);
    assertThat(report.getConclusionCode()).hasSize(1);
    assertThat(CriticalMark.is(report.getConclusionCodeFirstRep())).isTrue();
    assertThat(report.getConclusionCodeFirstRep().getText()).isEqualTo("右侧张力性气胸");
    assertThat(LoadedProfiles.get().issues(report)).allMatch(issue -> issue.code().equals("dom-6"));
  }

  @Test
  void ofAReportThatIsAtAServerAlreadyOnlyTheTaskIsClosed() throws IOException {
    String origin = "http://core/fhir/DiagnosticReport/12/_history/3";
    kept.foreign(
        ForeignDocument.FHIR, KeptReports.foreign("x1", Report.Status.FINAL, "未见异常"), origin);
    Bundle bundle = bundle(kept);
    assertThat(all(bundle, DiagnosticReport.class)).isEmpty();
    assertThat(((Reference) one(bundle, Task.class).getOutputFirstRep().getValue()).getReference())
        .isEqualTo("http://core/fhir/DiagnosticReport/12");
    kept.foreign(
        ForeignDocument.FHIR,
        KeptReports.foreign("x1", Report.Status.ENTERED_IN_ERROR, ""),
        origin);
    assertThat(all(bundle(kept), Task.class)).as("withdrawn there").isEmpty();
  }

  @Test
  void whatIsNoReportIsRefused() throws IOException {
    kept.foreign(
        "report-other", KeptReports.foreign("x1", Report.Status.FINAL, "未见异常"), "elsewhere");
    assertThat(kept.convert(Optional.empty())).isInstanceOf(Outcome.Refused.class);
  }
}
