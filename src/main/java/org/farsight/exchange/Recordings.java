package org.farsight.exchange;

import java.util.Optional;

/**
 * Port: which ECG recordings have been written already, so that one that is sent again, as another
 * file or in another format, becomes no second recording to be read. Safe for use by many threads.
 */
public interface Recordings {

  /** Knows none. */
  Recordings NONE = key -> Optional.empty();

  /** The recording with this key, where one has been written. */
  Optional<Written> written(String key);

  /**
   * A recording that an exchange has written, or is about to write.
   *
   * @param key SHA-256 over patient with issuer, start of the acquisition and samples, so that two
   *     that agree in all three, and only these, are one
   * @param exchangeId the exchange that writes it
   * @param content SHA-256 of the bytes it was read from, by which it is found at a FHIR server
   */
  record Written(String key, String exchangeId, String content) {}
}
