package org.farsight.exchange;

/** A document that cannot be taken as it is: what is wrong, and where. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String where;

  /**
   * A fault.
   *
   * @param problem in plain words, without a value of the person
   * @param where segment and field, element path or byte offset
   */
  public DocumentException(String problem, String where) {
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
