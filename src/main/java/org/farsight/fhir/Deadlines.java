package org.farsight.fhir;

import java.time.Duration;
import java.util.Optional;
import org.farsight.exchange.Priority;

/** Port: how long a read may take. A pure function of what is known when its Task is made. */
@FunctionalInterface
public interface Deadlines {

  /** No read has a deadline. */
  Deadlines NONE = examination -> Optional.empty();

  /** The time from the examination's last byte to the signed report; empty: no deadline. */
  Optional<Duration> allowed(Examination examination);

  /**
   * What a deadline may depend on.
   *
   * @param siteId where it was made
   * @param modality (0008,0060), or {@code ECG}
   * @param priority of the reading task
   * @param words the order's or the study's words for it; people write pathways into them
   */
  record Examination(String siteId, String modality, Priority priority, String words) {
    /** Hides the words: people write names into them. */
    @Override
    public String toString() {
      return "Examination[" + siteId + ", " + modality + ", " + priority + "]";
    }
  }
}
