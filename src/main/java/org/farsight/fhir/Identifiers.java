package org.farsight.fhir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.Identifier;

/** The systems under which we identify, code and profile what we write. */
public final class Identifiers {

  /** Below it stand all systems and profiles of our own. */
  public static final String BASE = "https://farsight.org/fhir";

  /** Branch sites; the value is the site's id in the configuration. */
  public static final String SITE = BASE + "/site";

  /** Readers and others who sign in; the value is the name by which one does. */
  public static final String READER = BASE + "/reader";

  /** Departments of the core hospital. */
  public static final String DEPARTMENT = BASE + "/department";

  /** What is found by its content; the value is the SHA-256 of the bytes in lower-case hex. */
  public static final String CONTENT = BASE + "/content";

  /** Patients of whom nobody told an id; the value is the exchange's key. */
  public static final String UNIDENTIFIED = BASE + "/unidentified";

  /** Orders made for what came without one; the value is the exchange's key. */
  public static final String UNORDERED = BASE + "/unordered";

  /** Reading tasks; the value is the exchange's key. */
  public static final String READING_TASK = BASE + "/reading-task";

  /** Reports; the value is the id of the case. */
  public static final String REPORT = BASE + "/report";

  /** Key images of reports: SOP Instance UID and frame. */
  public static final String KEY_IMAGE = BASE + "/key-image";

  /** Notices of critical values and their answers: {@code <exchange id>/<revision>}. */
  public static final String COMMUNICATION = BASE + "/communication";

  /** What a conversion read: {@code <exchange id>/<revision>}. */
  public static final String REVISION = BASE + "/revision";

  /** Addresses of archives. */
  public static final String ENDPOINT = BASE + "/endpoint";

  /** Measurements, statements and further waveforms of an ECG: content digest and a word. */
  public static final String ECG_PART = BASE + "/ecg-part";

  /** Critical values of an ECG: content digest and the rule's id. */
  public static final String CRITICAL_VALUE = BASE + "/critical-value";

  /** Flags on a patient: the exchange's key and what does not agree. */
  public static final String CONTRADICTION = BASE + "/identity-contradiction";

  /** Programs: {@code farsight/<version>}. */
  public static final String SOFTWARE = BASE + "/software";

  /** Programs that ask; the value is {@code token-} and their token's id, or {@code command}. */
  public static final String TOKEN = BASE + "/token";

  /** Exchanges; the value is the exchange's id. */
  public static final String EXCHANGE = BASE + "/exchange";

  /** Lists and searches; the value is the address. */
  public static final String ADDRESS = BASE + "/address";

  /** Residence permits that share the form of the resident id card. */
  public static final String RESIDENCE_PERMIT = BASE + "/residence-permit";

  /** Resident identity cards of the People's Republic of China (root of GB 11643 numbers). */
  public static final String RESIDENT_ID = "urn:oid:2.16.156.10011.1.3";

  /** DICOM UIDs as FHIR's ImagingStudy writes them; the value starts with {@code urn:oid:}. */
  public static final String DICOM_UID = "urn:dicom:uid";

  public static final String LOINC = "http://loinc.org";
  public static final String SNOMED = "http://snomed.info/sct";
  public static final String UCUM = "http://unitsofmeasure.org";
  public static final String MDC = "urn:iso:std:iso:11073:10101";
  public static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  public static final String URI = "urn:ietf:rfc:3986";
  public static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";

  /** What a Task or one of its inputs is about. */
  public static final String READING = codeSystem("reading");

  /** How far a reading task has come (Task.businessStatus). */
  public static final String BUSINESS_STATUS = codeSystem("business-status");

  /** Parts of an ECG beside its rhythm recording. */
  public static final String ECG_PART_KIND = codeSystem("ecg-part");

  /** Faults of an ECG's signal. */
  public static final String ECG_QUALITY = codeSystem("ecg-quality");

  /** What can become of a rule of the critical values. */
  public static final String CRITICAL_OUTCOME = codeSystem("critical-outcome");

  /** Why a reading task goes back to the branch (Task.statusReason). */
  public static final String REJECTION = codeSystem("rejection");

  /** What somebody who asks is to the engine (AuditEvent.agent.role). */
  public static final String ROLE = codeSystem("role");

  /** What does not agree about a patient (Flag.code). */
  public static final String CONTRADICTION_KIND = codeSystem("identity-contradiction");

  /** The reason of a task that is not to be done because its order was taken back. */
  public static final String ORDER_CANCELLED = "order-cancelled";

  public static final String PROFILE_PATIENT = profile("patient");
  public static final String PROFILE_IMAGING_STUDY = profile("imaging-study");
  public static final String PROFILE_ECG_RECORDING = profile("ecg-recording");
  public static final String PROFILE_SERVICE_REQUEST = profile("service-request");
  public static final String PROFILE_READING_TASK = profile("reading-task");

  public static final String PROFILE_ECG_QUALITY = profile("ecg-quality");
  public static final String PROFILE_CRITICAL_VALUES = profile("critical-values");
  public static final String PROFILE_CRITICAL_FLAG = profile("critical-flag");

  public static final String PROFILE_ORGANIZATION = profile("organization");
  public static final String PROFILE_DEVICE = profile("device");
  public static final String PROFILE_ENDPOINT = profile("endpoint");
  public static final String PROFILE_ECG_LONG_RECORDING = profile("ecg-long-recording");
  public static final String PROFILE_ECG_MEASUREMENT = profile("ecg-measurement");
  public static final String PROFILE_ECG_STATEMENT = profile("ecg-statement");
  public static final String PROFILE_ECG_PART = profile("ecg-part");
  public static final String PROFILE_ECG_ORIGINAL = profile("ecg-original");
  public static final String PROFILE_ECG_DRAWING = profile("ecg-drawing");
  public static final String PROFILE_ECG_PAGE = profile("ecg-page");
  public static final String PROFILE_BINARY = profile("binary");
  public static final String PROFILE_PROVENANCE = profile("provenance");

  /** What the reading room writes: reports, messages about critical values, looks at patients. */
  public static final String PROFILE_IMAGING_REPORT = profile("imaging-report");

  public static final String PROFILE_ECG_REPORT = profile("ecg-report");
  public static final String PROFILE_REPORT_PROVENANCE = profile("report-provenance");
  public static final String PROFILE_CRITICAL_MESSAGE = profile("critical-message");
  public static final String PROFILE_CRITICAL_ANSWER = profile("critical-answer");
  public static final String PROFILE_AUDIT_EVENT = profile("audit-event");
  public static final String PROFILE_PRACTITIONER = profile("practitioner");
  public static final String PROFILE_KEY_IMAGE = profile("key-image");

  public static final String PROFILE_IDENTITY_FLAG = profile("identity-flag");

  /** Extension of a critical Flag: the published lists and their editions. */
  public static final String EXTENSION_CRITICAL_SOURCE = profile("critical-source");

  /** Extension of a critical Flag: what a condition of the rule holds by. */
  public static final String EXTENSION_CRITICAL_EVIDENCE = profile("critical-evidence");

  /** Extension of a critical Flag: the recording it was found in. */
  public static final String EXTENSION_CRITICAL_RECORDING = profile("critical-recording");

  /** Extension of a SampledData: milliseconds from the recording's start to its first sample. */
  public static final String EXTENSION_OFFSET = profile("sampled-data-offset");

  /** Extension of a component: the lead that it is about. */
  public static final String EXTENSION_ABOUT_LEAD = profile("about-lead");

  /** Extension of a lead's component: how the lead was computed where it was not recorded. */
  public static final String EXTENSION_DERIVATION = profile("lead-derivation");

  private static final int LONGEST_WORD = 90;
  private static final int LONGEST_VALUE = 200;

  private Identifiers() {}

  /** The canonical URL of a profile or extension of our own. */
  static String profile(String name) {
    return BASE + "/StructureDefinition/" + name;
  }

  private static String codeSystem(String name) {
    return BASE + "/CodeSystem/" + name;
  }

  /**
   * The system of patient ids: the site's own, or one below it for an issuer that the object names.
   * An issuer that is an OID or a URL is one everywhere.
   */
  public static String patientSystem(Site site, String issuer) {
    if (issuer.isEmpty()) {
      return site.patientSystem();
    }
    return issuedBelow(site.system() + "/issuer", issuer);
  }

  /**
   * The system of an order's numbers.
   *
   * @param which {@code placer} or {@code filler}
   * @param issuer the assigning authority as it was written; may be empty
   */
  static String numberSystem(Site site, String which, String issuer) {
    String own = site.system() + "/" + which;
    return issuer.isEmpty() ? own : issuedBelow(own, issuer);
  }

  private static String issuedBelow(String base, String issuer) {
    if (isOid(issuer)) {
      return "urn:oid:" + issuer;
    }
    if (issuer.matches("(https?://|urn:)[!-~]{1,180}")) {
      return issuer;
    }
    String word = encoded(issuer);
    return base + "/" + (word.length() <= LONGEST_WORD ? word : Digests.sha256(issuer));
  }

  /** The search for what has a business identifier, {@code Type?identifier=system|value}. */
  public static String search(String type, Identifier key) {
    return type + "?identifier=" + TransactionBundle.token(key);
  }

  /**
   * The identifier by which the patient of an exchange is known; where nobody has told an id, one
   * that stands for the exchange.
   */
  public static Identity.Key patientKey(Exchange exchange, Site site) {
    return FhirText.code(exchange.patientId())
        .map(id -> patientKey(site, id, exchange.patientIssuer()))
        .orElseGet(() -> new Identity.Key(UNIDENTIFIED, exchange.key()));
  }

  /** The identifier of a patient whose id is told; SHA-256 stands for one that is too long. */
  public static Identity.Key patientKey(Site site, String id, String issuer) {
    String value = FhirText.code(id).orElse(id);
    return new Identity.Key(
        patientSystem(site, issuer), isSearchable(value) ? value : Digests.sha256(value));
  }

  /**
   * Whether a value may be searched for as it is: servers keep the URL of a conditional create,
   * HAPI FHIR up to 768 characters, and it holds up to two systems and values, percent-encoded.
   */
  static boolean isSearchable(String value) {
    return encoded(value).length() <= LONGEST_VALUE;
  }

  /** The system of codes of a scheme that is ours or a device's alone. */
  static String privateCodes(String scheme) {
    return BASE + "/coding/" + encoded(scheme);
  }

  /** Percent-encoding of all but letters, digits, {@code -}, {@code .}, {@code _}. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /** Whether a text is an object identifier as a {@code urn:oid:} may carry it. */
  static boolean isOid(String text) {
    return text.length() <= 128 && text.matches("[0-2](\\.(0|[1-9][0-9]*))+");
  }
}
