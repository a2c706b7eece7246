package org.farsight.ecg;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** The digest over the samples of a recording; see {@link Recording#sampleDigest()}. */
final class SampleDigest {
  private SampleDigest() {}

  static String of(List<Lead> leads) {
    MessageDigest sha256 = sha256();
    boolean onlyDerived = leads.stream().allMatch(Lead::isDerived);
    leads.stream()
        .filter(lead -> onlyDerived || !lead.isDerived())
        .sorted(Comparator.comparing(Lead::label).thenComparing(Lead::offsetMillis))
        .forEachOrdered(lead -> add(sha256, lead));
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void add(MessageDigest sha256, Lead lead) {
    Samples samples = lead.samples();
    int step = step(samples);
    BigDecimal scale = lead.scale().multiply(BigDecimal.valueOf(step));
    String head =
        String.join(
            "\n",
            lead.label(),
            lead.rate().hertz().toPlainString(),
            Decimals.plain(scale).toPlainString(),
            lead.origin().toPlainString(),
            lead.offsetMillis().toPlainString(),
            Integer.toString(samples.length()),
            "");
    sha256.update(head.getBytes(StandardCharsets.UTF_8));
    // What stands at a missing place means nothing, so a gap is 0 with its mark set.
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(samples.length(), 5));
    for (int i = 0; i < samples.length(); i++) {
      boolean missing = samples.isMissing(i);
      bytes.put((byte) (missing ? 1 : 0)).putInt(missing || step == 0 ? 0 : samples.at(i) / step);
    }
    sha256.update(bytes.flip());
  }

  /**
   * The greatest common divisor of all integers, so that 5 uV told as one step of 5 and as five
   * steps of 1 is the same; 0 where all are 0.
   */
  private static int step(Samples samples) {
    long divisor = 0;
    for (int i = 0; i < samples.length() && divisor != 1; i++) {
      long value = samples.isMissing(i) ? 0 : Math.abs((long) samples.at(i));
      while (value != 0) {
        long rest = divisor % value;
        divisor = value;
        value = rest;
      }
    }
    // of nothing but the lowest int: as it stands
    return divisor > Integer.MAX_VALUE ? 1 : (int) divisor;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
