package org.farsight.intake;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Ids of exchanges: UUIDs of version 7 (RFC 9562 §5.7), so that new rows stand side by side. */
final class ExchangeIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private ExchangeIds() {}

  static String next(Instant at) {
    long high = at.toEpochMilli() << 16 | 0x7000 | RANDOM.nextInt(0x1000);
    long low = RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
