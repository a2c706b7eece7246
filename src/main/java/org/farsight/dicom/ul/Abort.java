package org.farsight.dicom.ul;

import java.util.Optional;

/**
 * A-ABORT, PS3.8 §9.3.8.
 *
 * @param source 0 service-user, 2 service-provider
 * @param reason of meaning only for the provider, see {@link Reason}
 */
public record Abort(int source, int reason) implements Pdu {
  static final int TYPE = 0x07;

  /** {@link #source}: the service-user. */
  public static final int USER = 0;

  /** {@link #source}: the service-provider. */
  public static final int PROVIDER = 2;

  /** PS3.8 table 9-26: why the provider aborts. */
  public enum Reason {
    NOT_SPECIFIED(0, "reason not specified"),
    UNRECOGNIZED_PDU(1, "unrecognized PDU"),
    UNEXPECTED_PDU(2, "unexpected PDU"),
    UNRECOGNIZED_PDU_PARAMETER(4, "unrecognized PDU parameter"),
    UNEXPECTED_PDU_PARAMETER(5, "unexpected PDU parameter"),
    INVALID_PDU_PARAMETER(6, "invalid PDU parameter value");

    private final int code;
    private final String meaning;

    Reason(int code, String meaning) {
      this.code = code;
      this.meaning = meaning;
    }
  }

  /** An abort by the service-user. */
  public static Abort byUser() {
    return new Abort(USER, 0);
  }

  /** An abort by the service-provider. */
  public static Abort byProvider(Reason reason) {
    return new Abort(PROVIDER, reason.code);
  }

  /** The provider's reason, empty for the user's aborts and for codes that are reserved. */
  public Optional<Reason> providerReason() {
    if (source == PROVIDER) {
      for (Reason known : Reason.values()) {
        if (known.code == reason) {
          return Optional.of(known);
        }
      }
    }
    return Optional.empty();
  }

  /** Source and reason in plain words. */
  public String describe() {
    String who =
        switch (source) {
          case USER -> "by the service-user";
          case PROVIDER -> "by the service-provider";
          default -> "by source " + source;
        };
    String why = providerReason().map(known -> known.meaning).orElse("reason " + reason);
    return source == USER && reason == 0 ? who : who + ": " + why;
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Event received() {
    return Event.Evt16;
  }
}
