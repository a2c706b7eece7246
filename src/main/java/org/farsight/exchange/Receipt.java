package org.farsight.exchange;

/**
 * What the sender is told, and why. The answer says only whether we keep the object: a device must
 * not loop over what waits in quarantine.
 */
public sealed interface Receipt {

  /** The answer for a sender over DICOM: a C-STORE status (PS3.4 §B.2.3). */
  int dimseStatus();

  /**
   * Kept, and on its way.
   *
   * @param exchangeId the exchange it belongs to
   * @param repeated true if the same bytes were here already: accepted, counted, dropped
   */
  record Kept(String exchangeId, boolean repeated) implements Receipt {
    @Override
    public int dimseStatus() {
      return 0x0000;
    }
  }

  /**
   * Kept, but a person must decide before it goes on.
   *
   * @param quarantineId under which id its bytes are kept
   * @param reason which rule kept it back
   * @param why in plain words with offset or path, without patient data
   */
  record Quarantined(long quarantineId, QuarantineReason reason, String why) implements Receipt {
    @Override
    public int dimseStatus() {
      return 0x0000;
    }
  }

  /**
   * Not kept: the sender still owns it.
   *
   * @param cause decides the answer
   * @param why in plain words, without patient data
   */
  record NotKept(Cause cause, String why) implements Receipt {
    @Override
    public int dimseStatus() {
      return cause.dimseStatus;
    }
  }

  /** Why something is not kept. */
  enum Cause {
    /** Disk or another limit. */
    OUT_OF_RESOURCES(0xA700, 507),
    /** The data set is not of the class or instance that the command announced. */
    NOT_AS_ANNOUNCED(0xA900, 400),
    /** It cannot be read up to its UIDs. */
    CANNOT_UNDERSTAND(0xC000, 400),
    /** The sender broke off; there is nobody to answer. */
    BROKEN_OFF(0xC000, 400);

    private final int dimseStatus;
    private final int httpStatus;

    Cause(int dimseStatus, int httpStatus) {
      this.dimseStatus = dimseStatus;
      this.httpStatus = httpStatus;
    }

    /** The answer for a sender over HTTP. */
    public int httpStatus() {
      return httpStatus;
    }
  }
}
