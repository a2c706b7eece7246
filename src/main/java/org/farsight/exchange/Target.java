package org.farsight.exchange;

/** Where exchanges are delivered. */
public sealed interface Target permits Target.FhirServer, Target.Archive, BranchWay {

  /** Short name; the name of its step and of its queue. */
  String id();

  /** How the connection to an archive is secured. */
  enum Tls {
    /** Not at all. */
    NONE,
    /** By TLS; the archive's certificate is trusted and names its host. */
    VERIFIED_HOST,
    /** By TLS; the archive's certificate is trusted, whatever host it names. */
    ANY_HOST
  }

  /** True if an exchange of this kind is required to arrive here. */
  boolean takes(Kind kind);

  /** True if this exchange is required to arrive here. */
  default boolean takes(Exchange exchange) {
    return takes(exchange.kind());
  }

  /**
   * A FHIR R4 server.
   *
   * @param url its base, without a slash at the end
   * @param drawings whether it is given a drawing of each ECG, once it has the ECG itself
   */
  record FhirServer(String id, String url, boolean drawings) implements Target {

    /** One that is given no drawings. */
    public FhirServer(String id, String url) {
      this(id, url, false);
    }

    @Override
    public boolean takes(Kind kind) {
      return switch (kind) {
        case STUDY, ECG, ORDER, PATIENT, REPORT, CRITICAL -> true;
      };
    }
  }

  /**
   * A DICOM archive that takes C-STORE.
   *
   * @param aet its AE title
   * @param host name or address
   * @param port TCP port
   * @param callingAet how we call ourselves there
   * @param tls how the connection is secured
   * @param ecgs whether it is given a DICOM object of each ECG that came in another format
   * @param rejectionNotes whether it is told of a recall by a rejection note
   */
  record Archive(
      String id,
      String aet,
      String host,
      int port,
      String callingAet,
      Tls tls,
      boolean ecgs,
      boolean rejectionNotes)
      implements Target {

    /** One that takes ECGs and rejection notes too, over plain connections. */
    public Archive(String id, String aet, String host, int port, String callingAet) {
      this(id, aet, host, port, callingAet, Tls.NONE, true);
    }

    /** One that takes rejection notes too. */
    public Archive(
        String id, String aet, String host, int port, String callingAet, Tls tls, boolean ecgs) {
      this(id, aet, host, port, callingAet, tls, ecgs, true);
    }

    @Override
    public boolean takes(Kind kind) {
      return switch (kind) {
        case STUDY -> true;
        case ECG -> ecgs;
        case ORDER, PATIENT, REPORT, CRITICAL -> false;
      };
    }
  }
}
