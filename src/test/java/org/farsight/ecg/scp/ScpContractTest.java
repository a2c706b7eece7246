package org.farsight.ecg.scp;

import java.util.EnumSet;
import java.util.List;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.scp.ScpText.Fields;
import org.junit.jupiter.api.Test;

/** A small record of every section, cut at every single offset. */
class ScpContractTest {
  private static final int[] SAMPLES = {0, 4, 9, 12, 3, -40, 300, 20, 4, 1, 0, 0};

  @Test
  void isReadAlikeTwice() throws Exception {
    new EcgReaderContract(new ScpReader(), file()).isReadAlikeTwice();
  }

  @Test
  void isRefusedWhenCutAnywhere() throws Exception {
    new EcgReaderContract(new ScpReader(), file()).isRefusedWhenCut(1);
  }

  /** Without the CRCs, so that the faults reach the sections. */
  @Test
  void survivesMutations() throws Exception {
    ScpReader trusting = new ScpReader(EnumSet.allOf(ScpRule.class), ScpLimits.DEFAULT);
    new EcgReaderContract(trusting, file()).survivesMutations(20_000, 20260301);
  }

  private static byte[] file() {
    byte[] beat = ScpText.coded(ScpText.differences(new int[] {1, 2, 3, 2}, 1));
    byte[] rhythm = ScpText.coded(ScpText.differences(SAMPLES, 1));
    Fields complexes = new Fields().u16(8).u16(2).u16(1).u16(0).u32(2).u32(3).u32(4);
    Fields measured = new Fields().u8(1).u8(0).u16(830).u16(820).u16(1).u16(2).u16(3).u16(4);
    measured.u16(5).u16(6).u16(7).u16(8).u16(0).u16(72).u16(72).u16(400).u8(1).u16(0);
    Fields text = new Fields().u8(0).bytes(new byte[7]).u8(1).u8(1).u16(3).bytes(new byte[3]);
    Fields lead = new Fields().u16(1).u16(0).u16(1).u16(4).u16(90).u16(150);
    return new ScpText()
        .with(1, new Fields().tag(2, new byte[] {'7', 0}).u8(255).u16(0).toBytes())
        .with(2, new Fields().u16(19999).toBytes())
        .with(3, ScpText.leads(SAMPLES.length, true, 1, 2))
        .with(4, complexes.u32(2).u32(4).toBytes())
        .with(5, ScpText.signal(5000, 2000, 1, List.of(beat, beat)))
        .with(6, ScpText.signal(5000, 2000, 1, List.of(rhythm, rhythm)))
        .with(7, measured.toBytes())
        .with(8, text.toBytes())
        .with(10, lead.toBytes())
        .with(11, text.toBytes())
        .record();
  }
}
