package org.farsight.fhir;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.ReturnedReport;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Signature;

/** The resources of one report. */
final class ReportResources {
  private static final String SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074";

  private final TransactionBundle bundle;
  private final Site site;
  private final Exchange examination;
  private final ConversionOptions options;
  private final Examinations examinations;

  ReportResources(
      TransactionBundle bundle,
      Site site,
      Exchange examination,
      ConversionOptions options,
      Examinations examinations) {
    this.bundle = bundle;
    this.site = site;
    this.examination = examination;
    this.options = options;
    this.examinations = examinations;
  }

  /** The Practitioner of a reader; shared, as the reading room makes it when a case is claimed. */
  Reference addReader(Report.Signer signer) {
    Identifier key = new Identifier().setSystem(Identifiers.READER).setValue(signer.login());
    Practitioner practitioner = new Practitioner().setActive(true);
    practitioner.getMeta().addProfile(Identifiers.PROFILE_PRACTITIONER);
    practitioner.addIdentifier(key);
    practitioner.addName().setText(FhirText.clean(signer.name()).orElse(signer.login()));
    return bundle
        .share(practitioner, key)
        .setType("Practitioner")
        .setIdentifier(key.copy())
        .setDisplay(FhirText.clean(signer.name()).orElse(signer.login()));
  }

  /** Who has read it, where only a name is known. */
  static Reference named(String name) {
    return new Reference()
        .setType("Practitioner")
        .setDisplay(FhirText.clean(name).orElse("(not named)"));
  }

  static Reference subject(Report.Subject subject) {
    return new Reference(subject.reference());
  }

  static Reference order(Report.Examination examined) {
    return examined.order().isEmpty()
        ? new Reference().setType("ServiceRequest").setDisplay("the order of the reading task")
        : new Reference(examined.order());
  }

  /** What was read. */
  static Reference examined(Report.Examination examined) {
    return examined.study().isEmpty()
        ? new Reference().setType("Observation").setDisplay("ECG")
        : study(examined);
  }

  private static Reference study(Report.Examination examined) {
    return new Reference()
        .setType("ImagingStudy")
        .setIdentifier(dicom(examined.study()))
        .setDisplay(FhirText.code(examined.description()).orElse(examined.modality()));
  }

  private static Identifier dicom(String uid) {
    return new Identifier().setSystem(Identifiers.DICOM_UID).setValue("urn:oid:" + uid);
  }

  /** Adds the DiagnosticReport as this version says; shared. */
  Reference addReport(ReturnedReport version, Reference department, Reference reader) {
    Report.Examination examined = version.examination();
    boolean ecg = examined.modality().equals("ECG");
    Identifier key = new Identifier().setSystem(Identifiers.REPORT).setValue(version.caseId());
    DiagnosticReport report = new DiagnosticReport();
    report
        .getMeta()
        .addProfile(ecg ? Identifiers.PROFILE_ECG_REPORT : Identifiers.PROFILE_IMAGING_REPORT);
    report.addIdentifier(key).addBasedOn(order(examined)).setStatus(status(version.status()));
    report.addCategory(
        ecg
            ? Codings.concept(SECTION, "EC", "Electrocardiac (e.g., EKG,  EEC, Holter)")
            : Codings.concept(SECTION, "RAD", "Radiology"));
    report.setCode(
        ecg
            ? Codings.concept(Identifiers.LOINC, "11524-6", "EKG study")
            : Codings.concept(Identifiers.LOINC, "18748-4", "Diagnostic imaging study"));
    FhirText.code(examined.description()).ifPresent(words -> report.getCode().setText(words));
    report.setSubject(subject(version.subject()));
    report.setEffective(FhirTimes.dateTime(examined.at(), site.zone()));
    report.setIssuedElement(FhirTimes.instant(version.signedAt(), site.zone()));
    report.addPerformer(department.copy().setType("Organization"));
    report.addResultsInterpreter(reader.copy());
    if (ecg) {
      digests(version).forEach(digest -> report.addResult(recording(digest)));
    } else {
      report.addImagingStudy(study(examined));
    }
    if (version instanceof ReportFile signed) {
      signed.report().keyImages().forEach(image -> addImage(report, image));
    }
    FhirText.clean(version.impression()).ifPresent(report::setConclusion);
    version.critical().map(CriticalMark::of).ifPresent(report::addConclusionCode);
    addForms(report, version);
    return bundle.share(report, key);
  }

  private static DiagnosticReportStatus status(Report.Status status) {
    return switch (status) {
      case FINAL -> DiagnosticReportStatus.FINAL;
      case AMENDED -> DiagnosticReportStatus.AMENDED;
      case ENTERED_IN_ERROR -> DiagnosticReportStatus.ENTEREDINERROR;
    };
  }

  /** What was read of an ECG: of a signed version what that says, else all that came. */
  private TreeSet<String> digests(ReturnedReport version) {
    if (version instanceof ReportFile signed) {
      return signed.report().read().stream()
          .map(Report.Source::sha256)
          .collect(Collectors.toCollection(TreeSet::new));
    }
    return examinations.arrivals(examination.id()).stream()
        .map(arrival -> arrival.content().digest())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Reference recording(String digest) {
    return new Reference()
        .setType("Observation")
        .setIdentifier(new Identifier().setSystem(Identifiers.CONTENT).setValue(digest));
  }

  /** Both forms lie beside the report: whoever lists reports does not get them all. */
  private void addForms(DiagnosticReport report, ReturnedReport version) {
    byte[] page = version.html().getBytes(StandardCharsets.UTF_8);
    addForm(report, "text/html", page, version);
    version.pdf().ifPresent(file -> addForm(report, "application/pdf", file, version));
  }

  private void addForm(DiagnosticReport report, String type, byte[] bytes, ReturnedReport version) {
    String digest = Digests.sha256(bytes);
    bundle.place(type, bytes, digest);
    report.addPresentedForm(
        new Attachment()
            .setContentType(type)
            .setUrl("Binary/" + digest)
            .setSize(bytes.length)
            .setHash(Digests.sha1(bytes))
            .setTitle("第 " + version.version() + " 版")
            .setCreationElement(FhirTimes.dateTime(version.signedAt(), site.zone())));
  }

  /** A key image: where it can be seen, found by its SOP Instance UID and frame. */
  private void addImage(DiagnosticReport report, Report.KeyImage image) {
    Optional<Arrival> found =
        examinations.arrivals(examination.id()).stream()
            .filter(arrival -> arrival.facts().sopInstance().equals(image.instance()))
            .findFirst();
    if (found.isEmpty()) {
      return; // the reader has seen it; what has been replaced since has no address any more
    }
    Identifier key =
        new Identifier()
            .setSystem(Identifiers.KEY_IMAGE)
            .setValue(image.instance() + "/" + image.frame());
    Media media = new Media();
    media.getMeta().addProfile(Identifiers.PROFILE_KEY_IMAGE);
    media.addIdentifier(key).setStatus(Media.MediaStatus.COMPLETED);
    media.setSubject(report.getSubject().copy());
    media.setContent(
        new Attachment()
            .setContentType("image/jpeg")
            .setUrl(
                options.wadoUrl()
                    + "/studies/"
                    + found.get().facts().study()
                    + "/series/"
                    + found.get().facts().series()
                    + "/instances/"
                    + image.instance()
                    + "/frames/"
                    + image.frame()
                    + "/rendered"));
    report.addMedia().setLink(bundle.own(media, key));
  }

  /** Who has signed a version, over what. */
  void addProvenance(Exchange exchange, Report version, String jws, Reference report) {
    Reference reader = addReader(version.signer());
    Provenance provenance = new Provenance();
    provenance.getMeta().addProfile(Identifiers.PROFILE_REPORT_PROVENANCE);
    provenance.addTarget(report.copy().setType("DiagnosticReport"));
    provenance.setRecordedElement(FhirTimes.instant(version.signedAt(), site.zone()));
    provenance.setActivity(Codings.concept(Identifiers.READING, "sign", "Sign a report"));
    provenance
        .addAgent()
        .setType(Codings.concept(ProvenanceResource.AGENT_TYPE, "author", "Author"))
        .setWho(reader.copy());
    sources(version).forEach(digest -> entity(provenance, ProvenanceEntityRole.SOURCE, digest));
    version
        .replaces()
        .ifPresent(digest -> entity(provenance, ProvenanceEntityRole.REVISION, digest));
    provenance.addSignature(signature(version.signedAt(), reader, jws));
    String id = Digests.sha256(exchange.id() + "\n" + version.version() + "\nsign");
    bundle.place(provenance, id);
  }

  private List<String> sources(Report version) {
    List<String> digests = version.read().stream().map(Report.Source::sha256).distinct().toList();
    return digests.size() <= options.maxInstances()
        ? digests
        : List.of(Digests.sha256(String.join("\n", digests)));
  }

  private static void entity(Provenance provenance, ProvenanceEntityRole role, String digest) {
    provenance
        .addEntity()
        .setRole(role)
        .setWhat(
            new Reference()
                .setIdentifier(new Identifier().setSystem(Identifiers.CONTENT).setValue(digest)));
  }

  private Signature signature(Instant at, Reference reader, String jws) {
    Signature signature = new Signature();
    signature.addType(
        Codings.coding(
            "urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.1", "Author's Signature"));
    signature.setWhenElement(FhirTimes.instant(at, site.zone()));
    signature.setWho(reader.copy());
    signature.setTargetFormat("application/pdf").setSigFormat("application/jose");
    signature.setData(jws.getBytes(StandardCharsets.US_ASCII));
    return signature;
  }
}
