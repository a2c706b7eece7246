package org.farsight.exchange;

/** A document that cannot be taken as it is: what is wrong, and where. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String where;
  private final boolean foreign;

  /**
   * A fault.
   *
   * @param problem in plain words, without a value of the person
   * @param where segment and field, element path or byte offset
   */
  public DocumentException(String problem, String where) {
    this(problem, where, false);
  }

  private DocumentException(String problem, String where, boolean foreign) {
    super(problem + " at " + where);
    this.problem = problem;
    this.where = where;
    this.foreign = foreign;
  }

  /** It may be sound, but it is nothing that is taken here. */
  public static DocumentException notTaken(String problem, String where) {
    return new DocumentException(problem, where, true);
  }

  /** Whether it is nothing that is taken here, sound or not. */
  public boolean isForeign() {
    return foreign;
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
