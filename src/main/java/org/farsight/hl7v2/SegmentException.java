package org.farsight.hl7v2;

/** A segment that cannot be read: what is wrong, and where. */
public final class SegmentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String where;

  /**
   * A fault.
   *
   * @param problem in plain words, without a value of the person
   * @param where as {@link Segment#at} writes it
   */
  public SegmentException(String problem, String where) {
    super(problem + " at " + where);
    this.problem = problem;
    this.where = where;
  }

  /** What is wrong. */
  public String problem() {
    return problem;
  }

  /** Where it is. */
  public String where() {
    return where;
  }
}
