package org.farsight.ecg.aecg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public example files, every sample against an independent reader. */
class AecgSamplesTest {
  private static final String FOLDER = "ecg-formats/aecg/";
  private static final String PHILIPS = "../philips/ad4d3d80_v1.04_decompressed.xml";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hl7-example-aecg_eli250.xml",
        PHILIPS,
        "fda-subject1_0.xml",
        "fda-subject2_1.xml",
        "fda-minimum_aecg.xml",
        "fda-minimum_aecg_effectiveTime_low.xml"
      })
  void everySampleIsWhatAnIndependentReaderReads(String name) throws Exception {
    Path file = Samples.require(FOLDER + name);
    List<IndependentReader.Row> rows =
        IndependentReader.read("read_aecg.py", "xml.etree.ElementTree", file);
    Recording recording = new AecgReader().read(Files.readAllBytes(file));
    List<Lead> leads =
        Stream.concat(
                recording.leads().stream(),
                recording.further().stream().flatMap(group -> group.leads().stream()))
            .toList();

    assertThat(leads).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      IndependentReader.Row row = rows.get(i);
      Lead lead = leads.get(i);
      assertThat(lead.id()).isEqualTo(LeadId.ofName(row.name())).isPresent();
      assertThat(lead.samples().toArray()).isEqualTo(row.samples());
      assertThat(lead.samples().missingCount()).isZero();
      assertThat(row.unit()).isEqualTo("uV");
      assertThat(lead.scale().movePointRight(3)).isEqualByComparingTo(row.scale());
      assertThat(lead.rate().periodMillis()).isEqualByComparingTo(row.timing().movePointRight(3));
      assertThat(lead.isDerived()).isEqualTo(row.group().equals("further"));
    }
  }

  @Test
  void theExampleOfTheStandardIsReadWhole() throws Exception {
    Recording recording = read("hl7-example-aecg_eli250.xml");
    LocalDateTime start = LocalDateTime.of(2002, 11, 22, 9, 10, 0);

    assertThat(recording.leads()).hasSize(12);
    assertThat(recording.leads())
        .allSatisfy(
            lead -> {
              assertThat(lead.samples().length()).isEqualTo(5000);
              assertThat(lead.durationMillis()).isEqualByComparingTo("10000");
              assertThat(lead.offsetMillis()).isZero();
            });
    assertThat(recording.further()).hasSize(1);
    assertThat(recording.further().getFirst().kind())
        .isEqualTo(FurtherWaveform.Kind.REPRESENTATIVE_BEAT);
    assertThat(recording.further().getFirst().leads()).hasSize(12);
    Acquisition acquisition = recording.acquisition();
    assertThat(acquisition.start()).contains(start);
    assertThat(acquisition.end()).contains(start.plusSeconds(10));
    assertThat(acquisition.offset()).isEmpty();
    assertThat(acquisition.device())
        .isEqualTo(
            new Acquisition.Device(
                Optional.of("Mortara Instrument, Inc."),
                Optional.of("ELI250"),
                Optional.of("0"),
                Optional.of("5.3")));
    assertThat(acquisition.institution()).contains("River City ECG Collection Service");
    assertThat(recording.remarks())
        .containsExactly(
            new Remark(
                "MARK_OUTSIDE_THE_RHYTHM",
                "/AnnotatedECG/component[1]/series[1]/derivation[1]/derivedSeries[1]"));
  }

  @Test
  void personIdsAndMeasurementsOfTheExampleAreRead() throws Exception {
    Recording recording = read("hl7-example-aecg_eli250.xml");
    Subject subject = recording.subject();

    assertThat(subject.ids())
        .containsExactly(new Subject.Id("SBJ-123", Optional.of("2.16.840.1.113883.3.400")));
    assertThat(subject.name().map(Subject.Name::text)).contains("Clark");
    assertThat(subject.sex()).contains(Subject.Sex.MALE);
    assertThat(subject.birthDate()).contains(LocalDate.of(1953, 5, 8));
    assertThat(recording.identifier(Identifier.Kind.AECG_ID).map(Identifier::value))
        .contains("61d1a24f-b47e-41aa-ae95-f8ac302f4eeb");
    assertThat(value(recording, Kind.PR_INTERVAL)).contains(new BigDecimal("148"));
    assertThat(value(recording, Kind.QRS_DURATION)).contains(new BigDecimal("120"));
    assertThat(value(recording, Kind.QT_INTERVAL)).contains(new BigDecimal("420"));
    assertThat(value(recording, Kind.QTC_INTERVAL)).contains(new BigDecimal("443"));
    assertThat(value(recording, Kind.P_DURATION)).contains(new BigDecimal("102"));
    assertThat(value(recording, Kind.QRS_AXIS)).contains(new BigDecimal("-61"));
    assertThat(recording.statements()).hasSize(1);
    assertThat(recording.statements().getFirst().text()).isEqualTo("Sinus Rhythm");
    assertThat(recording.annotations())
        .anySatisfy(
            mark -> {
              assertThat(mark.code().value()).isEqualTo("MDC_ECG_WAVC_PWAVE");
              assertThat(mark.startMillis()).hasValueSatisfying(is("122"));
              assertThat(mark.endMillis()).hasValueSatisfying(is("224"));
            })
        .anySatisfy(
            mark -> {
              assertThat(mark.lead()).contains(LeadId.I);
              assertThat(mark.startMillis()).hasValueSatisfying(is("332"));
            });
  }

  @Test
  void aFileOfAPhilipsCartIsKnownByItsBytesAndReadWhole() throws Exception {
    Recording recording = read(PHILIPS);

    assertThat(recording.leads()).hasSize(12);
    assertThat(recording.leads().getFirst().samples().length()).isEqualTo(5500);
    assertThat(recording.further()).hasSize(1);
    assertThat(recording.acquisition().device().manufacturer()).contains("Philips Medical Systems");
    assertThat(recording.acquisition().device().serialNumber()).contains("EKG16296");
    assertThat(value(recording, Kind.HEART_RATE)).contains(new BigDecimal("41"));
    assertThat(value(recording, Kind.RR_INTERVAL)).contains(new BigDecimal("1463"));
    assertThat(value(recording, Kind.QTC_BAZETT)).contains(new BigDecimal("466"));
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .containsOnly("MARK_OUTSIDE_THE_RHYTHM", "ABSENT_UNIT_IS_THE_USUAL")
        .hasSize(5);
    assertThat(recording.statements())
        .extracting(Statement::text)
        .containsExactly(
            "(SB) SINUS BRADYCARDIA, V-rate<60,",
            "(NPTA) NO PREVIOUS TRACING AVAILABLE FOR COMPARISON, ,");
  }

  @Test
  void theMinimumHasOneLeadAndNoName() throws Exception {
    Recording recording = read("fda-minimum_aecg.xml");
    assertThat(recording.leads()).hasSize(1);
    assertThat(recording.lead(LeadId.II).map(lead -> lead.samples().length())).contains(13);
    assertThat(recording.subject().id()).contains("SBJ-123");
    assertThat(recording.subject().name()).isEmpty();
    assertThat(recording.acquisition().start()).contains(LocalDateTime.of(2002, 11, 22, 9, 10));
  }

  @Test
  void anAecgWithoutASeriesIsRecognisedAndRefused() throws Exception {
    byte[] empty = Files.readAllBytes(Samples.require(FOLDER + "fda-empty.xml"));
    AecgReader reader = new AecgReader();
    assertThat(reader.recognises(empty)).isTrue();
    assertThatThrownBy(() -> reader.read(empty))
        .isInstanceOf(EcgFormatException.class)
        .hasMessage("no rhythm series with a lead at /AnnotatedECG");
  }

  private static Consumer<BigDecimal> is(String number) {
    return value -> assertThat(value).isEqualByComparingTo(number);
  }

  private static Optional<BigDecimal> value(Recording recording, Kind kind) {
    return recording.measurements().of(kind).map(measurement -> measurement.value());
  }

  private static Recording read(String name) throws Exception {
    return new AecgReader().read(Files.readAllBytes(Samples.require(FOLDER + name)));
  }
}
