package org.farsight.delivery;

import java.time.Duration;

/**
 * How long a FHIR server is waited for.
 *
 * @param connect for the connection
 * @param answer between two packets of an answer; a large transaction takes seconds
 * @param maxBundleBytes largest Bundle that is read into memory to be sent
 */
public record FhirOptions(Duration connect, Duration answer, int maxBundleBytes) {

  /** 5 s to connect, 60 s to answer, 256 MB. */
  public static final FhirOptions DEFAULT =
      new FhirOptions(Duration.ofSeconds(5), Duration.ofSeconds(60), 256 << 20);
}
