package org.farsight.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.farsight.intake.Bench.EAST;
import static org.farsight.intake.Bench.T0;
import static org.farsight.intake.Bench.WEST;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Receipt.Kept;
import org.farsight.exchange.Receipt.Quarantined;
import org.farsight.exchange.Step;
import org.farsight.exchange.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files: recognised by their bytes alone. */
class FileIntakeTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(dir);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private static String id(Receipt receipt) {
    assertThat(receipt).isInstanceOf(Kept.class);
    return ((Kept) receipt).exchangeId();
  }

  private Exchange exchange(Receipt receipt) {
    return bench.ledger.exchange(id(receipt)).orElseThrow();
  }

  private Step convert(String exchangeId) {
    return bench.ledger.step(exchangeId, Step.CONVERT).orElseThrow();
  }

  @Test
  void aFileIsKeptAsTheDataSetThatCStoreWouldHaveBrought() {
    DataSet ct = Objects.ct("1.2.3", "1.2.3.1", "P1", 500);
    String id = id(bench.post(EAST, Objects.file(ct)));
    Receipt byAssociation = bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 500);
    Receipt naked = bench.post(EAST, Objects.bytes(ct));

    assertThat(byAssociation).isEqualTo(new Kept(id, true)).isEqualTo(naked);
    Arrival arrival = bench.ledger.arrivals(id, 0).getFirst();
    assertThat(arrival.content().length()).isEqualTo(Objects.bytes(ct).length);
    assertThat(arrival.facts().transferSyntax()).isEqualTo(Objects.SYNTAX.uid());
  }

  @Test
  void filesThatCannotBeUnderstoodAreKeptInQuarantine() {
    byte[] dicom = Objects.file(Objects.ct("1.2.3", "1.2.3.1", "P1", 500));
    assertReason(bench.post(EAST, "a text file".getBytes(UTF_8)), QuarantineReason.UNKNOWN_FORMAT);
    assertReason(bench.post(EAST, new byte[0]), QuarantineReason.UNKNOWN_FORMAT);
    assertReason(bench.post(EAST, Arrays.copyOf(dicom, 140)), QuarantineReason.BROKEN_FILE);
    assertReason(bench.post(EAST, Arrays.copyOf(dicom, 700)), QuarantineReason.BROKEN_OBJECT);
    assertReason(
        bench.post(
            EAST, "<?xml version=\"1.0\"?><AnnotatedECG xmlns=\"urn:hl7-org:v3\">".getBytes(UTF_8)),
        QuarantineReason.BROKEN_FILE);
    assertThat(bench.ledger.quarantine(9)).hasSize(5);
  }

  @Test
  void whatTheEngineItselfSaysIsWhatItSaysItIsWhateverItsBytesLookLike() throws IOException {
    byte[] page = Files.readAllBytes(Path.of("test-data/ecg/pdf/hewan-normal-page.pdf"));
    ObjectFacts facts = ObjectFacts.ofDocument("report-pdf", "case-1", "CT", "P1", "", "A1");
    String id = id(bench.keep(EAST, page, facts));
    Exchange exchange = bench.ledger.exchange(id).orElseThrow();
    assertThat(exchange.kind()).isEqualTo(Kind.REPORT);
    assertThat(exchange.key()).isEqualTo(EAST.id() + "|case-1");
    assertThat(convert(id).isDue(T0)).isTrue();
    byte[] amended = Arrays.copyOf(page, page.length + 1);
    assertThat(id(bench.keep(EAST, amended, facts))).as("another version").isEqualTo(id);
    assertThat(bench.ledger.exchange(id).orElseThrow().revision()).isEqualTo(2);
    byte[] foreign = Arrays.copyOf(page, page.length + 2);
    assertThat(exchange(bench.post(EAST, foreign, "P1")).kind())
        .as("nobody outside can bring a report")
        .isEqualTo(Kind.ECG);
  }

  private static Intake.Part part(byte[] bytes, String patient) {
    Incoming incoming =
        new Incoming(Way.MLLP, EAST, "HIS", null, null, new ByteArrayInputStream(bytes));
    return new Intake.Part(
        incoming, ObjectFacts.ofDocument("patient-hl7v2", patient, "", patient, "", ""));
  }

  @Test
  void whatOneMessageSaysOfSeveralIsKeptWholeOrNotAtAll() throws IOException {
    byte[] one = "one".getBytes(UTF_8);
    byte[] two = "two".getBytes(UTF_8);
    bench.watched.failFor = bench.digest(two);
    List<Receipt> alone = new ArrayList<>();
    Thread beside =
        Thread.ofPlatform().start(() -> alone.add(bench.store(EAST, "1", "1.1", "P", 9)));
    Receipt refused = bench.intake.keepTogether(List.of(part(one, "P1"), part(two, "P2")));
    assertThat(refused).isInstanceOf(Receipt.NotKept.class);
    await().until(() -> !beside.isAlive());
    assertThat(alone).singleElement().isInstanceOf(Kept.class);
    assertThat(bench.ledger.find("P1", 9)).as("the first of the two was sound").isEmpty();

    bench.watched.failFor = "";
    assertThat(bench.intake.keepTogether(List.of(part(one, "P1"), part(two, "P2"))))
        .isInstanceOfSatisfying(Kept.class, kept -> assertThat(kept.repeated()).isFalse());
    assertThat(bench.ledger.find("P1", 9)).hasSize(1);
    assertThat(bench.ledger.find("P2", 9)).hasSize(1);
    assertThat(bench.intake.keepTogether(List.of(part(one, "P1"), part(two, "P2"))))
        .as("the same message again")
        .isInstanceOfSatisfying(Kept.class, kept -> assertThat(kept.repeated()).isTrue());
    assertThat(bench.ledger.find("P2", 9).getFirst().revision()).isEqualTo(1);
  }

  @Test
  void aPageIsOfThePatientWhomItsSenderNames() throws IOException {
    byte[] page = Files.readAllBytes(Path.of("test-data/ecg/pdf/hewan-normal-page.pdf"));
    Receipt named = bench.post(EAST, page, "P7");
    assertThat(exchange(named).kind()).isEqualTo(Kind.ECG);
    assertThat(exchange(named).patientId()).isEqualTo("P7");
    assertThat(bench.post(EAST, page, "P7")).isEqualTo(new Kept(id(named), true));
    assertThat(bench.post(EAST, page))
        .as("told once is enough")
        .isEqualTo(new Kept(id(named), true));
    assertReason(bench.post(EAST, page, "P8"), QuarantineReason.STUDY_OF_ANOTHER_PATIENT);
    assertThat(exchange(named).patientId()).isEqualTo("P7");
  }

  @Test
  void aSenderThatNamesAnotherPatientThanTheFileIsAskedAgain() throws IOException {
    byte[] ecg = Files.readAllBytes(Path.of("test-data/ecg/scp/hewan-normal.scp"));
    assertReason(bench.post(EAST, ecg, "P7"), QuarantineReason.STUDY_OF_ANOTHER_PATIENT);
    Receipt kept = bench.post(EAST, ecg);
    assertThat(bench.post(EAST, ecg, exchange(kept).patientId()))
        .isEqualTo(new Kept(id(kept), true));
  }

  private static void assertReason(Receipt receipt, QuarantineReason reason) {
    assertThat(receipt).isInstanceOf(Quarantined.class);
    assertThat(((Quarantined) receipt).reason()).as(receipt.toString()).isEqualTo(reason);
  }

  @Test
  void anEcgFileIsAnExchangeOfItsOwnAndDueAtOnce() throws IOException {
    List<Path> ecgs = Samples.files("ecg-formats", p -> p.toString().endsWith(".xml"));
    int kept = 0;
    for (Path path : ecgs) {
      Receipt receipt = bench.post(EAST, Files.readAllBytes(path));
      if (receipt instanceof Kept) {
        kept++;
        Exchange exchange = exchange(receipt);
        assertThat(exchange.kind()).isEqualTo(Kind.ECG);
        assertThat(exchange.modality()).isEqualTo("ECG");
        assertThat(convert(exchange.id()).isDue(T0)).isTrue();
        assertThat(bench.post(WEST, Files.readAllBytes(path)))
            .isEqualTo(new Kept(exchange.id(), true));
      }
    }
    assertThat(kept).isPositive();
    assertThat(bench.ledger.exchanges()).isEqualTo(kept);
    assertThat(bench.told.stream().filter("ring convert"::equals)).hasSize(kept);
  }

  @Test
  void aDicomEcgIsAStudyByWhateverWayItComes() throws IOException {
    Path path = Samples.require("dicom-ecg/mortara-el250_12lead_1000hz.dcm");
    Receipt file = bench.post(EAST, Files.readAllBytes(path));
    byte[] naked;
    try (Part10File part10 = Part10File.open(path)) {
      naked = part10.dataSet().readAllBytes();
    }
    assertThat(exchange(file).kind()).isEqualTo(Kind.STUDY);
    assertThat(bench.post(EAST, naked)).isEqualTo(new Kept(id(file), true));
  }

  @Test
  void aReaderThatFailsUnexpectedlyDoesNotLoseTheFile() throws IOException {
    EcgReader failing =
        new EcgReader() {
          @Override
          public EcgFormat format() {
            return new EcgFormat("x", "X", "application/x");
          }

          @Override
          public boolean recognises(byte[] head) {
            return true;
          }

          @Override
          public Recording read(byte[] file) {
            throw new IllegalStateException("of patient WANG^XIAOMING");
          }
        };
    try (Bench other = new Bench(dir.resolve("other"), List.of(failing))) {
      Receipt receipt = other.post(EAST, "an ECG".getBytes(UTF_8));
      assertReason(receipt, QuarantineReason.BROKEN_FILE);
      assertThat(receipt.toString()).contains("IllegalStateException").doesNotContain("WANG");
      assertThat(other.told).contains("unexpected IllegalStateException");
    }
  }

  @Test
  void everySampleWithUidsIsKept() throws IOException {
    List<Path> files =
        Samples.files(
            ".",
            p ->
                !p.toString().contains("malformed")
                    && !p.toString().endsWith("DICOMDIR")
                    && (p.toString().contains("dicom-")));
    int kept = 0;
    for (Path path : files) {
      Announced as = ofDataSet(path);
      if (as.sopClass().isEmpty() || as.sopInstance().isEmpty()) {
        continue;
      }
      try (Part10File file = Part10File.open(path)) {
        Receipt receipt = bench.store(EAST, null, as, file.dataSet());
        if (receipt instanceof Quarantined quarantined) {
          assertThat(quarantined.reason())
              .as(path.toString())
              .isIn(
                  QuarantineReason.OTHER_BYTES_UNDER_KNOWN_UID,
                  QuarantineReason.STUDY_OF_ANOTHER_PATIENT);
        } else {
          assertThat(receipt).as(path.toString()).isInstanceOf(Kept.class);
          kept++;
        }
      }
    }
    assertThat(kept).isGreaterThan(90);
  }

  /** The UIDs of the data set, as dcmsend announces them: a file's header may name others. */
  private static Announced ofDataSet(Path path) throws IOException {
    try (Part10File file = Part10File.open(path)) {
      DataSet head = file.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.STUDY_DATE));
      return new Announced(
          head.string(Tag.SOP_CLASS_UID).orElse(""),
          head.string(Tag.SOP_INSTANCE_UID).orElse(""),
          file.transferSyntax().uid());
    }
  }
}
