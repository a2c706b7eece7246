package org.farsight.ecg.muse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.xml.XmlRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GE MUSE XML: public files, and small ones with one thing in each. */
class MuseReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"braveheart-example1.xml", "braveheart-example3.xml"})
  void everySampleOfAPublicFileIsWhatAnIndependentReaderReads(String name) throws Exception {
    Path file = Samples.require("ecg-formats/muse/" + name);
    List<IndependentReader.Row> rows =
        IndependentReader.read("read_muse.py", "xml.etree.ElementTree", file);
    Recording recording = new MuseReader().read(Files.readAllBytes(file));
    List<Lead> recorded =
        Stream.concat(
                recording.leads().stream().filter(lead -> !lead.isDerived()),
                recording.further().stream().flatMap(further -> further.leads().stream()))
            .toList();

    assertThat(rows).hasSameSizeAs(recorded);
    for (int i = 0; i < rows.size(); i++) {
      IndependentReader.Row row = rows.get(i);
      assertThat(recorded.get(i).label()).isEqualTo(row.name());
      assertThat(recorded.get(i).samples().toArray()).isEqualTo(row.samples());
      assertThat(recorded.get(i).scale().movePointRight(3)).isEqualByComparingTo(row.scale());
      assertThat(recorded.get(i).rate().hertz()).isEqualByComparingTo(row.timing());
    }
    assertThat(recording.leads()).hasSize(12);
    assertThat(recording.further().getFirst().kind())
        .isEqualTo(FurtherWaveform.Kind.REPRESENTATIVE_BEAT);
  }

  @Test
  void theMeasurementsOfAPublicFileAreThoseItPrints() throws Exception {
    Path file = Samples.require("ecg-formats/muse/braveheart-example1.xml");
    Recording recording = new MuseReader().read(Files.readAllBytes(file));

    assertThat(value(recording, Kind.HEART_RATE)).contains("48");
    assertThat(value(recording, Kind.RR_INTERVAL)).contains("1242");
    assertThat(value(recording, Kind.PR_INTERVAL)).contains("138");
    assertThat(value(recording, Kind.QRS_DURATION)).contains("96");
    assertThat(value(recording, Kind.QT_INTERVAL)).contains("452");
    assertThat(value(recording, Kind.QTC_INTERVAL)).contains("403");
    assertThat(value(recording, Kind.QTC_FRIDERICIA)).contains("419");
    assertThat(value(recording, Kind.QRS_AXIS)).contains("20");
    assertThat(recording.annotations()).hasSize(8);
    assertThat(recording.annotations().getFirst().startMillis().orElseThrow())
        .isEqualByComparingTo("614");
  }

  /** By hand: I = 10, 11; II = 20, 15. III = 10, 4; aVR = -15, -13; aVL = 0, 3.5; aVF = 15, 9.5. */
  @Test
  void theLimbLeadsThatAreNotStoredAreDerivedAndSaySo() throws Exception {
    Recording recording = read(file(lead("I", "CgALAA==", 2) + lead("II", "FAAPAA==", 2)));

    assertThat(recording.leads())
        .extracting(Lead::label)
        .containsExactly("I", "II", "III", "aVR", "aVL", "aVF");
    assertDerived(recording, LeadId.III, "II - I", "0.005", 10, 4);
    assertDerived(recording, LeadId.AVR, "-(I + II)/2", "0.0025", -30, -26);
    assertDerived(recording, LeadId.AVL, "I - II/2", "0.0025", 0, 7);
    assertDerived(recording, LeadId.AVF, "II - I/2", "0.0025", 30, 19);
    assertThat(recording.lead(LeadId.I).orElseThrow().isDerived()).isFalse();
  }

  @Test
  void nothingIsDerivedWhereALimbLeadIsThereOrIAndIiDiffer() throws Exception {
    String limbs = lead("I", "CgALAA==", 2) + lead("II", "FAAPAA==", 2);

    assertThat(read(file(limbs + lead("III", "CgALAA==", 2))).leads()).hasSize(3);
    assertThat(read(file(lead("I", "CgALAA==", 2) + lead("II", "FAA=", 1))).leads()).hasSize(2);
    assertThat(read(file(lead("V1", "FAA=", 1))).leads()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "GB18030"})
  void personTimeAndStatementsAreRead(String charset) throws Exception {
    String header =
        """
        <PatientDemographics><PatientID>HW0012</PatientID><DateofBirth>06-17-1963</DateofBirth>
        <Gender>FEMALE</Gender><PatientLastName>孙</PatientLastName>
        <PatientFirstName>丽华</PatientFirstName></PatientDemographics>
        <TestDemographics><SiteName>河湾</SiteName><AcquisitionDate>03-02-2026</AcquisitionDate>
        <AcquisitionTime>08:33:07</AcquisitionTime><Status>Confirmed</Status></TestDemographics>
        <Diagnosis><DiagnosisStatement><StmtText>窦性</StmtText></DiagnosisStatement>
        <DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>心律</StmtText>
        </DiagnosisStatement></Diagnosis>
        """;
    // the file says UTF-8 whatever it is in: the rule for that is needed for the second
    byte[] bytes = file(header, lead("V1", "FAA=", 1)).getBytes(charset);
    Recording recording = new MuseReader().read(bytes);

    assertThat(recording.subject().name().orElseThrow().text()).isEqualTo("孙丽华");
    assertThat(recording.subject().id()).contains("HW0012");
    assertThat(recording.subject().sex()).contains(Subject.Sex.FEMALE);
    assertThat(recording.subject().birthDate()).contains(LocalDate.of(1963, 6, 17));
    assertThat(recording.acquisition().start()).contains(LocalDateTime.of(2026, 3, 2, 8, 33, 7));
    assertThat(recording.acquisition().institution()).contains("河湾");
    assertThat(recording.statements())
        .containsExactly(new Statement("窦性 心律", Optional.empty(), Statement.Author.PERSON));
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .isEqualTo(charset.equals("UTF-8") ? List.of() : List.of("GB18030_UNDER_UTF8"));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8,王,建国,1",
    "GB18030,王,建国,1",
    "ISO-8859-1,Müller,Zoé,0",
    "windows-1252,Åkéson,Éléonore,0"
  })
  void chineseUnderADeclarationOfLatinIsReadAndLatinStaysLatin(
      String charset, String family, String given, int remarks) throws Exception {
    String person =
        "<PatientDemographics><PatientLastName>%s</PatientLastName><PatientFirstName>%s</PatientFirstName>"
                .formatted(family, given)
            + "</PatientDemographics>";
    String declared = file(person, lead("V1", "FAA=", 1)).replace("UTF-8", "ISO-8859-1");

    Recording recording = new MuseReader().read(declared.getBytes(charset));

    Subject.Parts parts =
        recording
            .subject()
            .name()
            .flatMap(name -> name.ideographic().or(() -> name.alphabetic()))
            .orElseThrow();
    assertThat(parts.family()).isEqualTo(family);
    assertThat(parts.given()).isEqualTo(given);
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .isEqualTo(remarks == 0 ? List.of() : List.of("CHINESE_UNDER_LATIN"));
  }

  @Test
  void whatCannotBeReadIsNamedWithItsPlace() {
    assertFault(file(""), "no waveform of type Rhythm");
    assertFault(file(lead("V1", "FAA=", 2)), "LeadSampleCountTotal says 2");
    assertFault(file(lead("V1", "F*A=", 1)).replace("*", "=="), "base64");
    assertFault(
        file(
            lead("V1", "FAA=", 1)
                .replace("</LeadID>", "</LeadID><LeadDataCRC32>1</LeadDataCRC32>")),
        "CRC-32");
    assertFault(
        file(lead("V1", "FAA=", 1).replace(">2</LeadSampleSize>", ">4</LeadSampleSize>")),
        "not 2 bytes");
    assertFault(
        file(lead("V1", "FAA=", 1).replace("MICROVOLTS", "FURLONGS")), "a unit that is not known");
    assertFault(file(lead("V1", "FAA=", 1).replace(">5<", ">0<")), "a step of 0");
    assertFault(
        file(lead("V1", "FAA=", 1)).replace("<SampleBase>500", "<SampleBase>-5"), "sampling rate");
    assertFault(
        file(lead("V1", "FAA=", 1)).replace("<NumberofLeads>1", "<NumberofLeads>8"),
        "NumberofLeads says 8 and 1 are there");
  }

  @Test
  void limitsAreHeld() {
    byte[] bytes = file(lead("V1", "FAAUAA==", 2)).getBytes(StandardCharsets.UTF_8);
    MuseReader small = new MuseReader(EnumSet.allOf(XmlRule.class), new MuseLimits(100, 10));
    MuseReader few = new MuseReader(EnumSet.allOf(XmlRule.class), new MuseLimits(9999, 1));

    assertThatThrownBy(() -> small.read(bytes)).hasMessageContaining("longer than 100 bytes");
    assertThatThrownBy(() -> few.read(bytes)).hasMessageContaining("more samples than the limit");
  }

  @Test
  void aSmallFileHoldsTheContractAtEveryOffset() throws Exception {
    byte[] bytes =
        file(lead("I", "CgALAA==", 2) + lead("II", "FAAPAA==", 2)).getBytes(StandardCharsets.UTF_8);
    EcgReaderContract contract = new EcgReaderContract(new MuseReader(), bytes);

    contract.isReadAlikeTwice();
    contract.isRefusedWhenCut(1);
    contract.survivesMutations(2000, 20260302);
  }

  private static void assertFault(String text, String words) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("/RestingECG");
  }

  private static void assertDerived(
      Recording recording, LeadId id, String how, String scale, int... samples) {
    Lead lead = recording.lead(id).orElseThrow();
    assertThat(lead.derivation()).contains(how);
    assertThat(lead.scale()).isEqualByComparingTo(scale);
    assertThat(lead.samples().toArray()).isEqualTo(samples);
  }

  private static Optional<String> value(Recording recording, Kind kind) {
    return recording.measurements().of(kind).map(m -> m.value().toPlainString());
  }

  private static Recording read(String text) throws EcgFormatException {
    return new MuseReader().read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String file(String leads) {
    return file("", leads);
  }

  private static String file(String header, String leads) {
    int count = leads.split("<LeadData>", -1).length - 1;
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<!DOCTYPE RestingECG SYSTEM \"restecg.dtd\"><RestingECG>"
        + header
        + (leads.isEmpty()
            ? ""
            : "<Waveform><WaveformType>Rhythm</WaveformType><NumberofLeads>"
                + count
                + "</NumberofLeads><SampleBase>500</SampleBase><SampleExponent>0</SampleExponent>"
                + leads
                + "</Waveform>")
        + "</RestingECG>";
  }

  private static String lead(String name, String base64, int samples) {
    return "<LeadData><LeadSampleCountTotal>"
        + samples
        + "</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>5</LeadAmplitudeUnitsPerBit>"
        + "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><LeadID>"
        + name
        + "</LeadID><LeadSampleSize>2</LeadSampleSize><WaveFormData>"
        + base64
        + "</WaveFormData></LeadData>";
  }
}
