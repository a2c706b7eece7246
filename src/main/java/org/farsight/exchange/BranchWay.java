package org.farsight.exchange;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A way by which a branch is given the reports on its examinations, and is told of critical values.
 * A site has at most one of each kind.
 */
public sealed interface BranchWay extends Target {

  /** How the names of the steps of all ways begin; no other target's id has a dot. */
  String PREFIX = "return.";

  /** The site that it leads to. */
  String siteId();

  /** What it is called in the site's configuration. */
  String way();

  /**
   * Whether an examination counts as returned only once this way has accepted the newest version of
   * each of its reports.
   */
  boolean required();

  /** Whether it can carry a critical value, which is no document. */
  boolean tellsCriticalValues();

  @Override
  default String id() {
    return id(siteId(), way());
  }

  @Override
  default boolean takes(Kind kind) {
    return switch (kind) {
      case STUDY, ECG, ORDER, PATIENT -> false;
      case REPORT -> true;
      case CRITICAL -> tellsCriticalValues();
    };
  }

  @Override
  default boolean takes(Exchange exchange) {
    return takes(exchange.kind()) && exchange.siteId().equals(siteId());
  }

  /** Name of the step of a way. */
  static String id(String siteId, String way) {
    return PREFIX + siteId + "." + way;
  }

  /** What a way is called within its site, by the name of its step. */
  static String wayOf(String step) {
    return step.substring(step.lastIndexOf('.') + 1);
  }

  /**
   * The branch's FHIR R4 server.
   *
   * @param url its base, without a slash at the end
   * @param tokenFile holds what is sent as bearer token; empty: nothing is
   */
  record Fhir(String siteId, boolean required, String url, Optional<Path> tokenFile)
      implements BranchWay {
    @Override
    public String way() {
      return "fhir";
    }

    @Override
    public boolean tellsCriticalValues() {
      return true;
    }
  }

  /** Character set of messages. */
  enum Characters {
    /** MSH-18 {@code UNICODE UTF-8}. */
    UTF_8("UNICODE UTF-8", StandardCharsets.UTF_8),
    /** MSH-18 {@code GB 18030-2000}, which GBK and GB 2312 are parts of. */
    GB18030("GB 18030-2000", Charset.forName("GB18030"));

    private final String declared;
    private final Charset charset;

    Characters(String declared, Charset charset) {
      this.declared = declared;
      this.charset = charset;
    }

    /** As HL7 table 0211 names it. */
    public String declared() {
      return declared;
    }

    /** What bytes are made with. */
    public Charset charset() {
      return charset;
    }
  }

  /**
   * HL7 v2 messages (ORU^R01) over MLLP.
   *
   * @param host name or address
   * @param port TCP port
   * @param characters of the messages
   * @param application the receiving application (MSH-5); may be empty
   * @param facility the receiving facility (MSH-6); may be empty
   * @param ackWithin how long an acknowledgement is waited for
   */
  record Hl7(
      String siteId,
      boolean required,
      String host,
      int port,
      Characters characters,
      String application,
      String facility,
      Duration ackWithin)
      implements BranchWay {
    @Override
    public String way() {
      return "hl7";
    }

    @Override
    public boolean tellsCriticalValues() {
      return true;
    }
  }

  /**
   * The branch's own archive, which gets the report as an encapsulated PDF by C-STORE.
   *
   * @param node what is called
   * @param callingAet how we call ourselves there
   */
  record Dicom(String siteId, boolean required, Node node, String callingAet) implements BranchWay {
    @Override
    public String way() {
      return "dicom";
    }

    @Override
    public boolean tellsCriticalValues() {
      return false;
    }
  }

  /**
   * A folder, most often one of a file server.
   *
   * @param path it must be there already: a file server that is away is not taken for empty
   */
  record Folder(String siteId, boolean required, Path path) implements BranchWay {
    @Override
    public String way() {
      return "folder";
    }

    @Override
    public boolean tellsCriticalValues() {
      return true;
    }
  }

  /** The branch's own page here, which each site has. */
  record Page(String siteId, boolean required) implements BranchWay {
    @Override
    public String way() {
      return "page";
    }

    @Override
    public boolean tellsCriticalValues() {
      return true;
    }
  }
}
