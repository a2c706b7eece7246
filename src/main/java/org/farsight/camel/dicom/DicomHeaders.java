package org.farsight.camel.dicom;

/** Message headers of the {@code dicom:} consumer. */
public final class DicomHeaders {

  /** {@code StoreRequest}: who sends which object on which association. */
  public static final String REQUEST = "FarsightDicomRequest";

  /**
   * Set by the route: the status of the C-STORE response, an Integer (PS3.4 §B.2.3). A route that
   * sets none is answered for with 0110H, processing failure: silence is no success.
   */
  public static final String STATUS = "FarsightDicomStatus";

  /** Set by the route: Error Comment (0000,0902), which goes with a failure; cut at 64 letters. */
  public static final String COMMENT = "FarsightDicomComment";

  private DicomHeaders() {}
}
