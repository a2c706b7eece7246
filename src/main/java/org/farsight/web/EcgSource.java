package org.farsight.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.quality.Finding;
import org.farsight.exchange.Arrival;

/** Port: reads a kept object as an ECG. Safe for use by many threads. */
public interface EcgSource {

  /** Whether the object can be an ECG at all, by what is known without reading it. */
  boolean mayBeEcg(Arrival arrival);

  /**
   * The recording.
   *
   * @return empty if the object is of no ECG format
   * @throws EcgFormatException if it is of one and broken
   * @throws IOException if the store cannot be read
   */
  Optional<Recording> recording(Arrival arrival) throws IOException, EcgFormatException;

  /** Faults of the signal under the limits in force. */
  List<Finding> findings(Recording recording);

  /** What becomes of each rule of the critical values in force at a site. */
  List<Verdict> verdicts(Recording recording, String siteId);
}
