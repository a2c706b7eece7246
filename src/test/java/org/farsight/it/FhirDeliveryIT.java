package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.gclient.ICriterion;
import ca.uhn.fhir.rest.gclient.TokenClientParam;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.delivery.FhirDelivery;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.aecg.AecgReader;
import org.farsight.ecg.waveform.WaveformReader;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Target;
import org.farsight.fhir.ConversionOptions;
import org.farsight.fhir.Conversions;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.KeptFiles;
import org.farsight.fhir.SampledDataCodec;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversion and delivery against a real FHIR server. */
class FhirDeliveryIT {

  private static final List<String> TYPES =
      List.of(
          "Patient",
          "Organization",
          "Device",
          "Endpoint",
          "ImagingStudy",
          "Observation",
          "DocumentReference",
          "Binary",
          "ServiceRequest",
          "Flag",
          "Task",
          "Provenance");

  private final KeptFiles kept = new KeptFiles();
  private final Conversions conversions =
      new Conversions(
          kept, new ConversionOptions("http://localhost/dicom-web", "0.1.0", "reading", "影像中心"));
  private IGenericClient client;
  private FhirDelivery delivery;

  @BeforeEach
  void connect() {
    String url = HospitalServer.require().url();
    ApacheRestfulClientFactory clients = new ApacheRestfulClientFactory(FhirContext.forR4Cached());
    clients.setServerValidationMode(ServerValidationModeEnum.NEVER);
    clients.setSocketTimeout(60_000);
    client = clients.newGenericClient(url);
    delivery = new FhirDelivery(new Target.FhirServer("fhir", url), kept);
  }

  @Test
  void everyStudyOfTheTestDataSentTwiceIsThereOnce() throws IOException {
    List<List<Arrival>> studies = testData();
    studies.forEach(this::deliver);
    Map<String, Integer> once = counts();
    assertThat(once.get("ImagingStudy")).isGreaterThanOrEqualTo(studies.size());
    assertThat(once.get("Provenance")).isGreaterThanOrEqualTo(studies.size());
    List<String> tasks = versionsOfTasks(studies);
    studies.forEach(this::deliver);
    assertThat(counts()).isEqualTo(once);
    assertThat(versionsOfTasks(studies)).as("no task was written twice").isEqualTo(tasks);
  }

  /** Others that share the server may have sent these studies before. */
  private List<String> versionsOfTasks(List<List<Arrival>> studies) {
    return studies.stream()
        .map(study -> task(study.getFirst().facts().study()).getMeta().getVersionId())
        .toList();
  }

  @Test
  void aLateImageAmendsTheStudyAndLeavesTheClaimAlone() throws IOException {
    String study = Uid.random();
    String id = "late-" + UUID.randomUUID();
    List<Arrival> arrivals = new ArrayList<>();
    arrivals.add(image(id, 1, study, "P1", "A1"));
    arrivals.add(image(id, 2, study, "P1", "A1"));
    deliver(arrivals);
    claim(study);

    arrivals.add(image(id, 3, study, "P1", "A1"));
    deliver(arrivals);
    Task amended = task(study);
    assertThat(amended.getStatus()).isEqualTo(TaskStatus.INPROGRESS);
    assertThat(amended.getOwner().getDisplay()).isEqualTo("Dr. Reader");
    assertThat(amended.getBusinessStatus().getText()).isEqualTo("claimed");
    assertThat(amended.getInput()).hasSize(2);
    assertThat(amended.getNoteFirstRep().getText()).startsWith("1 object came later");
    assertThat(imaging(study).getNumberOfInstances()).isEqualTo(3);

    deliver(arrivals);
    assertThat(task(study).getMeta().getVersionId()).isEqualTo(amended.getMeta().getVersionId());
  }

  @Test
  void aTryThatHasComeThroughIsFoundAndOneThatHasNotIsSentAgain() throws IOException {
    String study = Uid.random();
    String id = "doubt-" + UUID.randomUUID();
    String patient = "P" + UUID.randomUUID();
    List<Arrival> one = List.of(image(id, 1, study, patient, ""));
    assertThat(deliver(one, true).proof()).as("nothing is there yet").doesNotContain("found there");
    String version = imaging(study).getMeta().getVersionId();
    assertThat(deliver(one, true).proof()).contains("ImagingStudy/", "Task/", "found there");
    assertThat(imaging(study).getMeta().getVersionId()).isEqualTo(version);

    List<Arrival> two = List.of(one.getFirst(), image(id, 2, study, patient, ""));
    assertThat(deliver(two, true).proof()).as("a later revision").doesNotContain("found there");
    assertThat(deliver(two, true).proof()).contains("found there");
    assertThat(imaging(study).getNumberOfInstances()).isEqualTo(2);
  }

  @Test
  void oneAccessionNumberOfTwoPatientsMakesTwoOrders() throws IOException {
    String first = Uid.random();
    String second = Uid.random();
    String accession = "ACC" + UUID.randomUUID().toString().substring(0, 8);
    deliver(List.of(image("a-" + first, 1, first, "Q1", accession)));
    deliver(List.of(image("b-" + second, 1, second, "Q2", accession)));
    ServiceRequest one = order(first);
    ServiceRequest other = order(second);
    assertThat(one.getIdElement().getIdPart()).isNotEqualTo(other.getIdElement().getIdPart());
    assertThat(one.getSubject().getReference())
        .isEqualTo(imaging(first).getSubject().getReference());
    assertThat(other.getSubject().getReference())
        .isEqualTo(imaging(second).getSubject().getReference());

    String third = Uid.random();
    deliver(List.of(image("c-" + third, 1, third, "Q1", accession)));
    assertThat(order(third).getIdElement().getIdPart())
        .as("a second study under the same order")
        .isEqualTo(one.getIdElement().getIdPart());
  }

  @Test
  void oddIdsAreFoundAgain() throws IOException {
    for (String id : List.of("a|b", "a,b", "a$b", "a\\b", "a b+c", "患者/1?x=1&y=2", "a%41")) {
      String study = Uid.random();
      deliver(List.of(image("odd-" + study, 1, study, id, "")));
      String other = Uid.random();
      deliver(List.of(image("odd-" + other, 1, other, id, "")));
      assertThat(imaging(study).getSubject().getReference())
          .as("patient id %s", id)
          .isEqualTo(imaging(other).getSubject().getReference());
    }
  }

  @Test
  void anEcgComesBackSampleForSampleAndASecondTimeChangesNothing()
      throws IOException, EcgFormatException {
    Path file = Samples.require("ecg-formats/aecg/hl7-example-aecg_eli250.xml");
    List<Arrival> arrivals = List.of(kept.ecg("ecg-" + UUID.randomUUID(), file, "aecg", "E1"));
    deliver(arrivals);
    Map<String, Integer> once = counts();
    deliver(arrivals);
    assertThat(counts()).isEqualTo(once);

    Recording recording = new AecgReader().read(Files.readAllBytes(file));
    String digest = arrivals.getFirst().content().digest();
    Observation observation = one(Observation.class, identifier(Identifiers.CONTENT, digest));
    assertThat(observation.getComponent()).hasSameSizeAs(recording.leads());
    for (int i = 0; i < recording.leads().size(); i++) {
      Lead lead = recording.leads().get(i);
      var component = observation.getComponent().get(i);
      assertThat(SampledDataCodec.decode(component.getValueSampledData()))
          .as(lead.label())
          .isEqualTo(lead.samples());
      assertThat(component.getValueSampledData().getFactor()).isEqualByComparingTo(lead.scale());
    }
    var binary = client.read().resource(Binary.class).withId(digest).execute();
    assertThat(binary.getData()).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void aDicomEcgIsAStudyWithARecordingSampleForSample() throws IOException, EcgFormatException {
    Path file = Path.of("test-data/dicom/ecg/qingshan-normal.dcm");
    String uid = kept.dicom("probe", 1, file).facts().study();
    List<Arrival> arrivals = List.of(kept.dicom("test-data-" + uid, 1, file));
    deliver(arrivals);
    ImagingStudy study = imaging(uid);
    String digest = arrivals.getFirst().content().digest();
    Observation observation = one(Observation.class, identifier(Identifiers.CONTENT, digest));
    assertThat(observation.getDerivedFromFirstRep().getReference())
        .isEqualTo("ImagingStudy/" + study.getIdElement().getIdPart());
    Recording recording = new WaveformReader().read(Files.readAllBytes(file));
    assertThat(observation.getComponent()).hasSameSizeAs(recording.leads());
    for (int i = 0; i < recording.leads().size(); i++) {
      var data = observation.getComponent().get(i).getValueSampledData();
      assertThat(SampledDataCodec.decode(data)).isEqualTo(recording.leads().get(i).samples());
    }
    assertThat(observation.getMeta().getSource()).startsWith(arrivals.getFirst().exchangeId());
  }

  private void claim(String study) {
    Task task = task(study);
    assertThat(task.getStatus()).isEqualTo(TaskStatus.REQUESTED);
    task.setStatus(TaskStatus.INPROGRESS);
    task.setOwner(new Reference().setDisplay("Dr. Reader"));
    task.getBusinessStatus().setText("claimed");
    client.update().resource(task).execute();
  }

  private void deliver(List<Arrival> arrivals) {
    deliver(arrivals, false);
  }

  private DeliveryOutcome.Accepted deliver(List<Arrival> arrivals, boolean triedBefore) {
    Exchange exchange = KeptFiles.exchange(arrivals);
    Outcome outcome = conversions.convert(exchange, KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    byte[] bundle = ((Outcome.Converted) outcome).bundle();
    DeliveryOutcome delivered =
        delivery.deliver(
            new Work(
                exchange,
                KeptFiles.SITE,
                0,
                exchange.revision(),
                arrivals,
                kept.keep(bundle),
                revision -> {},
                triedBefore));
    assertThat(delivered)
        .as(new String(bundle, StandardCharsets.UTF_8).substring(0, 200))
        .isInstanceOf(DeliveryOutcome.Accepted.class);
    return (DeliveryOutcome.Accepted) delivered;
  }

  private Arrival image(
      String exchangeId, int revision, String study, String patient, String accession)
      throws IOException {
    DataSet image =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, Uid.random())
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, study)
            .put(Tag.SERIES_INSTANCE_UID, VR.UI, study + ".1")
            .put(Tag.MODALITY, VR.CS, "CT")
            .put(Tag.PATIENT_NAME, VR.PN, "Li^Xiuying=李^秀英=Lǐ^Xiùyīng")
            .put(Tag.PATIENT_ID, VR.LO, patient)
            .put(Tag.ACCESSION_NUMBER, VR.SH, accession)
            .put(Tag.INSTANCE_NUMBER, VR.IS, String.valueOf(revision));
    var bytes = new ByteArrayOutputStream();
    DataSetWriter.write(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, bytes);
    Arrival arrival =
        kept.dicom(
            exchangeId, revision, bytes.toByteArray(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    // a backslash parts values in DICOM, so the id is told as intake would hand it on
    return withPatient(arrival, patient);
  }

  private static Arrival withPatient(Arrival a, String patient) {
    var f = a.facts();
    return new Arrival(
        a.id(),
        a.exchangeId(),
        a.revision(),
        a.at(),
        a.way(),
        a.caller(),
        a.content(),
        new ObjectFacts(
            f.format(),
            f.sopClass(),
            f.sopInstance(),
            f.transferSyntax(),
            f.study(),
            f.series(),
            f.modality(),
            patient,
            f.patientIssuer(),
            f.accession()),
        a.repeats());
  }

  private List<List<Arrival>> testData() throws IOException {
    Map<String, List<Path>> byFolder = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("test-data/dicom"))) {
      files
          .filter(path -> path.toString().endsWith(".dcm"))
          .sorted()
          .forEach(
              path ->
                  byFolder
                      .computeIfAbsent(path.getParent().toString(), key -> new ArrayList<>())
                      .add(path));
    }
    Map<String, List<Arrival>> studies = new TreeMap<>();
    for (List<Path> paths : byFolder.values()) {
      for (Path path : paths) {
        Arrival probe = kept.dicom("probe", 1, path);
        String study = probe.facts().study();
        List<Arrival> arrivals = studies.computeIfAbsent(study, key -> new ArrayList<>());
        arrivals.add(kept.dicom("test-data-" + study, arrivals.size() + 1, path));
      }
    }
    assertThat(studies).hasSizeGreaterThan(3);
    return List.copyOf(studies.values());
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (String type : TYPES) {
      Bundle found =
          client
              .search()
              .forResource(type)
              .summaryMode(SummaryEnum.COUNT)
              .cacheControl(new CacheControlDirective().setNoCache(true))
              .returnBundle(Bundle.class)
              .execute();
      counts.put(type, found.getTotal());
    }
    return counts;
  }

  private ImagingStudy imaging(String study) {
    return one(ImagingStudy.class, identifier(Identifiers.DICOM_UID, "urn:oid:" + study));
  }

  private Task task(String study) {
    return one(Task.class, identifier(Identifiers.READING_TASK, study));
  }

  private ServiceRequest order(String study) {
    return client
        .read()
        .resource(ServiceRequest.class)
        .withId(task(study).getFocus().getReferenceElement().getIdPart())
        .execute();
  }

  private static ICriterion<TokenClientParam> identifier(String system, String value) {
    return new TokenClientParam("identifier").exactly().systemAndIdentifier(system, value);
  }

  private <T extends Resource> T one(Class<T> type, ICriterion<TokenClientParam> criterion) {
    Bundle found =
        client
            .search()
            .forResource(type)
            .where(criterion)
            .cacheControl(new CacheControlDirective().setNoCache(true))
            .returnBundle(Bundle.class)
            .execute();
    assertThat(found.getEntry()).hasSize(1);
    return type.cast(found.getEntryFirstRep().getResource());
  }
}
