package org.farsight.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.VoltageUnit;
import org.farsight.ecg.formats.EcgFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed ECGs are the generator's, and are read back as what the heart model made. */
class GenerateEcgTest {
  private static final Path TEST_DATA = Path.of("test-data");
  private static final int MAX_BYTES = 400_000;

  static Stream<String> paths() {
    return GenerateEcg.ECGS.keySet().stream().sorted();
  }

  @Test
  void theCommittedFilesAreTheGeneratorsByteForByte() throws IOException {
    var files = GenerateEcg.files();
    assertThat(files.keySet()).isEqualTo(GenerateEcg.ECGS.keySet());
    for (String path : files.keySet()) {
      byte[] committed = Files.readAllBytes(TEST_DATA.resolve(path));
      assertThat(Arrays.equals(committed, files.get(path)))
          .as("%s is what the generator writes", path)
          .isTrue();
      assertThat(committed.length).isLessThan(MAX_BYTES);
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void everySampleIsReadBackAsMade(String path) throws Exception {
    SyntheticEcg ecg = Objects.requireNonNull(GenerateEcg.ECGS.get(path));
    HeartModel.Ecg made = ecg.generate();
    Recording recording = read(path);

    List<Lead> recorded = recording.leads().stream().filter(lead -> !lead.isDerived()).toList();
    assertThat(recorded).extracting(lead -> lead.id().orElseThrow()).isEqualTo(ecg.leads());
    for (Lead lead : recorded) {
      int[] samples = made.leads().get(lead.id().orElseThrow());
      assertThat(lead.samples().toArray()).isEqualTo(samples);
      assertThat(lead.samples().missingCount()).isZero();
      assertThat(lead.scale().movePointRight(3)).isEqualByComparingTo(ecg.microvoltsPerStep());
      assertThat(lead.rate().hertz()).isEqualByComparingTo("" + ecg.samplesPerSecond());
      assertThat(lead.durationMillis()).isEqualByComparingTo("10000");
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void einthovenAndGoldbergerHoldAsIntegers(String path) throws Exception {
    Recording recording = read(path);
    int[] one = samples(recording, LeadId.I);
    int[] two = samples(recording, LeadId.II);
    int[] three = samples(recording, LeadId.III);
    int[] right = samples(recording, LeadId.AVR);
    int[] left = samples(recording, LeadId.AVL);
    int[] foot = samples(recording, LeadId.AVF);
    // derived ones are counted in half steps, so that they stay integers
    int steps = recording.lead(LeadId.AVR).orElseThrow().isDerived() ? 1 : 2;
    boolean[] held = new boolean[one.length];
    boolean[] all = new boolean[one.length];
    for (int i = 0; i < one.length; i++) {
      held[i] =
          three[i] == two[i] - one[i]
              && steps * right[i] == -(one[i] + two[i])
              && steps * left[i] == one[i] - three[i]
              && steps * foot[i] == two[i] + three[i];
      all[i] = true;
    }
    assertThat(held).isEqualTo(all);
  }

  /** All but EDF and Contec's file, which have no place for them. */
  static Stream<String> pathsWithFindings() {
    return paths().filter(path -> !path.contains("/edf/") && !path.contains("/contec/"));
  }

  @ParameterizedTest
  @MethodSource("pathsWithFindings")
  void personTimeAndFindingsAreReadBack(String path) throws Exception {
    SyntheticEcg ecg = Objects.requireNonNull(GenerateEcg.ECGS.get(path));
    HeartModel.Ecg made = ecg.generate();
    Recording recording = read(path);
    Subject subject = recording.subject();

    assertThat(subject.id()).contains(ecg.site().patientId(ecg.patient()));
    boolean twoIds = Stream.of("/aecg/", "dicom/").anyMatch(path::contains);
    if (twoIds) {
      assertThat(subject.ids())
          .extracting(Subject.Id::value)
          .containsExactly(ecg.site().patientId(ecg.patient()), ecg.patient().idCard());
      assertThat(subject.ids().getLast().issuer()).contains("2.16.156.10011.1.3");
    }
    assertThat(subject.name().orElseThrow().text().replaceAll("[ ^]", ""))
        .contains(ecg.patient().chineseName());
    assertThat(subject.birthDate()).contains(ecg.patient().birthDate());
    assertThat(recording.acquisition().start()).contains(ecg.started());
    assertThat(recording.statements())
        .extracting(Statement::text)
        .containsExactly(ecg.rhythm().chinese());
    assertThat(value(recording, Kind.HEART_RATE)).isEqualTo(made.heartRate());
    assertThat(value(recording, Kind.QT_INTERVAL)).isEqualTo(ecg.qtMillis(made));
    assertThat(value(recording, Kind.QRS_AXIS)).isEqualTo(ecg.rhythm().qrsAxis());
    assertThat(recording.measurements().of(Kind.PR_INTERVAL).isPresent())
        .isEqualTo(ecg.rhythm().hasPWave());
  }

  @Test
  void personTimeAndAnnotationsOfEdfAreReadBack() throws Exception {
    for (String path : paths().filter(p -> p.contains("/edf/")).toList()) {
      SyntheticEcg ecg = Objects.requireNonNull(GenerateEcg.ECGS.get(path));
      Recording recording = read(path);
      assertThat(recording.subject().id()).contains(ecg.site().patientId(ecg.patient()));
      assertThat(recording.subject().name().orElseThrow().text())
          .isEqualTo(ecg.patient().namePinyin().replace('^', ' '));
      assertThat(recording.subject().birthDate()).contains(ecg.patient().birthDate());
      assertThat(recording.acquisition().start()).contains(ecg.started());
      long premature = ecg.generate().beats().stream().filter(HeartModel.Beat::premature).count();
      assertThat(recording.annotations()).hasSize(path.contains("plus") ? (int) premature : 0);
    }
  }

  @Test
  void personAndTimeOfContecAreReadBackAndWhatIsAssumedIsTold() throws Exception {
    String path = "ecg/contec/hewan-premature.ECG";
    SyntheticEcg ecg = Objects.requireNonNull(GenerateEcg.ECGS.get(path));
    Recording recording = read(path);

    assertThat(recording.subject().name().orElseThrow().text())
        .isEqualTo(ecg.patient().chineseName());
    assertThat(recording.subject().sex()).contains(Subject.Sex.MALE);
    assertThat(recording.acquisition().start()).contains(ecg.started());
    assertThat(recording.acquisition().offset()).isEmpty();
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .containsExactly("ECG90A_RATE_AND_STEP", "CHINESE_NAME");
  }

  @Test
  void onlyTheCartsDialectNeedsRules() throws Exception {
    for (String path : GenerateEcg.ECGS.keySet()) {
      List<String> rules =
          read(path).remarks().stream().map(Remark::rule).distinct().sorted().toList();
      if (path.contains("cart")) {
        assertThat(rules)
            .containsExactly(
                "AXIS_IS_IN_DEGREES",
                "FOREIGN_RESULT_TEXT",
                "NO_NAMESPACE",
                "SECONDS_MEAN_MILLISECONDS",
                "TIMES_WITH_PUNCTUATION",
                "ZERO_IS_NOT_MEASURED");
      } else if (!path.contains("/contec/")) {
        List<String> usual =
            path.contains("multiplexed")
                ? List.of("PINYIN_AND_CHARACTERS")
                : path.endsWith("-scp.hl7")
                    ? List.of("ENCAPSULATED_scp-ecg", "LINE_END_WITHIN_A_FIELD")
                    : List.of();
        assertThat(rules).as(path).isEqualTo(usual);
        // the formats of makers have local times without an offset
        boolean zone = Stream.of("/aecg/", "/scp/", "/hl7v2/", "dicom/").anyMatch(path::contains);
        assertThat(read(path).acquisition().offset())
            .isEqualTo(zone ? Optional.of(ZoneOffset.ofHours(8)) : Optional.empty());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void anIndependentReaderReadsTheSameSamples(String path) throws Exception {
    // Python's own XML parser knows no GB 18030, which is why the file exists.
    List<IndependentReader.Row> rows =
        switch (path.substring(path.lastIndexOf('.'))) {
          case ".xml" ->
              IndependentReader.read(script(path), "xml.etree.ElementTree", inUtf8(path));
          case ".scp" -> IndependentReader.read("read_scp.py", "struct", TEST_DATA.resolve(path));
          case ".hl7" -> resultRows(TEST_DATA.resolve(path));
          case ".ECG" ->
              IndependentReader.read("read_contec.py", "struct", TEST_DATA.resolve(path));
          case ".edf" -> IndependentReader.read("read_edf.py", "struct", TEST_DATA.resolve(path));
          default -> IndependentReader.read("read_waveform.py", "pydicom", TEST_DATA.resolve(path));
        };
    Recording recording = read(path);
    List<Lead> leads =
        Stream.concat(
                recording.leads().stream().filter(lead -> !lead.isDerived()),
                recording.further().stream().flatMap(f -> f.leads().stream()))
            .toList();
    assertThat(rows).hasSameSizeAs(leads);
    for (int i = 0; i < leads.size(); i++) {
      assertThat(leads.get(i).samples().toArray()).isEqualTo(rows.get(i).samples());
      BigDecimal unit = VoltageUnit.of(rows.get(i).unit()).orElseThrow().millivolts();
      assertThat(leads.get(i).scale()).isEqualByComparingTo(rows.get(i).scale().multiply(unit));
    }
  }

  /** Arrays are in the message; an encapsulated record is unwrapped for its own reader. */
  private static List<IndependentReader.Row> resultRows(Path file) throws Exception {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("^application^SCP^Base64^");
    if (at < 0) {
      return IndependentReader.read("read_oru.py", "sys", file);
    }
    String data = text.substring(at).split("\\^", 6)[4].split("\\|", 2)[0];
    Path scp = Files.createTempFile("farsight", ".scp");
    scp.toFile().deleteOnExit();
    Files.write(scp, Base64.getMimeDecoder().decode(data));
    return IndependentReader.read("read_scp.py", "struct", scp);
  }

  private static String script(String path) {
    return "read_" + path.split("/")[1] + ".py";
  }

  @Test
  void theSameEcgHasTheSameDigestInEveryFormat() throws Exception {
    SyntheticEcg ecg = Objects.requireNonNull(GenerateEcg.ECGS.get("ecg/aecg/qingshan-normal.xml"));
    Recording xml =
        read(new AecgWriter(ecg, AecgWriter.Style.SCHEMA).write(StandardCharsets.UTF_8));
    Recording dicom =
        read(
            new WaveformWriter(ecg, true)
                .write(WaveformWriter.TWELVE_LEAD, DicomObject.IMPLICIT_LE));
    Recording other = read("dicom/ecg/qingshan-normal.dcm");

    assertThat(xml.format()).isNotEqualTo(dicom.format());
    assertThat(xml.sampleDigest()).isEqualTo(dicom.sampleDigest());
    assertThat(other.sampleDigest()).isNotEqualTo(dicom.sampleDigest());
  }

  @Test
  void theRhythmsCanBeToldApart() throws Exception {
    assertThat(value(read("ecg/aecg/qingshan-normal.xml"), Kind.HEART_RATE)).isBetween(60, 100);
    assertThat(value(read("ecg/aecg/hewan-bradycardia-gb18030.xml"), Kind.HEART_RATE))
        .isBetween(35, 50);
    Recording infarct = read("dicom/ecg/hewan-inferior-infarct.dcm");
    Recording normal = read("dicom/ecg/qingshan-normal.dcm");
    // 90 ms behind the R wave: the ST segment, raised by 0.1 mV and more where the infarct is.
    assertThat(segment(infarct, LeadId.III) - segment(normal, LeadId.III)).isGreaterThan(0.1);
    assertThat(segment(infarct, LeadId.AVF) - segment(normal, LeadId.AVF)).isGreaterThan(0.1);
    assertThat(segment(infarct, LeadId.AVL) - segment(normal, LeadId.AVL)).isLessThan(-0.1);
  }

  /** Mean millivolt of a lead 90 ms behind each R wave. */
  private static double segment(Recording recording, LeadId id) {
    SyntheticEcg ecg =
        GenerateEcg.ECGS.values().stream()
            .filter(e -> e.started().equals(recording.acquisition().start().orElseThrow()))
            .findFirst()
            .orElseThrow();
    Lead lead = recording.lead(id).orElseThrow();
    double sum = 0;
    int count = 0;
    for (HeartModel.Beat beat : ecg.generate().beats()) {
      int at = (int) ((beat.seconds() + 0.09) * ecg.samplesPerSecond());
      if (at < lead.samples().length()) {
        sum += lead.samples().at(at) * lead.scale().doubleValue();
        count++;
      }
    }
    return sum / count;
  }

  private static Path inUtf8(String path) throws IOException {
    Path file = TEST_DATA.resolve(path);
    if (!path.contains("gb18030")) {
      return file;
    }
    Path copy = Files.createTempFile("farsight", ".xml");
    copy.toFile().deleteOnExit();
    String text = new String(Files.readAllBytes(file), Charset.forName("GB18030"));
    return Files.writeString(copy, text.replace("encoding=\"GB18030\"", "encoding=\"UTF-8\""));
  }

  private static int[] samples(Recording recording, LeadId id) {
    return recording.lead(id).orElseThrow().samples().toArray();
  }

  private static int value(Recording recording, Kind kind) {
    return recording.measurements().of(kind).orElseThrow().value().intValueExact();
  }

  private static Recording read(String path) throws Exception {
    return read(Files.readAllBytes(TEST_DATA.resolve(path)));
  }

  private static Recording read(byte[] file) throws Exception {
    return EcgFormats.standard().readerOf(file).orElseThrow().read(file);
  }
}
