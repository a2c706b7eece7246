package org.farsight.exchange;

import java.util.Arrays;
import java.util.Optional;

/**
 * Words for a failure that nobody foresaw. A message may hold anything, a patient too, so it is
 * told only where Java's own classes for network and files write it.
 */
final class Unexpected {
  private static final int DEEPEST = 10;

  private Unexpected() {}

  static String words(Throwable failure) {
    String place =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("org.farsight."))
            .findFirst()
            .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
            .orElse("");
    return "unexpected "
        + failure.getClass().getSimpleName()
        + place
        + technical(failure).map(words -> ": " + words).orElse("");
  }

  private static Optional<String> technical(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      String name = cause.getClass().getName();
      if (name.startsWith("java.net.")
          || name.startsWith("java.nio.")
          || name.startsWith("javax.net.ssl.")) {
        return Optional.of(cause.getClass().getSimpleName() + " " + cause.getMessage());
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
