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
     * @param recordings the ECG recordings in it: those that it writes, and those that another
     *     exchange has written before
     * @param forArchive whether it is to be handed to archives too: not an ECG that another
     *     exchange has brought there already, and not what no DICOM object can be made of
     */
    record Converted(
        byte[] bundle, List<String> notes, List<Recordings.Written> recordings, boolean forArchive)
        implements Outcome {

      /** A Bundle without an ECG. */
      public Converted(byte[] bundle, List<String> notes) {
        this(bundle, notes, List.of(), true);
      }
    }

    /**
     * It cannot be converted as it is.
     *
     * @param why what, where, without patient data
     */
    record Refused(String why) implements Outcome {}
  }
}
