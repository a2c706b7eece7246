package org.farsight.exchange;

import java.util.List;

/** Port: turns what arrived into one FHIR transaction Bundle. */
public interface Conversion {

  /**
   * Converts the exchange as it stands.
   *
   * @param exchange at the revision to convert
   * @param site where it came from
   * @param arrivals all of them, in order of revision
   */
  Outcome convert(Exchange exchange, Site site, List<Arrival> arrivals);

  /** What came of a conversion. */
  sealed interface Outcome {
    /**
     * A Bundle.
     *
     * @param bundle FHIR JSON in UTF-8
     * @param notes what a person should know (a flag, a repaired text), without patient data
     */
    record Converted(byte[] bundle, List<String> notes) implements Outcome {}

    /**
     * It cannot be converted as it is.
     *
     * @param why what, where, without patient data
     */
    record Refused(String why) implements Outcome {}
  }
}
