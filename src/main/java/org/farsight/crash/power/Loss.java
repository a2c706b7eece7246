package org.farsight.crash.power;

import java.util.Random;

/** What a loss of power takes of that which was not synced. */
public enum Loss {
  /** All of it: bytes, lengths, names. */
  ALL,
  /** Bytes: names and lengths stay, what was not written yet reads as zeros. */
  BYTES,
  /** Names: the bytes of files that keep theirs stay. */
  NAMES,
  /**
   * By chance: of each sector any of its versions stays, of each file any of its lengths, of each
   * folder the names up to any change.
   */
  SOME,
  /** Nothing, as where a process is killed. */
  NOTHING;

  /** One of them; that by chance as often as all others. */
  public static Loss any(Random random) {
    return random.nextBoolean() ? SOME : values()[random.nextInt(values().length)];
  }
}
