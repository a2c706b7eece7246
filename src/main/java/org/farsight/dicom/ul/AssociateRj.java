package org.farsight.dicom.ul;

/**
 * A-ASSOCIATE-RJ, PS3.8 §9.3.4.
 *
 * @param result 1 rejected-permanent, 2 rejected-transient
 * @param source 1 service-user, 2 service-provider (ACSE), 3 service-provider (presentation)
 * @param reason its meaning depends on the source, see {@link Reason}
 */
public record AssociateRj(int result, int source, int reason) implements Pdu {
  static final int TYPE = 0x03;

  /** {@link #result}: the peer may not try again unchanged. */
  public static final int PERMANENT = 1;

  /** {@link #result}: the peer may try again later. */
  public static final int TRANSIENT = 2;

  /** PS3.8 table 9-21: the reasons with the source each belongs to. */
  public enum Reason {
    USER_NO_REASON(1, 1, "no reason given"),
    APPLICATION_CONTEXT_NOT_SUPPORTED(1, 2, "application context name not supported"),
    CALLING_AE_TITLE_NOT_RECOGNIZED(1, 3, "calling AE title not recognized"),
    CALLED_AE_TITLE_NOT_RECOGNIZED(1, 7, "called AE title not recognized"),
    ACSE_NO_REASON(2, 1, "no reason given (ACSE)"),
    PROTOCOL_VERSION_NOT_SUPPORTED(2, 2, "protocol version not supported"),
    TEMPORARY_CONGESTION(3, 1, "temporary congestion"),
    LOCAL_LIMIT_EXCEEDED(3, 2, "local limit exceeded");

    private final int source;
    private final int code;
    private final String meaning;

    Reason(int source, int code, String meaning) {
      this.source = source;
      this.code = code;
      this.meaning = meaning;
    }
  }

  /** Rejected-permanent. */
  public static AssociateRj permanent(Reason reason) {
    return new AssociateRj(PERMANENT, reason.source, reason.code);
  }

  /** Rejected-transient. */
  public static AssociateRj transientFor(Reason reason) {
    return new AssociateRj(TRANSIENT, reason.source, reason.code);
  }

  /** Whether it is for this reason, for ever or for now. */
  public boolean isFor(Reason what) {
    return source == what.source && reason == what.code;
  }

  /** Result, source and reason in plain words, with the numbers where the standard has no word. */
  public String describe() {
    String how =
        switch (result) {
          case PERMANENT -> "rejected permanently";
          case TRANSIENT -> "rejected for now";
          default -> "rejected (result " + result + ")";
        };
    for (Reason known : Reason.values()) {
      if (known.source == source && known.code == reason) {
        return how + ": " + known.meaning;
      }
    }
    return how + ": source " + source + ", reason " + reason;
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Event received() {
    return Event.Evt4;
  }
}
