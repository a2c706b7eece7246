package org.farsight.dicom.ul;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An association that could not be opened or has ended otherwise than by an orderly release. */
public abstract sealed class AssociationException extends IOException {
  private static final long serialVersionUID = 1L;

  private AssociationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** No transport connection: refused, unknown host, or no answer in time. */
  public static final class ConnectFailed extends AssociationException {
    private static final long serialVersionUID = 1L;

    ConnectFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The connection is there, but cannot be secured as this side or the peer wants it. */
  public static final class TlsFailed extends AssociationException {
    private static final long serialVersionUID = 1L;

    private final TlsProblem problem;

    TlsFailed(TlsProblem problem, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.problem = problem;
    }

    /** What is wrong. */
    public TlsProblem problem() {
      return problem;
    }
  }

  /** The acceptor rejected the association. */
  public static final class Rejected extends AssociationException {
    private static final long serialVersionUID = 1L;

    private final transient AssociateRj rejection;

    Rejected(AssociateRj rejection) {
      super("association " + rejection.describe(), null);
      this.rejection = rejection;
    }

    /** With result, source and reason. */
    public AssociateRj rejection() {
      return rejection;
    }
  }

  /** Aborted by the peer or by this side. */
  public static final class Aborted extends AssociationException {
    private static final long serialVersionUID = 1L;

    private final transient Ending.Aborted ending;

    Aborted(Ending.Aborted ending) {
      super("association " + ending.describe(), null);
      this.ending = ending;
    }

    /** Who and why. */
    public Ending.Aborted ending() {
      return ending;
    }
  }

  /** The connection broke. */
  public static final class Lost extends AssociationException {
    private static final long serialVersionUID = 1L;

    Lost(String why) {
      super("connection lost: " + why, null);
    }
  }

  /** Used after its release. */
  public static final class Closed extends AssociationException {
    private static final long serialVersionUID = 1L;

    Closed(String why) {
      super("association is closed: " + why, null);
    }
  }

  static AssociationException of(Ending ending) {
    return switch (ending) {
      case Ending.Released released -> new Closed(released.describe());
      case Ending.Rejected rejected -> new Rejected(rejected.rejection());
      case Ending.Aborted aborted -> new Aborted(aborted);
      case Ending.Lost lost -> new Lost(lost.why());
    };
  }
}
