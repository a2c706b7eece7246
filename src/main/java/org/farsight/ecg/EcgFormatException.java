package org.farsight.ecg;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be read as the ECG it seems to be. The message says what is wrong and where;
 * it holds no value of the person.
 */
public final class EcgFormatException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String where;

  /**
   * @param what what is wrong, in plain words
   * @param where byte offset, tag path or XML path
   */
  public EcgFormatException(String what, String where) {
    this(what, where, null);
  }

  /**
   * @param what what is wrong, in plain words
   * @param where byte offset, tag path or XML path
   * @param cause what was thrown below; its message must hold no value of the person either
   */
  public EcgFormatException(String what, String where, @Nullable Throwable cause) {
    super(what + " at " + where, cause);
    this.where = where;
  }

  /** The place of the fault: byte offset, tag path or XML path. */
  public String where() {
    return where;
  }
}
