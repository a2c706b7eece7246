package org.farsight.ecg.waveform;

import java.util.EnumSet;
import java.util.Set;

/**
 * How the reader treats objects that leave CID 3001 and the waveform module. Each rule can be
 * switched off; where one is used, the recording carries a remark with its name.
 */
public enum WaveformRule {
  /**
   * A channel whose source code is unknown is the lead that its code meaning or Channel Label names
   * ({@code Lead aVR}, {@code V4R}): carts with private coding schemes.
   */
  LEAD_BY_MEANING,
  /**
   * A heart rate that refers to one channel is the heart's: a catheter laboratory of GE Marquette
   * attaches LOINC 8867-4 to channel 1.
   */
  HEART_RATE_IS_GLOBAL,
  /**
   * Where every multiplex group is marked DERIVED, the first that is no beat is the recording:
   * converters mark what they write as derived.
   */
  ONLY_DERIVED_GROUPS,
  /**
   * A channel whose unit is no voltage is left out: haemodynamic objects hold pressures beside the
   * leads.
   */
  CHANNEL_IS_NO_VOLTAGE,
  /** Bytes behind the last sample are left out, beyond the one that makes the length even. */
  DATA_BEHIND_LAST_SAMPLE;

  /** Every rule: what an engine that must take what carts send uses. */
  public static Set<WaveformRule> all() {
    return EnumSet.allOf(WaveformRule.class);
  }
}
