package org.farsight.ecg.sierra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.aecg.AecgReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public example files. */
class SierraSamplesTest {
  private static final String FOLDER = "ecg-formats/philips/";
  private static final String MONITOR = "129DYPRG_v1.03.xml";
  private static final String CART = "zzdemopt_v1.04_utf16.xml";
  private static final String EXPORTED = "ad4d3d80_v1.04_utf16_xli.xml";
  private static final String TWIN = "ad4d3d80_v1.04_decompressed.xml";

  @ParameterizedTest
  @ValueSource(strings = {MONITOR, CART, EXPORTED})
  void everySampleIsWhatAnIndependentReaderReads(String name) throws Exception {
    Recording recording = read(name);
    List<IndependentReader.Row> rows =
        IndependentReader.read("read_sierra.py", "xml.etree.ElementTree", path(name));
    List<Lead> leads =
        Stream.concat(
                recording.leads().stream(),
                recording.further().stream().flatMap(further -> further.leads().stream()))
            .toList();

    assertThat(rows).hasSameSizeAs(leads);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(leads.get(i).label()).isEqualTo(rows.get(i).name());
      assertThat(leads.get(i).samples().toArray()).isEqualTo(rows.get(i).samples());
      assertThat(leads.get(i).scale().movePointRight(3)).isEqualByComparingTo(rows.get(i).scale());
      assertThat(leads.get(i).rate().hertz()).isEqualByComparingTo(rows.get(i).timing());
    }
    assertThat(recording.leads())
        .extracting(lead -> lead.id().orElseThrow())
        .isEqualTo(LeadId.STANDARD_12);
    assertThat(recording.leads()).noneMatch(Lead::isDerived);
    assertThat(recording.leads()).allMatch(lead -> lead.samples().length() == 5500);
  }

  /**
   * Sample 2750 of each lead as the tests of another public reader (sierra-ecg-tools) have it. That
   * reader rounds halves down: its aVR of the second file is 33 where ours is 32, because (I +
   * II)/2 is -32.5 there.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        MONITOR + ": -9 -17 -7 13 -1 -12 0 -1 -3 -4 -7 -6",
        CART + ": -11 -54 -43 32 16 -49 7 -4 -14 -41 -35 -33",
        EXPORTED + ": 32 46 14 -39 9 30 -74 320 -1633 197 26 55"
      })
  void theMiddleSampleIsThatOfAnotherPublicReader(String name, String values) throws Exception {
    assertThat(read(name).leads())
        .extracting(lead -> Integer.toString(lead.samples().at(2750)))
        .containsExactly(values.strip().split(" "));
  }

  /**
   * The maker's own export of the same ECG. Its representative beats are ours integer for integer.
   * Its rhythm has gone through an adaptive 60 Hz filter, as it says, so that it only stays near
   * ours: never more than 6 steps away, and with no offset where a half was rounded, which is what
   * tells that halves are cut towards 0.
   */
  @Test
  void theMakersExportHasTheSameBeatsAndNoBiasWhereHalvesWereCut() throws Exception {
    Recording ours = read(EXPORTED);
    Recording twin = new AecgReader().read(Files.readAllBytes(path(TWIN)));

    for (Lead beat : ours.further().getFirst().leads()) {
      Lead same =
          twin.further().getFirst().leads().stream()
              .filter(lead -> lead.id().equals(beat.id()))
              .findFirst()
              .orElseThrow();
      assertThat(beat.samples()).isEqualTo(same.samples());
      assertThat(beat.scale()).isEqualByComparingTo(same.scale());
      assertThat(beat.rate()).isEqualTo(same.rate());
    }
    for (Lead lead : ours.leads()) {
      Lead same = twin.lead(lead.id().orElseThrow()).orElseThrow();
      for (int i = 0; i < 5300; i++) {
        assertThat(Math.abs(lead.samples().at(i) - same.samples().at(i))).isLessThanOrEqualTo(6);
      }
    }
    assertThat(biasWhereHalvesWereCut(ours, twin)).isBetween(-0.15, 0.15);
    assertThat(ours.identifier(Identifier.Kind.SIERRA_DOCUMENT).orElseThrow().value())
        .isEqualTo(twin.identifier(Identifier.Kind.AECG_ID).orElseThrow().value());
    assertThat(ours.acquisition().start()).isEqualTo(twin.acquisition().start());
  }

  /** Mean difference of aVR where I + II is odd and negative: 1 if halves were rounded down. */
  private static double biasWhereHalvesWereCut(Recording ours, Recording twin) {
    int[] one = samples(ours, LeadId.I);
    int[] two = samples(ours, LeadId.II);
    int[] right = samples(ours, LeadId.AVR);
    int[] same = samples(twin, LeadId.AVR);
    long sum = 0;
    int count = 0;
    for (int i = 0; i < 5300; i++) {
      int both = one[i] + two[i];
      if (both < 0 && both % 2 != 0) {
        sum += right[i] - same[i];
        count++;
      }
    }
    assertThat(count).isGreaterThan(400);
    return (double) sum / count;
  }

  /** In this file the cart has cut its own halves towards 0: one rule holds in every sample. */
  @Test
  void theAugmentedLeadsOfACartFollowOneRuleOutsideTheCalibrationPulse() throws Exception {
    Recording recording = read(CART);
    int[] one = samples(recording, LeadId.I);
    int[] two = samples(recording, LeadId.II);
    for (int i = 0; i < 5500; i++) {
      int[] expected = {two[i] - one[i], -((one[i] + two[i]) / 2), one[i] - two[i] / 2};
      int[] read = {
        samples(recording, LeadId.III)[i],
        samples(recording, LeadId.AVR)[i],
        samples(recording, LeadId.AVL)[i]
      };
      boolean calibration = i >= 5350 && i < 5450;
      assertThat(read).isEqualTo(calibration ? new int[] {200, 200, 200} : expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MONITOR, CART, EXPORTED})
  void theCalibrationPulseAtTheEndIsMarked(String name) throws Exception {
    Annotation pulse = read(name).annotations().getFirst();

    assertThat(pulse.code().value()).isEqualTo("calibration");
    assertThat(pulse.startMillis().orElseThrow()).isEqualByComparingTo("10700");
    assertThat(pulse.endMillis().orElseThrow()).isEqualByComparingTo("10900");
  }

  @Test
  void measurementsStatementsPersonAndDeviceOfACartAreRead() throws Exception {
    Recording recording = read(CART);

    assertThat(value(recording, Kind.HEART_RATE)).contains("84");
    assertThat(value(recording, Kind.RR_INTERVAL)).contains("714");
    assertThat(value(recording, Kind.PR_INTERVAL)).contains("144");
    assertThat(value(recording, Kind.QRS_DURATION)).contains("84");
    assertThat(value(recording, Kind.QT_INTERVAL)).contains("352");
    assertThat(value(recording, Kind.QTC_BAZETT)).contains("417");
    assertThat(value(recording, Kind.QTC_FRIDERICIA)).contains("394");
    assertThat(value(recording, Kind.QRS_AXIS)).contains("78");
    // 148 ms, longer than the PR interval: no duration of a P wave
    assertThat(value(recording, Kind.P_DURATION)).isEmpty();
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .contains("P_DURATION_ABOVE_PR_INTERVAL");
    assertThat(recording.measurements().all())
        .anyMatch(m -> m.lead().equals(Optional.of(LeadId.V3)) && m.label().equals("stmid"));
    assertThat(recording.statements().getFirst().text())
        .isEqualTo("SINUS RHYTHM (normal P axis, V-rate 60-99)");
    assertThat(recording.statements().getFirst().code().orElseThrow().value()).isEqualTo("SR");
    assertThat(recording.statements()).allMatch(s -> s.author() == Statement.Author.DEVICE);
    assertThat(recording.statements().getLast().text()).isEqualTo("- ABNORMAL ECG -");
    assertThat(recording.subject().ids()).extracting(Subject.Id::value).containsExactly("9999");
    assertThat(recording.subject().sex()).contains(Subject.Sex.MALE);
    assertThat(recording.subject().birthDate()).contains(LocalDate.of(1950, 1, 1));
    assertThat(recording.acquisition().start()).contains(LocalDateTime.of(2010, 1, 19, 15, 19, 22));
    assertThat(recording.acquisition().device().model()).contains("PageWriter Touch 860315");
    assertThat(recording.acquisition().device().software()).contains("A.01.01.01");
    assertThat(recording.acquisition().device().serialNumber()).contains("EKG1715");
  }

  @Test
  void whatAMonitorMarksAsFailedIsNoMeasurement() throws Exception {
    Recording recording = read(MONITOR);

    assertThat(value(recording, Kind.HEART_RATE)).contains("41");
    assertThat(value(recording, Kind.QTC_INTERVAL)).contains("393");
    assertThat(recording.measurements().all()).noneMatch(m -> m.label().equals("sthorizaxis"));
    assertThat(recording.remarks()).extracting(Remark::rule).contains("NOT_MEASURED_SAYS_THE_FILE");
    assertThat(recording.acquisition().device().model()).contains("HeartstartMRx");
    assertThat(recording.statements()).hasSize(5);
  }

  @Test
  void aDocumentOfAnotherTypeIsRefusedWithItsPath() {
    assertThatThrownBy(() -> read("invalid-doc-type.xml"))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining("/restingecgdata/documentinfo[1]/documenttype[1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {MONITOR, CART, EXPORTED})
  void aRealFileHoldsTheContract(String name) throws Exception {
    byte[] bytes = Files.readAllBytes(path(name));
    EcgReaderContract contract = new EcgReaderContract(new SierraReader(), bytes);

    contract.isReadAlikeTwice();
    contract.isRefusedWhenCut(bytes.length / 50);
    contract.survivesMutations(50, 20260304);
  }

  private static int[] samples(Recording recording, LeadId id) {
    return recording.lead(id).orElseThrow().samples().toArray();
  }

  private static Optional<String> value(Recording recording, Kind kind) {
    return recording.measurements().of(kind).map(m -> m.value().toPlainString());
  }

  private static Path path(String name) {
    return Samples.require(FOLDER + name);
  }

  private static Recording read(String name) throws Exception {
    return new SierraReader().read(Files.readAllBytes(path(name)));
  }
}
