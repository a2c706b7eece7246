package org.farsight.exchange;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kept bytes are not what was kept: trying again does not help. Thrown before the last byte of the
 * content has been handed out. The message names file, bytes and digests.
 */
public final class DamagedContentException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 20;

  private final transient Content content;
  private final String what;

  /**
   * @param content what should be there
   * @param what is there instead, in plain words
   */
  public DamagedContentException(Content content, String what) {
    super(
        "damaged in the store: "
            + content.file()
            + " from byte "
            + content.offset()
            + ", "
            + content.length()
            + " bytes with SHA-256 "
            + content.digest()
            + ": "
            + what
            + "; let the device send the object again, or restore the file from a backup");
    this.content = content;
    this.what = what;
  }

  /** What should be there. */
  public Content content() {
    return content;
  }

  /** What is there instead. */
  public String what() {
    return what;
  }

  /** The damage that a failure goes back to, if it does. */
  public static Optional<DamagedContentException> in(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      if (cause instanceof DamagedContentException damaged) {
        return Optional.of(damaged);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
