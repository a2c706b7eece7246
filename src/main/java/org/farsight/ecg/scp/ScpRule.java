package org.farsight.ecg.scp;

import java.util.EnumSet;
import java.util.Set;

/**
 * How the reader treats files that leave the standard. Where a rule is used, the recording carries
 * a remark with its name.
 */
public enum ScpRule {
  /**
   * A CRC of 0 means that the writer has computed none; anything else that is wrong is refused.
   * Converters leave the field empty.
   */
  ZERO_CRC_IS_NO_CRC,
  /**
   * A CRC that is wrong is passed over. Off by default: the sections then prove themselves by their
   * lengths alone. For an engineer who has to look into a damaged file.
   */
  WRONG_CRC,
  /**
   * A lead of section 6 that is shorter than section 3 announces is as long as its samples: a
   * converter of Contec files announces 37,855 samples and writes 32,767, because the length of a
   * lead in section 6 has 16 bits (EN 1064 section 6) and saturates.
   */
  SHORTER_THAN_ANNOUNCED,
  /**
   * Text that is no ASCII although the language code says so (or names none) is read as UTF-8 or GB
   * 18030, whichever it is without a fault: carts sold in China write names in their own code page
   * under the code for ASCII.
   */
  CHINESE_UNDER_ASCII;

  /** What an engine that must take what carts send uses: all but {@link #WRONG_CRC}. */
  public static Set<ScpRule> usual() {
    return EnumSet.complementOf(EnumSet.of(WRONG_CRC));
  }
}
