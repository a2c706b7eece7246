package org.farsight.ecg.critical;

import java.util.Objects;

/**
 * The same in two languages.
 *
 * @param en English
 * @param zh Simplified Chinese
 */
public record Words(String en, String zh) {
  public Words {
    Objects.requireNonNull(en);
    Objects.requireNonNull(zh);
  }
}
