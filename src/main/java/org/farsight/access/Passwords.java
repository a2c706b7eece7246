package org.farsight.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes of passwords: Argon2id (RFC 9106) with 19 MiB, 2 passes and 1 lane, in the text form of
 * the PHC string format, which carries its own parameters: they can be raised while older hashes
 * still count. Safe for use by many threads; at most 2 hash at a time, so that a flood of sign-ins
 * takes 38 MiB and two cores' time at most.
 */
public final class Passwords {
  /** Fewest characters of a password that a person chooses. */
  public static final int SHORTEST = 12;

  /** Most characters. */
  public static final int LONGEST = 128;

  private static final int KIBIBYTES = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT = 16;
  private static final int LENGTH = 32;
  private static final int MOST_KIBIBYTES = 1 << 20;
  private static final int MOST_PASSES = 64;
  private static final int AT_ONCE = 2;
  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)\\$([A-Za-z0-9+/]+)\\$"
              + "([A-Za-z0-9+/]+)");

  private final SecureRandom random = new SecureRandom();
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final String nobodys = hash(Secrets.token());

  /** Hashes a password with a salt of its own. */
  public String hash(String password) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    byte[] hash = argon2(password, salt, KIBIBYTES, PASSES, LANES, LENGTH);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            KIBIBYTES, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /** Whether a password is the one that was hashed; false for a text that is no such hash. */
  public boolean matches(String password, String hash) {
    Matcher parts = TEXT.matcher(hash);
    if (password.length() > LONGEST || !parts.matches()) {
      return false;
    }
    int memory = Integer.parseInt(parts.group(1));
    int passes = Integer.parseInt(parts.group(2));
    int lanes = Integer.parseInt(parts.group(3));
    if (memory > MOST_KIBIBYTES || passes < 1 || passes > MOST_PASSES || lanes < 1) {
      return false;
    }
    byte[] salt = Base64.getDecoder().decode(parts.group(4));
    byte[] expected = Base64.getDecoder().decode(parts.group(5));
    byte[] found = argon2(password, salt, memory, passes, lanes, expected.length);
    return MessageDigest.isEqual(expected, found);
  }

  /** Takes as long as {@link #matches}, so that time does not tell which names exist. */
  public void matchNobody(String password) {
    matches(password, nobodys);
  }

  /** What is wrong with a password that a person wants, for people; empty if nothing. */
  public static Optional<String> fault(String name, String password) {
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      return Optional.of("a password has " + SHORTEST + " to " + LONGEST + " characters");
    }
    if (password.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))) {
      return Optional.of("a password does not hold the login name");
    }
    if (password.chars().distinct().count() < SHORTEST / 2) {
      return Optional.of("a password has at least " + SHORTEST / 2 + " different characters");
    }
    return Optional.empty();
  }

  private byte[] argon2(
      String password, byte[] salt, int memory, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    byte[] hash = new byte[length];
    turns.acquireUninterruptibly();
    try {
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memory)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    } finally {
      turns.release();
    }
    return hash;
  }
}
