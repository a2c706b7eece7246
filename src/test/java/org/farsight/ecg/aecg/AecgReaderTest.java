package org.farsight.ecg.aecg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.farsight.ecg.aecg.AecgText.TIME;
import static org.farsight.ecg.aecg.AecgText.file;
import static org.farsight.ecg.aecg.AecgText.lead;
import static org.farsight.ecg.aecg.AecgText.measured;
import static org.farsight.ecg.aecg.AecgText.named;
import static org.farsight.ecg.aecg.AecgText.read;
import static org.farsight.ecg.aecg.AecgText.simple;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.MeasurementRule;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialects of carts, each rule on and off, and what is refused. */
class AecgReaderTest {
  @Test
  void everyDialectOfOneCartIsReadAndRemarkedUpon() throws Exception {
    String text =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <AnnotatedECG>
          <id root="1.2.3.4.5"/>
          <componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>
            <id extension="0001"/>
            <subjectDemographicPerson><name>\u738b\u5c0f\u660e</name>
            <administrativeGenderCode code="F"/><birthTime value="1960-01-31"/>
            </subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf>
          </timepointEvent></componentOf>
          <diagnosis>\u7aa6\u6027\u5fc3\u5f8b\uff0c\u6b63\u5e38\u5fc3\u7535\u56fe</diagnosis>
          <component><series><code code="RHYTHM"/>
            <effectiveTime><low value="2023-05-08 10:11:12"/><high value="2023-05-08 10:11:22"/>
            </effectiveTime>
            <component><sequenceSet>
              <component><sequence><code code="TIME_ABSOLUTE"/><value type="GLIST_TS">
                <head value="2023-05-08 10:11:12.500"/><increment value="2" unit="s"/></value>
              </sequence></component>
              <component><sequence><code code="MDC_ECG_LEAD_aVR"/><value type="SLIST_PQ">
                <origin value="0" unit="uV"/><scale value="4.88" unit="uV"/>
                <digits>1 -2\t3\r\n-4</digits></value></sequence></component>
            </sequenceSet></component>
          </series></component>
        </AnnotatedECG>
        """;
    Recording recording = read(text);

    Lead lead = recording.lead(LeadId.AVR).orElseThrow();
    assertThat(lead.samples().toArray()).containsExactly(1, -2, 3, -4);
    assertThat(lead.rate().hertz()).isEqualByComparingTo("500");
    assertThat(lead.scale()).isEqualTo(new BigDecimal("0.00488"));
    assertThat(recording.subject().name().map(Subject.Name::text)).contains("王小明");
    assertThat(recording.subject().birthDate()).contains(LocalDate.of(1960, 1, 31));
    assertThat(recording.acquisition().start())
        .contains(LocalDateTime.of(2023, 5, 8, 10, 11, 12, 500_000_000));
    assertThat(recording.statements())
        .containsExactly(new Statement("窦性心律，正常心电图", Optional.empty(), Statement.Author.UNSTATED));
    assertThat(rules(recording))
        .containsExactlyInAnyOrder(
            "NO_NAMESPACE",
            "SECONDS_MEAN_MILLISECONDS",
            "TIMES_WITH_PUNCTUATION",
            "FOREIGN_RESULT_TEXT");
    assertThat(recording.remarks())
        .contains(
            new Remark(
                "SECONDS_MEAN_MILLISECONDS",
                "/AnnotatedECG/component[1]/series[1]/component[1]/sequenceSet[1]/component[1]"
                    + "/sequence[1]/value[1]/increment[1]"));
  }

  @ParameterizedTest
  @CsvSource({
    "uV, 5, 0.005",
    "mV, 0.005, 0.005",
    "nV, 4880, 0.00488",
    "V, 1e-6, 0.001",
    "µV, 2.5, 0.0025",
    "UV, 2.5, 0.0025"
  })
  void aScaleBecomesMillivoltExactly(String unit, String value, String millivolts)
      throws Exception {
    String lead =
        "<origin value='-10' unit='%s'/><scale value='%s' unit='%s'/><digits>7</digits>"
            .formatted(unit, value, unit);
    Lead read = read(file(TIME + lead("MDC_ECG_LEAD_I", lead))).leads().getFirst();
    assertThat(read.scale()).isEqualTo(new BigDecimal(millivolts));
    BigDecimal perUnit = read.scale().divide(new BigDecimal(value));
    assertThat(read.origin()).isEqualByComparingTo(perUnit.multiply(BigDecimal.valueOf(-10)));
  }

  @Test
  void aTimeSequenceMayBeRelativeAndInAnyUnit() throws Exception {
    String relative =
        """
        <component><sequence><code code="TIME_RELATIVE"/><value xsi:type="GLIST_PQ">
        <head value="250" unit="ms"/><increment value="2000" unit="us"/></value></sequence>
        </component>
        """;
    Lead lead = read(file(relative + lead("MDC_ECG_LEAD_V4R", simple("1 2")))).leads().getFirst();
    assertThat(lead.rate().hertz()).isEqualByComparingTo("500");
    assertThat(lead.offsetMillis()).isEqualByComparingTo("250");
    assertThat(lead.id()).contains(LeadId.V4R);
  }

  @Test
  void leadsRecordedOneAfterTheOtherHaveTheirOffsets() throws Exception {
    String later = TIME.replace("12.500", "15.001");
    String text =
        file(
            TIME
                + lead("MDC_ECG_LEAD_I", simple("1 2"))
                + "</sequenceSet></component><component><sequenceSet>"
                + later
                + lead("MDC_ECG_LEAD_V1", simple("3 4"))
                + "</sequenceSet></component><component><sequenceSet>"
                + later
                + lead("MDC_ECG_LEAD_I", simple("5 6")));
    Recording recording = read(text);

    assertThat(recording.leads()).extracting(Lead::label).containsExactly("I", "V1");
    assertThat(recording.leads().get(1).offsetMillis()).isEqualByComparingTo("2501");
    assertThat(recording.further()).hasSize(1);
    assertThat(recording.further().getFirst().kind()).isEqualTo(FurtherWaveform.Kind.RHYTHM);
    assertThat(recording.further().getFirst().leads().getFirst().samples().toArray())
        .containsExactly(5, 6);
  }

  @Test
  void slistIntWithoutAUnitIsMicrovoltByRule() throws Exception {
    String text =
        file(
            TIME
                + lead("MDC_ECG_LEAD_II", "<scale value='5'/><digits>1 2 3</digits>")
                    .replace("SLIST_PQ", "SLIST_INT"));
    assertThat(read(text).leads().getFirst().scale()).isEqualTo(new BigDecimal("0.005"));
    assertThat(rules(read(text))).contains("UNITLESS_IS_MICROVOLT");
    assertThatThrownBy(() -> without(AecgRule.UNITLESS_IS_MICROVOLT, text))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageStartingWith("no unit at /AnnotatedECG/component[1]");
  }

  @Test
  void aLeadThatTheDeviceComputedIsMarkedSo() throws Exception {
    Lead lead = read(file(TIME + lead("MDC_ECG_LEAD_dV1", simple("1")))).leads().getFirst();
    assertThat(lead.id()).contains(LeadId.DERIVED_V1);
    assertThat(lead.isDerived()).isTrue();
  }

  @Test
  void aLeadOutsideTheTableKeepsItsOwnName() throws Exception {
    Lead lead = read(file(TIME + lead("ACME_LEAD_Q9", simple("1")))).leads().getFirst();
    assertThat(lead.id()).isEmpty();
    assertThat(lead.label()).isEqualTo("ACME_LEAD_Q9");
  }

  /** Ten milliseconds from sample to sample, a QTc of 0, and elements that no schema has. */
  @Test
  void aMonitorsDialectIsReadAndItsOwnElementsPassedOver() throws Exception {
    String slow = TIME.replace("0.002", "0.01");
    String sequences =
        slow
            + "<vendorBlock code='7'><digits>9 9</digits></vendorBlock>"
            + lead("MDC_ECG_LEAD_II", "<gainHint>4</gainHint>" + simple("1 -2 3"));
    String set =
        "<subjectOf><annotationSet><trend/>"
            + measured("MDC_ECG_TIME_PD_QTc", "0", "ms")
            + "</annotationSet></subjectOf>";
    Recording recording = read(file(sequences, set));

    assertThat(recording.leads()).hasSize(1);
    assertThat(recording.leads().getFirst().samples().toArray()).containsExactly(1, -2, 3);
    assertThat(recording.leads().getFirst().rate().hertz()).isEqualByComparingTo("100");
    assertThat(recording.measurements().all()).isEmpty();
    assertThat(rules(recording)).contains(MeasurementRule.ZERO_IS_NOT_MEASURED.name());
  }

  @Test
  void measurementsFollowTheirRules() throws Exception {
    String set =
        """
        <subjectOf><annotationSet>
        <author><assignedEntity><assignedAuthorType><assignedDevice/></assignedAuthorType>
        </assignedEntity></author>
        %s%s%s%s%s
        <component><annotation><code code="MDC_ECG_INTERPRETATION"/>
          <component><annotation><code code="MDC_ECG_INTERPRETATION_STATEMENT"/>
          <value xsi:type="ST">Sinus rhythm</value></annotation></component>
        </annotation></component>
        </annotationSet></subjectOf>
        """
            .formatted(
                measured("MDC_ECG_HEART_RATE", "72", "bpm"),
                measured("MDC_ECG_TIME_PD_QTc", "0", "ms"),
                measured("MDC_ECG_ANGLE_P_FRONT", "0", "ms"),
                measured("MDC_ECG_TIME_PD_QT", "0.402", "s"),
                measured("ACME_ST_INDEX", "-3", "u"));
    Recording recording = read(file(TIME + lead("MDC_ECG_LEAD_I", simple("1")), set));

    assertThat(recording.measurements().of(Kind.HEART_RATE).orElseThrow().value())
        .isEqualTo(new BigDecimal("72"));
    assertThat(recording.measurements().of(Kind.QTC_INTERVAL)).isEmpty();
    assertThat(recording.measurements().of(Kind.P_AXIS).orElseThrow().unit()).contains("deg");
    assertThat(recording.measurements().of(Kind.QT_INTERVAL).orElseThrow().value())
        .isEqualTo(new BigDecimal("402"));
    assertThat(recording.measurements().all())
        .anyMatch(m -> m.kind().isEmpty() && m.label().equals("ACME_ST_INDEX"));
    assertThat(rules(recording))
        .contains(
            MeasurementRule.ZERO_IS_NOT_MEASURED.name(), MeasurementRule.AXIS_IS_IN_DEGREES.name());
    assertThat(recording.statements()).hasSize(1);
    assertThat(recording.statements().getFirst().text()).isEqualTo("Sinus rhythm");
    assertThat(recording.statements().getFirst().author()).isEqualTo(Statement.Author.DEVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "GBK", "GB2312", "GB18030", "UTF-8"})
  void namesAreRightInEveryEncoding(String encoding) throws Exception {
    String text = "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + named("王建国");
    byte[] bytes = text.getBytes(Charset.forName(encoding));
    assertThat(new AecgReader().recognises(bytes)).isTrue();
    assertThat(nameOf(new AecgReader().read(bytes))).isEqualTo("王建国");
    byte[] marked = ("\ufeff" + text).getBytes(Charset.forName(encoding));
    if (encoding.startsWith("UTF")) {
      assertThat(new AecgReader().recognises(marked)).isTrue();
      assertThat(nameOf(new AecgReader().read(marked))).isEqualTo("王建国");
    }
  }

  @Test
  void aWrongDeclarationIsRepairedByRuleOnly() throws Exception {
    byte[] gbk = named("欧阳晓雯").getBytes(Charset.forName("GBK"));
    byte[] net =
        ("<?xml version=\"1.0\" encoding=\"utf-16\"?>" + named("欧阳晓雯"))
            .getBytes(StandardCharsets.UTF_8);
    Recording repaired = new AecgReader().read(gbk);

    assertThat(nameOf(repaired)).isEqualTo("欧阳晓雯");
    assertThat(rules(repaired)).contains("GB18030_UNDER_UTF8");
    assertThat(nameOf(new AecgReader().read(net))).isEqualTo("欧阳晓雯");
    assertThatThrownBy(() -> strict().read(gbk))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageStartingWith("bytes that are no UTF-8 at byte ")
        .hasMessageNotContaining("欧");
    assertThatThrownBy(() -> strict().read(net)).isInstanceOf(EcgFormatException.class);
  }

  @Test
  void aTimeWithAnOffsetKeepsIt() throws Exception {
    String text = file(TIME.replace("12.500", "12.500+0800") + lead("MDC_ECG_LEAD_I", simple("1")));
    assertThat(read(text).acquisition().offset()).contains(ZoneOffset.ofHours(8));
  }

  private static AecgReader strict() {
    return new AecgReader(Set.of(), AecgLimits.DEFAULT);
  }

  private static Recording without(AecgRule rule, String text) throws EcgFormatException {
    AecgReader reader = new AecgReader(EnumSet.complementOf(EnumSet.of(rule)), AecgLimits.DEFAULT);
    return reader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> rules(Recording recording) {
    return recording.remarks().stream().map(Remark::rule).distinct().toList();
  }

  private static String nameOf(Recording recording) {
    return recording.subject().name().orElseThrow().text();
  }
}
