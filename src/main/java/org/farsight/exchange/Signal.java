package org.farsight.exchange;

/**
 * Why an exchange is taken as complete before it is quiet: what was announced of it is here.
 *
 * @param source who announced it
 * @param reference by which the source knows it: UIDs; may be empty
 * @param objects how many were announced, and are here
 */
public record Signal(Source source, String reference, int objects) {

  /** Who can say how many objects there are. */
  public enum Source {
    /** Performed procedure steps that are completed or discontinued list their objects. */
    PERFORMED_STEP("performed procedure step"),
    /** A device asks for commitment of all that it has sent. */
    COMMITMENT_REQUEST("storage commitment request"),
    /** An order says how many. */
    ORDER("order"),
    /** A query of the device's own archive has counted them. */
    QUERY("query");

    private final String words;

    Source(String words) {
      this.words = words;
    }
  }

  /** In plain words, without patient data. */
  public String words() {
    return source.words
        + (reference.isEmpty() ? "" : " " + reference)
        + ", "
        + objects
        + (objects == 1 ? " object" : " objects");
  }
}
