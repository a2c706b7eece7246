package org.farsight.delivery;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.Delivery.Work;
import org.farsight.fhir.CriticalMark;
import org.farsight.fhir.Identifiers;
import org.farsight.report.Report;
import org.farsight.report.ReturnedReport;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/**
 * What a branch's own FHIR server is given, as one transaction: the patient under the site's own
 * identifier, made only where there is none, and the report, or the message of a critical value,
 * under ours. It refers to nothing of the core hospital's server.
 */
final class BranchBundle {
  private final Work work;
  private final ZoneId zone;
  private final Bundle bundle = new Bundle();

  private BranchBundle(Work work) {
    this.work = work;
    this.zone = work.site().zone();
    bundle.setType(Bundle.BundleType.TRANSACTION);
  }

  /** A version of a report. */
  static Bundle of(Work work, Document.Read read) {
    BranchBundle one = new BranchBundle(work);
    ReturnedReport report = read.report();
    Report.Examination what = report.examination();
    DiagnosticReport resource = new DiagnosticReport();
    resource.addIdentifier().setSystem(Identifiers.REPORT).setValue(report.caseId());
    one.accession(what)
        .ifPresent(number -> resource.addBasedOn(new Reference().setIdentifier(number)));
    resource.setStatus(
        switch (report.status()) {
          case FINAL -> DiagnosticReport.DiagnosticReportStatus.FINAL;
          case AMENDED -> DiagnosticReport.DiagnosticReportStatus.AMENDED;
          case ENTERED_IN_ERROR -> DiagnosticReport.DiagnosticReportStatus.ENTEREDINERROR;
        });
    resource.setCode(code(what));
    resource.setSubject(one.patient(report.subject()));
    resource.setEffective(one.time(what.at()));
    resource.setIssuedElement(
        new InstantType(
            Date.from(report.signedAt()),
            TemporalPrecisionEnum.SECOND,
            TimeZone.getTimeZone(one.zone)));
    resource.addResultsInterpreter(new Reference().setDisplay(report.signedBy()));
    resource.setConclusion(report.impression());
    report.critical().map(CriticalMark::of).ifPresent(resource::addConclusionCode);
    resource.addPresentedForm(
        form("text/html", report.html().getBytes(StandardCharsets.UTF_8), "HTML"));
    report.pdf().ifPresent(pdf -> resource.addPresentedForm(form("application/pdf", pdf, "PDF")));
    one.add(resource, Identifiers.REPORT, report.caseId());
    return one.bundle;
  }

  /** A critical value. */
  static Bundle of(Work work, Document.Told told) {
    BranchBundle one = new BranchBundle(work);
    Report.Examination what = told.notice().examination();
    Communication message = new Communication();
    message.addIdentifier().setSystem(Identifiers.COMMUNICATION).setValue(work.exchange().id());
    message.setStatus(Communication.CommunicationStatus.COMPLETED);
    message.setPriority(Communication.CommunicationPriority.STAT);
    message.setSubject(one.patient(told.notice().subject()));
    one.accession(what)
        .ifPresent(number -> message.addBasedOn(new Reference().setIdentifier(number)));
    message.setSentElement(one.time(told.notice().at()));
    for (String line : ReturnedWords.lines(told.notice(), told.answer(), one.zone)) {
      message.addPayload().setContent(new StringType(line));
    }
    one.add(message, Identifiers.COMMUNICATION, work.exchange().id());
    return one.bundle;
  }

  private static CodeableConcept code(Report.Examination what) {
    boolean ecg = what.modality().equals("ECG");
    return new CodeableConcept()
        .addCoding(
            new Coding(
                Identifiers.LOINC,
                ecg ? "11524-6" : "18748-4",
                ecg ? "EKG study" : "Diagnostic imaging study"))
        .setText(what.description().isEmpty() ? what.modality() : what.description());
  }

  private Optional<Identifier> accession(Report.Examination what) {
    return what.accession().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Identifier().setSystem(work.site().accessionSystem()).setValue(what.accession()));
  }

  /** Without an id of the site only by name. */
  private Reference patient(Report.Subject who) {
    Reference reference = new Reference();
    if (!who.name().isEmpty()) {
      reference.setDisplay(who.name());
    }
    if (who.patientId().isEmpty()) {
      return reference;
    }
    Identifier key =
        new Identifier()
            .setSystem(Identifiers.patientSystem(work.site(), who.issuer()))
            .setValue(who.patientId());
    Patient patient = new Patient();
    patient.addIdentifier(key);
    if (!who.name().isEmpty()) {
      patient.addName().setText(who.name());
    }
    if (!who.sex().isEmpty()) {
      patient.setGender(AdministrativeGender.fromCode(who.sex()));
    }
    who.birthDate()
        .map(LocalDate::toString)
        .ifPresent(date -> patient.setBirthDateElement(new DateType(date)));
    String place = place("Patient " + key.getSystem() + "|" + key.getValue());
    String search = Identifiers.search("Patient", key);
    bundle
        .addEntry()
        .setFullUrl(place)
        .setResource(patient)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.POST)
        .setUrl("Patient")
        .setIfNoneExist(search.substring(search.indexOf('?') + 1));
    return reference.setReference(place);
  }

  /** Ours alone: made, or written over with the newest. */
  private void add(Resource resource, String system, String value) {
    Identifier key = new Identifier().setSystem(system).setValue(value);
    bundle
        .addEntry()
        .setFullUrl(place(resource.fhirType() + " " + value))
        .setResource(resource)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.PUT)
        .setUrl(Identifiers.search(resource.fhirType(), key));
  }

  private static String place(String what) {
    return "urn:uuid:" + UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
  }

  private DateTimeType time(Instant at) {
    return new DateTimeType(
        Date.from(at), TemporalPrecisionEnum.SECOND, TimeZone.getTimeZone(zone));
  }

  /** R4's Attachment.hash is SHA-1. */
  private static Attachment form(String type, byte[] data, String title) {
    try {
      return new Attachment()
          .setContentType(type)
          .setData(data)
          .setSize(data.length)
          .setHash(MessageDigest.getInstance("SHA-1").digest(data))
          .setTitle(title);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
