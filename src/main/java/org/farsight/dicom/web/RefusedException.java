package org.farsight.dicom.web;

/** An instance cannot be put together from its metadata and bulk data. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int reason;

  /**
   * Says why.
   *
   * @param reason a Failure Reason of {@link StowResponse}
   * @param why where and what, without data of a patient
   */
  RefusedException(int reason, String why) {
    super(why);
    this.reason = reason;
  }

  int reason() {
    return reason;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
