package org.farsight.ecg.aecg;

import java.nio.charset.StandardCharsets;
import org.farsight.ecg.EcgReaderContract;
import org.junit.jupiter.api.Test;

/** A small file cut at every single offset. */
class AecgContractTest {
  private static final String SMALL =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <id root="1.2.3"/><component><series><id root="1.2.4"/><code code="RHYTHM"/>
      <effectiveTime><low value="20260301080910"/><high value="20260301080920"/></effectiveTime>
      <component><sequenceSet>
      <component><sequence><code code="TIME_ABSOLUTE"/><value xsi:type="GLIST_TS">
      <head value="20260301080910.250"/><increment value="0.002" unit="s"/></value></sequence>
      </component><component><sequence><code code="MDC_ECG_LEAD_I"/><value xsi:type="SLIST_PQ">
      <origin value="0" unit="uV"/><scale value="2.5" unit="uV"/><digits>1 -2 3</digits></value>
      </sequence></component></sequenceSet></component>
      <subjectOf><annotationSet><component><annotation><code code="MDC_ECG_HEART_RATE"/>
      <value xsi:type="PQ" value="71" unit="bpm"/></annotation></component></annotationSet>
      </subjectOf></series></component></AnnotatedECG>
      """;

  private final EcgReaderContract contract;

  AecgContractTest() throws Exception {
    contract = new EcgReaderContract(new AecgReader(), SMALL.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isReadAlikeTwice() throws Exception {
    contract.isReadAlikeTwice();
  }

  @Test
  void isRefusedWhenCutAnywhere() {
    contract.isRefusedWhenCut(1);
  }

  @Test
  void survivesMutations() {
    contract.survivesMutations(2000, 20260301);
  }
}
