package org.farsight.fhir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The profiles of this repository, read once for all tests of a JVM: that takes seconds. */
public final class LoadedProfiles {
  private LoadedProfiles() {}

  /** Made at first use. */
  private static final class Held {
    static final Profiles PROFILES = load();

    private Held() {}
  }

  /** All of them. */
  public static Profiles get() {
    return Held.PROFILES;
  }

  private static Profiles load() {
    try {
      Profiles profiles = new Profiles(Path.of("fhir-profiles"));
      profiles.warmUp();
      return profiles;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
