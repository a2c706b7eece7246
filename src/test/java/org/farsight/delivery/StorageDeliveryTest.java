package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
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
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.scp.ScpReader;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.farsight.ecg.waveform.WaveformObject;
import org.farsight.ecg.waveform.WaveformReader;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Target;
import org.farsight.exchange.Way;
import org.farsight.fhir.KeptFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C-STORE to an archive that answers what the test says. */
class StorageDeliveryTest {

  private static final Timeouts TIMEOUTS =
      Timeouts.standard().withResponse(Duration.ofSeconds(5)).withArtim(Duration.ofSeconds(5));

  /** An archive that takes everything but one transfer syntax. */
  private record Picky(ServiceUser other, String refused) implements ServiceUser {
    @Override
    public Negotiation.Answer answer(PresentationContext proposed) {
      return proposed.transferSyntaxes().contains(refused)
          ? new Negotiation.NotAccepted(Result.TRANSFER_SYNTAXES_NOT_SUPPORTED)
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

  /** An archive that takes nothing but implicit VR little endian. */
  private record OnlyImplicit(ServiceUser other) implements ServiceUser {
    @Override
    public Negotiation.Answer answer(PresentationContext proposed) {
      return proposed.transferSyntaxes().contains(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid())
          ? other.answer(proposed)
          : new Negotiation.NotAccepted(Result.TRANSFER_SYNTAXES_NOT_SUPPORTED);
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

  private record Stored(long association, String instance, String syntax, byte[] bytes) {}

  private final KeptFiles store = new KeptFiles();
  private final List<Stored> received = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> progress = new ArrayList<>();
  private final List<Status> answers = Collections.synchronizedList(new ArrayList<>());
  private final StoragePool pool = new StoragePool(StoragePool.Limits.DEFAULT);
  private final Connector connector = new Connector(TIMEOUTS);
  private Listener archive;

  @BeforeEach
  void start() throws IOException {
    archive =
        Listener.start(
            Listener.Configuration.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), registry()));
  }

  private ServiceRegistry registry() {
    StorageScp scp =
        new StorageScp(
            (StoreRequest request, InputStream dataSet) -> {
              received.add(
                  new Stored(
                      request.association().id(),
                      request.sopInstance(),
                      request.transferSyntax(),
                      dataSet.readAllBytes()));
              return answers.isEmpty() ? Status.SUCCESS : answers.removeFirst();
            });
    return new ServiceRegistry(List.of(new VerificationScp(), scp));
  }

  @AfterEach
  void stop() throws IOException {
    pool.close();
    archive.close();
  }

  @Test
  void everyObjectArrivesBitForBitInOrderOverOneAssociation() {
    List<Arrival> objects = objects(5, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
    assertThat(deliver(objects)).isEqualTo(new Accepted("5 objects stored at STORE, 0000H"));
    assertThat(received.stream().map(Stored::instance))
        .containsExactlyElementsOf(objects.stream().map(o -> o.facts().sopInstance()).toList());
    assertThat(received.stream().map(Stored::association).distinct()).hasSize(1);
    for (int i = 0; i < 5; i++) {
      assertThat(received.get(i).bytes()).isEqualTo(content(i));
    }
    assertThat(progress).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void warningsAreAcceptedAndTold() {
    answers.addAll(List.of(Status.SUCCESS, Status.of(0xB000)));
    DeliveryOutcome outcome = deliver(objects(2, syntax()));
    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(((Accepted) outcome).proof()).contains("1 of them with B000H");
    assertThat(progress).containsExactly(1, 2);
  }

  @Test
  void anArchiveThatIsFullIsTriedAgainFromWhereItStopped() {
    answers.addAll(List.of(Status.SUCCESS, Status.OUT_OF_RESOURCES));
    DeliveryOutcome outcome = deliver(objects(4, syntax()));
    assertThat(outcome).isInstanceOf(Retry.class);
    assertThat(((Retry) outcome).why()).contains("A700H", "after 1 objects");
    assertThat(received).hasSize(2);
    assertThat(progress).containsExactly(1);
  }

  @Test
  void aRefusedObjectIsNamedAndDoesNotKeepBackTheOthers() {
    answers.addAll(List.of(Status.SUCCESS, Status.CANNOT_UNDERSTAND));
    List<Arrival> objects = objects(3, syntax());
    DeliveryOutcome outcome = deliver(objects);
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).why())
        .contains("1 of 3 objects", "C000H", objects.get(1).facts().sopInstance());
    assertThat(received).hasSize(3);
    assertThat(progress).as("nothing behind the refused object is settled").containsExactly(1);
  }

  @Test
  void eachPermanentStatusIsARefusal() {
    for (int code : List.of(0xA900, 0xA901, 0xC123, 0x0122, 0x0124, 0x0117)) {
      answers.add(Status.of(code));
      assertThat(deliver(objects(1, syntax()))).as("%04X", code).isInstanceOf(Refused.class);
    }
  }

  @Test
  void aTransferSyntaxThatTheArchiveDoesNotTakeIsNamed() throws IOException {
    archive.close();
    ServiceRegistry picky = new ServiceRegistry(List.of(new StorageScp((r, in) -> Status.SUCCESS)));
    archive =
        Listener.start(
            Listener.Configuration.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Picky(picky, TransferSyntax.JPEG_2000.uid())));
    List<Arrival> objects = new ArrayList<>(objects(1, TransferSyntax.JPEG_2000.uid()));
    objects.add(object(2, 1, syntax()));
    DeliveryOutcome outcome = deliver(objects);
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).why())
        .contains(
            "1 of 2",
            "CT Image Storage (1.2.840.10008.5.1.4.1.1.2)",
            "JPEG 2000 (1.2.840.10008.1.2.4.91)",
            "not accepted");
    assertThat(received).as("nothing compressed was sent in another syntax").isEmpty();
  }

  @Test
  void anUncompressedObjectIsReEncodedWhereTheArchiveTakesOnlyImplicitLittleEndian()
      throws IOException {
    startTakingOnlyImplicit();
    DataSet dataSet =
        new DataSet()
            .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
            .putInts(Tag.ROWS, VR.US, 513)
            .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[] {1, 2, 3, 4});
    TransferSyntax big = TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
    Arrival object = object(1, DataSetWriter.toBytes(dataSet, big), big.uid());
    assertThat(deliver(List.of(object)))
        .isEqualTo(
            new Accepted(
                "1 object stored at STORE, 0000H; 1 re-encoded to implicit VR little endian:"
                    + " STORE takes no Explicit VR Big Endian (1.2.840.10008.1.2.2)"));
    assertThat(received.getFirst().syntax()).isEqualTo("1.2.840.10008.1.2");
    assertThat(received.getFirst().bytes())
        .isEqualTo(DataSetWriter.toBytes(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
  }

  @Test
  void whatCannotBeReEncodedIsRefusedAndDoesNotKeepBackTheOthers() throws IOException {
    startTakingOnlyImplicit();
    Arrival broken = object(1, new byte[] {8, 0, 5, 0, 'C', 'S', 40, 0, 'I'}, syntax());
    Arrival plain = object(2, 1, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
    DeliveryOutcome outcome = deliver(List.of(broken, plain));
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).why())
        .contains("1 of 2", "cannot be re-encoded", "(0008,0005)", broken.facts().sopInstance());
    assertThat(received.stream().map(Stored::instance)).contains(plain.facts().sopInstance());
  }

  @Test
  void theNextDeliveryUsesTheSameAssociation() {
    for (int i = 0; i < 3; i++) {
      assertThat(deliver(objects(2, syntax()))).isInstanceOf(Accepted.class);
    }
    assertThat(received).hasSize(6);
    assertThat(received.stream().map(Stored::association).distinct()).hasSize(1);
  }

  private void startTakingOnlyImplicit() throws IOException {
    archive.close();
    archive =
        Listener.start(
            Listener.Configuration.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new OnlyImplicit(registry())));
  }

  @Test
  void moreThan128ContextsAreSplitAndTheOrderIsKept() {
    List<Arrival> objects = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      objects.add(object(i + 1, i, "1.2.840.99.5." + (i + 1)));
    }
    assertThat(deliver(objects)).isInstanceOf(Accepted.class);
    assertThat(received).hasSize(200);
    assertThat(received.stream().map(Stored::association).distinct()).hasSize(2);
    assertThat(progress).hasSize(200).isSorted();
  }

  @Test
  void nobodyListeningIsTriedAgain() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Target.Archive nobody = new Target.Archive("archive", "STORE", "127.0.0.1", port, "FARSIGHT");
    DeliveryOutcome outcome =
        new StorageDelivery(nobody, store, ecgs(), pool, new Connector(TIMEOUTS))
            .deliver(work(objects(1, syntax())));
    assertThat(outcome).isInstanceOf(Retry.class);
    assertThat(((Retry) outcome).why()).contains("no connection");
    assertThat(
            new TargetProbe(FhirOptions.DEFAULT, ArchiveConnector.plain(TIMEOUTS))
                .probe(nobody)
                .well())
        .isFalse();
  }

  @Test
  void theProbeSaysThatTheArchiveAnswers() {
    TargetProbe.Finding finding =
        new TargetProbe(FhirOptions.DEFAULT, ArchiveConnector.plain(TIMEOUTS)).probe(target());
    assertThat(finding.well()).as(finding.words()).isTrue();
    assertThat(finding.words()).contains("C-ECHO STORE@127.0.0.1", "0000H");
  }

  @Test
  void anEcgInAnotherFormatIsStoredAsTheSameObjectEachTime() throws Exception {
    Path file = Path.of("test-data/ecg/scp/hewan-normal.scp");
    List<Arrival> ecg = List.of(store.ecg("x", file, "scp-ecg", "P"));
    String instance = WaveformIdentity.instanceOf(ecg.getFirst().content().digest());

    Accepted proof =
        new Accepted("1 object stored at STORE, 0000H, made of the file as " + instance);
    assertThat(deliver(ecg)).isEqualTo(proof);
    assertThat(deliver(ecg)).isEqualTo(proof);
    assertThat(received).extracting(Stored::instance).containsOnly(instance);
    assertThat(received.getFirst().bytes()).isEqualTo(received.getLast().bytes());
    Recording back =
        new WaveformReader()
            .read(new ByteArrayInputStream(received.getFirst().bytes()), WaveformObject.SYNTAX);
    Recording source = new ScpReader().read(Files.readAllBytes(file));
    assertThat(back.sampleDigest()).isEqualTo(source.sampleDigest());
    assertThat(progress).containsExactly(1, 1);
  }

  @Test
  void whatCannotBeReadAsAnEcgIsRefusedForGood() {
    List<Arrival> broken =
        List.of(store.ecg("x", "no ECG at all".getBytes(StandardCharsets.UTF_8), "scp-ecg", "P"));
    assertThat(deliver(broken)).isInstanceOf(Refused.class);
    assertThat(received).isEmpty();
  }

  private EcgObjects ecgs() {
    return new EcgObjects(store, EcgFormats.standard(), 1 << 24);
  }

  private DeliveryOutcome deliver(List<Arrival> objects) {
    return new StorageDelivery(target(), store, ecgs(), pool, connector).deliver(work(objects));
  }

  private Target.Archive target() {
    return new Target.Archive("archive", "STORE", "127.0.0.1", archive.port(), "FARSIGHT");
  }

  private Work work(List<Arrival> objects) {
    return new Work(
        KeptFiles.exchange(objects),
        KeptFiles.SITE,
        0,
        objects.size(),
        objects,
        null,
        progress::add);
  }

  private List<Arrival> objects(int count, String syntax) {
    List<Arrival> objects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      objects.add(object(i + 1, i, syntax));
    }
    return objects;
  }

  private Arrival object(int revision, int number, String syntax) {
    return object(revision, content(number), syntax);
  }

  private Arrival object(int revision, byte[] bytes, String syntax) {
    ObjectFacts facts =
        new ObjectFacts(
            "dicom",
            Uid.CT_IMAGE_STORAGE,
            Uid.random(),
            syntax,
            "1.2.3",
            "1.2.3.4",
            "CT",
            "P",
            "",
            "");
    return new Arrival(
        revision, "ex", revision, KeptFiles.NOON, Way.C_STORE, "TEST", store.keep(bytes), facts, 0);
  }

  /** Bytes of no meaning: the archive must get them as they are; sizes cross the PDU length. */
  private static byte[] content(int number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] word = ("object " + number + " ").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1 + number % 5 * 9_000; i++) {
      bytes.writeBytes(word);
    }
    byte[] all = bytes.toByteArray();
    return Arrays.copyOf(all, all.length + all.length % 2);
  }

  private static String syntax() {
    return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  }
}
