package org.farsight.alarm;

import java.time.Instant;

/**
 * A certificate that connections depend on.
 *
 * @param name whose: subject and purpose
 * @param notAfter its end
 */
public record CertificateEnd(String name, Instant notAfter) {}
