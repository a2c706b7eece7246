package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Negotiation;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.PresentationContextAnswer.Result;
import org.farsight.dicom.ul.ServiceUser;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserItem;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Interventions.Recalled;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.RejectionReason;
import org.farsight.exchange.Target;
import org.farsight.exchange.Way;
import org.farsight.fhir.KeptFiles;
import org.farsight.peer.Pydicom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejection notes at an archive that answers what the test says, read by other people's tools. */
@SuppressWarnings("NullAway.Init")
class RejectionDeliveryTest {
  private static final Timeouts TIMEOUTS =
      Timeouts.standard().withResponse(Duration.ofSeconds(5)).withArtim(Duration.ofSeconds(5));
  private static final Recalled RECALL =
      new Recalled(7, Instant.parse("2026-03-01T16:30:15Z"), RejectionReason.PATIENT_SAFETY);
  private static final Path DSRDUMP = Path.of("/usr/bin/dsrdump");

  /** An archive that takes anything but Key Object Selection Documents. */
  private record WithoutNotes(ServiceUser other) implements ServiceUser {
    @Override
    public Negotiation.Answer answer(PresentationContext proposed) {
      return proposed.abstractSyntax().equals(Uid.KEY_OBJECT_SELECTION_STORAGE)
          ? new Negotiation.NotAccepted(Result.ABSTRACT_SYNTAX_NOT_SUPPORTED)
          : other.answer(proposed);
    }

    @Override
    public Optional<UserItem.RoleSelection> answer(UserItem.RoleSelection proposed) {
      return other.answer(proposed);
    }

    @Override
    public void serve(Association association, AssociationObserver observer) throws IOException {
      other.serve(association, observer);
    }
  }

  private record Stored(StoreRequest request, byte[] bytes) {
    DataSet dataSet() throws IOException {
      return DataSetReader.read(
          bytes, TransferSyntax.of(request.transferSyntax()), ReadOptions.STRICT);
    }
  }

  private final KeptFiles store = new KeptFiles();
  private final List<Stored> received = Collections.synchronizedList(new ArrayList<>());
  private final List<Status> answers = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> progress = new ArrayList<>();
  private final StoragePool pool = new StoragePool(StoragePool.Limits.DEFAULT);
  private Optional<Recalled> recall = Optional.of(RECALL);
  @TempDir Path folder;
  private Listener archive;

  @BeforeEach
  void start() throws IOException {
    archive = listener(registry());
  }

  private static Listener listener(ServiceUser user) throws IOException {
    return Listener.start(
        Listener.Configuration.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), user));
  }

  private ServiceRegistry registry() {
    StorageScp scp =
        new StorageScp(
            (StoreRequest request, InputStream dataSet) -> {
              received.add(new Stored(request, dataSet.readAllBytes()));
              return answers.isEmpty() ? Status.SUCCESS : answers.removeFirst();
            });
    return new ServiceRegistry(List.of(new VerificationScp(), scp));
  }

  @AfterEach
  void stop() throws IOException {
    pool.close();
    archive.close();
  }

  private Target.Archive target(boolean notes) {
    return new Target.Archive(
        "archive", "STORE", "127.0.0.1", archive.port(), "FARSIGHT", Target.Tls.NONE, true, notes);
  }

  private DeliveryOutcome tell(List<Arrival> objects) {
    return tell(objects, target(true));
  }

  private DeliveryOutcome tell(List<Arrival> objects, Target.Archive to) {
    Work work =
        new Work(
            KeptFiles.exchange(objects),
            KeptFiles.SITE,
            0,
            objects.size(),
            objects,
            null,
            progress::add);
    return new StorageDelivery(
            to,
            store,
            new EcgObjects(store, EcgFormats.standard(), 1 << 24),
            pool,
            new Connector(TIMEOUTS))
        .rejecting(exchange -> recall)
        .ofRejections()
        .orElseThrow()
        .deliver(work);
  }

  private List<Arrival> headCt() throws IOException {
    List<Arrival> objects = new ArrayList<>();
    try (var files = Files.list(Path.of("test-data/dicom/ct/head"))) {
      for (Path file : files.sorted().toList()) {
        objects.add(store.dicom("x", objects.size() + 1, file));
      }
    }
    assertThat(objects).hasSizeGreaterThan(3);
    return objects;
  }

  /** An object without pixels that says little. */
  private Arrival object(int revision, String sopClass, DataSet more) throws IOException {
    more.put(Tag.SOP_CLASS_UID, VR.UI, sopClass)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, "1.2.3.4." + revision)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3")
        .put(Tag.SERIES_INSTANCE_UID, VR.UI, "1.2.3." + (revision % 2));
    TransferSyntax syntax = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    return store.dicom("x", revision, DataSetWriter.toBytes(more, syntax), syntax);
  }

  private Path file(Stored stored) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.writeHeader(
        out,
        stored.request().sopClass(),
        stored.request().sopInstance(),
        TransferSyntax.of(stored.request().transferSyntax()),
        "FARSIGHT");
    out.write(stored.bytes());
    return Files.write(folder.resolve("note.dcm"), out.toByteArray());
  }

  @Test
  void pydicomFindsEachObjectInTheStudyThatItIsAbout() throws Exception {
    List<Arrival> objects = headCt();
    DeliveryOutcome outcome = tell(objects);
    Stored note = received.getFirst();
    assertThat(outcome)
        .isEqualTo(
            new Accepted(
                "rejection note (113037, Rejected for Patient Safety Reasons) of 12 objects: "
                    + note.request().sopInstance()
                    + " stored at STORE, 0000H success"));
    assertThat(progress).containsExactly(objects.size());
    List<String> lines =
        Pydicom.run(
                RejectionDeliveryTest.class, "read_rejection_note.py", file(note).toString() + "\n")
            .lines()
            .toList();
    DataSet image = header(objects.getFirst());
    assertThat(lines)
        .startsWith(
            "Key Object Selection Document Storage KO",
            "113037 DCM Rejected for Patient Safety Reasons",
            objects.getFirst().facts().study(),
            objects.getFirst().facts().patientId()
                + " "
                + image.personName(Tag.PATIENT_NAME).orElseThrow().text(),
            "DCMR 2010",
            "20260302 003015");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("evidence "))
        .containsExactlyElementsOf(
            objects.stream()
                .map(
                    one ->
                        "evidence %s %s %s"
                            .formatted(
                                one.facts().series(),
                                one.facts().sopClass(),
                                one.facts().sopInstance()))
                .toList());
    assertThat(lines)
        .filteredOn(line -> line.startsWith("CONTAINS IMAGE "))
        .hasSize(objects.size());
  }

  private DataSet header(Arrival arrival) throws IOException {
    return DataSetReader.read(
        store.read(arrival.content(), 1 << 24),
        TransferSyntax.of(arrival.facts().transferSyntax()),
        ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA));
  }

  @Test
  void dsrdumpReadsTheDocumentAndFindsNoFault() throws Exception {
    assumeTrue(Files.isExecutable(DSRDUMP), "DCMTK is not installed");
    List<Arrival> objects = headCt();
    tell(objects);
    Process dump =
        new ProcessBuilder(DSRDUMP.toString(), "+Pu", file(received.getFirst()).toString())
            .redirectErrorStream(true)
            .start();
    List<String> said =
        new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(dump.waitFor()).as("%s", said).isZero();
    assertThat(said)
        .contains("Key Object Selection Document")
        .anyMatch(line -> line.contains("Rejected for Patient Safety Reasons"))
        .filteredOn(line -> line.matches("[WEF]: .*"))
        .allMatch(line -> line.contains("not support") || line.contains("not yet supported"));
    for (Arrival object : objects) {
      assertThat(said)
          .anyMatch(
              line ->
                  line.startsWith("  <contains IMAGE:=")
                      && line.contains(object.facts().sopInstance()));
    }
  }

  @Test
  void theSameRecallOfTheSameObjectsIsTheSameObjectAndAnyOtherAnother() throws Exception {
    List<Arrival> objects = headCt();
    tell(objects);
    tell(objects);
    tell(objects.subList(1, objects.size()));
    recall =
        Optional.of(new Recalled(8, RECALL.at().plusSeconds(60), RejectionReason.PATIENT_SAFETY));
    tell(objects);
    recall = Optional.of(new Recalled(7, RECALL.at(), RejectionReason.INCORRECT_WORKLIST_ENTRY));
    tell(objects);
    assertThat(received.get(1).bytes()).isEqualTo(received.get(0).bytes());
    assertThat(received.stream().map(one -> one.request().sopInstance()).distinct()).hasSize(4);
    assertThat(received.stream().map(Stored::bytes)).hasSize(5);
    DataSet title = received.getLast().dataSet().item(Tag.CONCEPT_NAME_CODE_SEQUENCE).orElseThrow();
    assertThat(title.string(Tag.CODE_VALUE)).contains("113038");
    assertThat(title.string(Tag.CODE_MEANING)).contains("Incorrect Modality Worklist Entry");
  }

  @Test
  void whatItSaysOfThePatientIsWhatTheObjectsSayByteForByte() throws Exception {
    SpecificCharacterSet national = SpecificCharacterSet.of("GB18030");
    DataSet header =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "GB18030")
            .put(Tag.TIMEZONE_OFFSET_FROM_UTC, VR.SH, "+0000")
            .putBytes(Tag.PATIENT_NAME, VR.PN, national.encode("Wang^Xiaodong=王^小东", VR.PN))
            .put(Tag.PATIENT_ID, VR.LO, "P-1")
            .put(Tag.ISSUER_OF_PATIENT_ID, VR.LO, "LAKE");
    List<Arrival> objects =
        List.of(
            object(1, Uid.COMPREHENSIVE_SR_STORAGE, header),
            object(2, Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE, new DataSet()),
            object(3, "1.2.840.99999.1", new DataSet()));
    assertThat(tell(objects)).isInstanceOf(Accepted.class);
    DataSet note = received.getFirst().dataSet();
    assertThat(note.bytes(Tag.PATIENT_NAME)).isEqualTo(header.bytes(Tag.PATIENT_NAME));
    assertThat(note.string(Tag.PATIENT_ID)).contains("P-1");
    assertThat(note.string(Tag.ISSUER_OF_PATIENT_ID)).contains("LAKE");
    assertThat(note.string(Tag.CONTENT_TIME)).as("in the objects' zone").contains("163015");
    assertThat(note.contains(Tag.PATIENT_SEX)).as("of type 2").isTrue();
    assertThat(note.items(Tag.CONTENT_SEQUENCE).stream().map(i -> i.string(Tag.VALUE_TYPE)))
        .containsExactly(
            Optional.of("COMPOSITE"), Optional.of("WAVEFORM"), Optional.of("COMPOSITE"));
    DataSet evidence = note.item(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE).orElseThrow();
    assertThat(evidence.items(Tag.REFERENCED_SERIES_SEQUENCE)).hasSize(2);
  }

  @Test
  void ofAnEcgFileTheObjectThatWasMadeOfItIsRejected() throws Exception {
    Path file = Path.of("test-data/ecg/scp/hewan-normal.scp");
    Arrival ecg = store.ecg("x", file, "scp-ecg", "P");
    WaveformIdentity made =
        WaveformIdentity.of(ecg.content().digest(), ecg.at(), KeptFiles.SITE.zone());
    assertThat(tell(List.of(ecg))).isInstanceOf(Accepted.class);
    DataSet note = received.getFirst().dataSet();
    assertThat(note.string(Tag.STUDY_INSTANCE_UID)).contains(made.study());
    DataSet series =
        note.item(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE)
            .flatMap(item -> item.item(Tag.REFERENCED_SERIES_SEQUENCE))
            .orElseThrow();
    assertThat(series.string(Tag.SERIES_INSTANCE_UID)).contains(made.series());
    DataSet content = note.item(Tag.CONTENT_SEQUENCE).orElseThrow();
    assertThat(content.string(Tag.VALUE_TYPE)).contains("WAVEFORM");
    assertThat(
            content
                .item(Tag.REFERENCED_SOP_SEQUENCE)
                .flatMap(item -> item.string(Tag.REFERENCED_SOP_INSTANCE_UID)))
        .contains(made.instance());
  }

  @Test
  void whatTheArchiveAnswersDecidesWhatFollows() throws Exception {
    List<Arrival> objects = List.of(object(1, Uid.CT_IMAGE_STORAGE, new DataSet()));
    answers.addAll(
        List.of(
            Status.OUT_OF_RESOURCES,
            Status.DUPLICATE_SOP_INSTANCE,
            Status.CANNOT_UNDERSTAND,
            Status.of(0xB000)));
    assertThat(tell(objects))
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.cause()).isEqualTo(Cause.TARGET));
    assertThat(tell(objects))
        .isInstanceOfSatisfying(
            Accepted.class, taken -> assertThat(taken.proof()).endsWith("was there already"));
    assertThat(tell(objects)).isInstanceOf(Refused.class);
    assertThat(tell(objects))
        .as("with a warning it is stored (PS3.4 §B.2.3)")
        .isInstanceOf(Accepted.class);
    assertThat(progress).containsExactly(1, 1);
  }

  @Test
  void anArchiveThatTakesNoNotesIsNamed() throws Exception {
    archive.close();
    archive = listener(new WithoutNotes(registry()));
    assertThat(tell(List.of(object(1, Uid.CT_IMAGE_STORAGE, new DataSet()))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.why())
                    .startsWith("STORE takes no rejection notes (Key Object Selection)"));
    TargetProbe probe = new TargetProbe(FhirOptions.DEFAULT, ArchiveConnector.plain(TIMEOUTS));
    assertThat(probe.probe(target(true)).words()).contains("takes no rejection notes");
    assertThat(probe.probe(target(true)).zh()).contains("不接收拒绝说明");
    assertThat(probe.probe(target(true)).well()).isTrue();
    assertThat(probe.probe(target(false)).words()).doesNotContain("rejection");
    assertThat(received).isEmpty();
  }

  @Test
  void nothingIsSentWhereNothingIsToBeTold() throws Exception {
    List<Arrival> objects = List.of(object(1, Uid.CT_IMAGE_STORAGE, new DataSet()));
    assertThat(tell(objects, target(false)))
        .isEqualTo(new Accepted("not told, rejection-note is off: to be rejected there by hand"));
    recall = Optional.empty();
    assertThat(tell(objects)).isEqualTo(new Accepted("not told: the recall was taken back"));
    assertThat(received).isEmpty();
  }

  @Test
  void aHeaderThatCannotBeReadWaitsForAPerson() {
    byte[] cut = {8, 0, 0x16, 0, 'U', 'I', 26, 0, '1', '.', '2'};
    Content nonsense = store.keep(cut);
    ObjectFacts facts =
        new ObjectFacts(
            "dicom", Uid.CT_IMAGE_STORAGE, "1.2.9", syntax(), "1.2", "1.2.1", "CT", "P", "", "");
    Arrival broken =
        new Arrival(1, "x", 1, KeptFiles.NOON, Way.C_STORE, "TEST", nonsense, facts, 0);
    assertThat(tell(List.of(broken))).isInstanceOf(Refused.class);
  }

  private static String syntax() {
    return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  }
}
