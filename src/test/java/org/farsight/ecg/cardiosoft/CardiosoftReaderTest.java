package org.farsight.ecg.cardiosoft;

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
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.xml.XmlRule;
import org.junit.jupiter.api.Test;

/** GE CardioSoft XML: a public file, and small ones with one thing in each. */
class CardiosoftReaderTest {
  private static final String EXAMPLE = "ecg-formats/cardiosoft/example1.xml";

  @Test
  void everySampleOfThePublicFileIsWhatAnIndependentReaderReads() throws Exception {
    Path file = Samples.require(EXAMPLE);
    List<IndependentReader.Row> rows =
        IndependentReader.read("read_cardiosoft.py", "xml.etree.ElementTree", file);
    Recording recording = new CardiosoftReader().read(Files.readAllBytes(file));
    List<Lead> leads =
        Stream.concat(
                recording.leads().stream(),
                recording.further().stream().flatMap(further -> further.leads().stream()))
            .toList();

    assertThat(rows).hasSameSizeAs(leads);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(leads.get(i).id()).isEqualTo(LeadId.ofName(rows.get(i).name())).isPresent();
      assertThat(leads.get(i).samples().toArray()).isEqualTo(rows.get(i).samples());
      assertThat(leads.get(i).scale().movePointRight(3)).isEqualByComparingTo(rows.get(i).scale());
      assertThat(leads.get(i).rate().hertz()).isEqualByComparingTo(rows.get(i).timing());
    }
  }

  @Test
  void theMeasurementsOfThePublicFileAreThoseItPrints() throws Exception {
    Recording recording = new CardiosoftReader().read(Files.readAllBytes(Samples.require(EXAMPLE)));

    assertValue(recording, Kind.HEART_RATE, "42");
    assertValue(recording, Kind.RR_INTERVAL, "1440");
    assertValue(recording, Kind.PP_INTERVAL, "1425");
    assertValue(recording, Kind.P_DURATION, "126");
    assertValue(recording, Kind.PR_INTERVAL, "250");
    assertValue(recording, Kind.QRS_DURATION, "106");
    assertValue(recording, Kind.QT_INTERVAL, "462");
    assertValue(recording, Kind.QTC_INTERVAL, "385");
    assertValue(recording, Kind.QRS_AXIS, "83");
    assertThat(recording.measurements().all())
        .filteredOn(m -> m.label().equals("RAmplitude") && m.lead().equals(Optional.of(LeadId.V5)))
        .singleElement()
        .satisfies(m -> assertThat(m.value()).isEqualByComparingTo("2045"));
    assertThat(recording.measurements().all())
        .as("an empty place is no value")
        .noneMatch(m -> m.label().equals("QAmplitude") && m.lead().equals(Optional.of(LeadId.I)));
    assertThat(recording.annotations().getFirst().startMillis().orElseThrow())
        .isEqualByComparingTo("735");
    assertThat(recording.acquisition().start()).as("the year 1 is no date").isEmpty();
    assertThat(recording.remarks()).extracting(Remark::rule).contains("DATE_NOT_UNDERSTOOD");
  }

  @Test
  void personTimeAndStatementsAreRead() throws Exception {
    Recording recording =
        read(
            """
            <ObservationDateTime><Hour>8</Hour><Minute>3</Minute><Second>7</Second>
            <Day>2</Day><Month>3</Month><Year>2026</Year></ObservationDateTime>
            <PatientInfo><PID>QS0004</PID><Name><FamilyName>欧阳</FamilyName>
            <GivenName>晓雯</GivenName></Name><BirthDateTime><Day>30</Day><Month>1</Month>
            <Year>1982</Year></BirthDateTime><Gender>FEMALE</Gender></PatientInfo>
            <Interpretation>窦性心律
            正常</Interpretation>
            """
                + strip(2, "V1", "1, -2"));

    assertThat(recording.subject().name().orElseThrow().text()).isEqualTo("欧阳晓雯");
    assertThat(recording.subject().id()).contains("QS0004");
    assertThat(recording.subject().birthDate()).contains(LocalDate.of(1982, 1, 30));
    assertThat(recording.acquisition().start()).contains(LocalDateTime.of(2026, 3, 2, 8, 3, 7));
    assertThat(recording.statements()).extracting(Statement::text).containsExactly("窦性心律", "正常");
    assertThat(recording.leads().getFirst().samples().toArray()).containsExactly(1, -2);
  }

  @Test
  void whatCannotBeReadIsNamedWithItsPlace() {
    assertFault("", "no StripData");
    assertFault(strip(3, "V1", "1,2"), "2 samples, and ChannelSampleCountTotal says 3");
    assertFault(strip(2, "V1", "1,x"), "sample 1 is no 32-bit integer");
    assertFault(strip(2, "V1", "1,2").replace("uVperLsb", "V"), "not in uVperLsb");
    assertFault(strip(2, "V1", "1,2").replace(">5<", ">0<"), "a step of 0");
    assertFault(strip(2, "V1", "1,2").replace(">500<", ">0<"), "a sampling rate of 0");
    assertFault(strip(2, "V1", "1,2").replace(">1<", ">12<"), "NumberOfLeads does not say 1");
  }

  @Test
  void limitsAreHeld() {
    byte[] bytes = file(strip(2, "V1", "1,2")).getBytes(StandardCharsets.UTF_8);
    var rules = EnumSet.allOf(XmlRule.class);

    assertThatThrownBy(() -> new CardiosoftReader(rules, new CardiosoftLimits(9, 9)).read(bytes))
        .hasMessageContaining("longer than 9 bytes");
    assertThatThrownBy(() -> new CardiosoftReader(rules, new CardiosoftLimits(999, 1)).read(bytes))
        .hasMessageContaining("more samples than the limit");
  }

  @Test
  void aSmallFileHoldsTheContractAtEveryOffset() throws Exception {
    byte[] bytes = file(strip(4, "V1", "1,2,-3,400")).getBytes(StandardCharsets.UTF_8);
    EcgReaderContract contract = new EcgReaderContract(new CardiosoftReader(), bytes);

    contract.isReadAlikeTwice();
    contract.isRefusedWhenCut(1);
    contract.survivesMutations(2000, 20260302);
  }

  private static void assertFault(String content, String words) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("/CardiologyXML");
  }

  private static void assertValue(Recording recording, Kind kind, String value) {
    assertThat(recording.measurements().of(kind).orElseThrow().value()).isEqualByComparingTo(value);
  }

  private static Recording read(String content) throws EcgFormatException {
    return new CardiosoftReader().read(file(content).getBytes(StandardCharsets.UTF_8));
  }

  private static String file(String content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<CardiologyXML>"
        + content
        + "</CardiologyXML>";
  }

  private static String strip(int count, String lead, String samples) {
    return "<StripData><NumberOfLeads>1</NumberOfLeads><SampleRate>500</SampleRate>"
        + "<ChannelSampleCountTotal>"
        + count
        + "</ChannelSampleCountTotal><Resolution units=\"uVperLsb\">5</Resolution>"
        + "<WaveformData lead=\""
        + lead
        + "\">"
        + samples
        + "</WaveformData></StripData>";
  }
}
