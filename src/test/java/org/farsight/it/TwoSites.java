package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.access.Role;
import org.farsight.app.EngineFile;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.StorageContext;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;

/**
 * An engine that wants to know who asks, and two branch sites that have sent it a study, an ECG, an
 * order and something broken each; the study is read.
 */
final class TwoSites implements AutoCloseable {
  static final List<String> SITES = List.of("lakeside", "hillside");

  private static final Path ECG = Path.of("test-data/ecg/aecg/qingshan-normal.xml");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final RunningEngine engine;
  private final String base;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> names = new LinkedHashMap<>();
  private final List<String> secrets = new ArrayList<>();

  /**
   * Somebody who asks.
   *
   * @param site the only one that is theirs
   * @param patientData whether they may see patients
   */
  record Person(WebPerson web, Role role, Optional<String> site, boolean patientData) {}

  TwoSites(Path folder, String fhirUrl) throws Exception {
    engine =
        RunningEngine.in(
            folder,
            "http.auth=on",
            EngineHome.fhir(fhirUrl),
            "reading.poll-seconds=1",
            "study.quiet-seconds=0");
    base = engine.engine().httpAddress();
    String token = EngineFile.of(engine.home().data()).orElseThrow().tokenIfAny().orElseThrow();
    secrets.add(token);
    secrets.add(engine.engine().firstPassword().orElseThrow());
    add("command", WebPerson.withToken(base, token), Role.COMMAND, "", true);
    signIn("reader", Role.READER, "", "", true);
    signIn("chief", Role.CHIEF_READER, "", "", true);
    signIn("engineer", Role.ENGINEER, "", "", false);
    signIn("trusted", Role.ENGINEER, "", ",\"patientData\":true", true);
    signIn("second", Role.ADMINISTRATOR, "", "", false);
    add("monitor", WebPerson.withToken(base, token("")), Role.MONITOR, "", false);
    for (String site : SITES) {
      signIn(site, Role.BRANCH_STAFF, site, ",\"site\":\"" + site + "\"", true);
      String device = site + " device";
      add(device, WebPerson.withToken(base, token(site)), Role.DEVICE, site, true);
    }
    for (String site : SITES) {
      names.put(site, new LinkedHashMap<>(Map.of("site", site)));
      sends(site);
    }
    for (String site : SITES) {
      isACase(names(site));
      isRead(names(site), FhirServer.at(fhirUrl));
    }
  }

  private void add(String name, WebPerson web, Role role, String site, boolean patientData) {
    Optional<String> own = Optional.of(site).filter(id -> !id.isEmpty());
    people.put(name, new Person(web, role, own, patientData));
    secrets.add(web.secret().replaceFirst(".*[ =]", ""));
  }

  private void signIn(String user, Role role, String site, String more, boolean patientData)
      throws Exception {
    String body = "{\"user\":\"" + user + "\",\"role\":\"" + role.word() + "\"" + more + "}";
    String password = command().json("POST", "/account", body).path("password").asText();
    secrets.add(password);
    secrets.add(WebPerson.own(user));
    add(user, WebPerson.signedIn(base, user, password), role, site, patientData);
  }

  private String token(String site) throws Exception {
    String of = site.isEmpty() ? "" : ",\"site\":\"" + site + "\"";
    return command()
        .json("POST", "/token", "{\"for\":\"a test\"" + of + "}")
        .path("token")
        .asText();
  }

  /** A study by C-STORE, an ECG, an order and a broken ECG by HTTP, each of a person of its own. */
  private void sends(String site) throws Exception {
    Map<String, String> of = names(site);
    String mark = site.substring(0, 4);
    of.put("patient", mark.toUpperCase(java.util.Locale.ROOT) + Uid.random().substring(5, 17));
    of.put("family", "Zz" + mark + "family");
    of.put("accession", "ACC" + Uid.random().substring(5, 15));
    of.put("study", Uid.random());
    of.put("series", of.get("study") + ".1");
    of.put("instance", Uid.random());
    DataSet image = image(of);
    assertThat(new Device(aet(site), engine.dicom()).push(List.of(pushed(image))))
        .allMatch(status -> status.code() == 0);
    WebPerson device = person(site + " device").web();
    of.put("ecgpatient", "E" + of.get("patient"));
    String ecg = ecg(of);
    of.put("ecg", device.json("POST", "/ecg", ecg).path("id").asText());
    HttpResponse<String> broken = device.send("POST", "/ecg", ecg.substring(0, 3000));
    of.put("quarantine", WebPerson.JSON.readTree(broken.body()).path("quarantine").asText());
    of.put("placer", "ORD" + Uid.random().substring(5, 15));
    JsonNode taken = device.json("POST", "/fhir", order(of));
    of.put("order", taken.findPath("location").asText().replaceFirst(".*exchange/", ""));
  }

  private static String aet(String site) {
    return site.equals(EngineHome.SITE) ? EngineHome.CALLER : "HILL_CT";
  }

  /** Of the same study, or of another with the same UID. */
  static DataSet image(Map<String, String> of) {
    byte[] pixels = new byte[16 * 16 * 2];
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
        .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, of.get("instance"))
        .put(Tag.ACCESSION_NUMBER, VR.SH, of.get("accession"))
        .put(Tag.MODALITY, VR.CS, "CT")
        .put(Tag.PATIENT_NAME, VR.PN, of.get("family") + "^A")
        .put(Tag.PATIENT_ID, VR.LO, of.get("patient"))
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, of.get("study"))
        .put(Tag.SERIES_INSTANCE_UID, VR.UI, of.get("series"))
        .put(Tag.INSTANCE_NUMBER, VR.IS, "1")
        .putInts(Tag.SAMPLES_PER_PIXEL, VR.US, 1)
        .put(Tag.PHOTOMETRIC_INTERPRETATION, VR.CS, "MONOCHROME2")
        .putInts(Tag.ROWS, VR.US, 16)
        .putInts(Tag.COLUMNS, VR.US, 16)
        .putInts(Tag.BITS_ALLOCATED, VR.US, 16)
        .putInts(Tag.BITS_STORED, VR.US, 16)
        .putInts(Tag.HIGH_BIT, VR.US, 15)
        .putInts(Tag.PIXEL_REPRESENTATION, VR.US, 0)
        .putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
  }

  static PushedObject pushed(DataSet image) {
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    return new PushedObject(
        new StorageContext(Uid.CT_IMAGE_STORAGE, syntax.uid()),
        image.string(Tag.SOP_INSTANCE_UID).orElseThrow(),
        DataSetWriter.toBytes(image, syntax));
  }

  private static String ecg(Map<String, String> of) throws Exception {
    return Files.readString(ECG, StandardCharsets.UTF_8)
        .replaceAll("<family([^>]*)>[^<]*<", "<family$1>" + of.get("family") + "<")
        .replaceAll(
            "(?s)(<trialSubject[^>]*>\\s*<id [^>]*extension=\")[^\"]*",
            "$1" + of.get("ecgpatient"));
  }

  private static String order(Map<String, String> of) {
    return """
    {"resourceType": "Bundle", "type": "transaction", "entry": [{"fullUrl": "urn:uuid:p",
      "resource": {"resourceType": "Patient", "identifier": [{"value": "O%s"}],
        "name": [{"text": "%s"}], "gender": "male", "birthDate": "1928-02-29"},
      "request": {"method": "POST", "url": "Patient"}},
     {"resource": {"resourceType": "ServiceRequest", "status": "active", "intent": "order",
       "identifier": [{"type": {"coding": [{"code": "PLAC"}]},
         "system": "https://farsight.org/fhir/site/%s/placer/HIS", "value": "%s"}],
       "code": {"text": "胸部CT平扫"}, "authoredOn": "2026-03-16T09:00:00+08:00",
       "subject": {"reference": "urn:uuid:p"}},
      "request": {"method": "POST", "url": "ServiceRequest"}}]}\
    """
        .formatted(of.get("patient"), of.get("family"), of.get("site"), of.get("placer"));
  }

  /** Waits until study, ECG and order are at the FHIR server and the study is a case. */
  private void isACase(Map<String, String> of) {
    JsonNode kept =
        awaited(
            "/exchange?limit=10&id=" + of.get("study"),
            found -> found.path("exchanges").path(0).path("state").asText().equals("DELIVERED"));
    of.put("exchange", kept.path("exchanges").path(0).path("id").asText());
    JsonNode list =
        awaited("/worklist?site=" + of.get("site"), found -> found.path("cases").size() == 2);
    for (JsonNode one : list.path("cases")) {
      boolean study = one.path("exchange").asText().equals(of.get("exchange"));
      of.put(study ? "case" : "ecgcase", one.path("id").asText());
    }
    JsonNode orders =
        awaited("/orders?site=" + of.get("site"), found -> found.path("orders").size() > 0);
    for (JsonNode one : orders.path("orders")) {
      if (one.path("placer").asText().equals(of.get("placer"))) {
        of.put("request", one.path("id").asText());
      }
    }
    assertThat(of).containsKeys("case", "ecgcase", "request");
  }

  /** Somebody's reading system writes the report of the study at the FHIR server. */
  private void isRead(Map<String, String> of, FhirServer fhir) {
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReportStatus.FINAL).setIssued(new Date());
    report.getCode().setText("CT");
    report.setConclusion("conclusion for " + of.get("family"));
    report.addBasedOn(fhir.task(of.get("study")).getBasedOnFirstRep().copy());
    report.addResultsInterpreter().setDisplay("李医生");
    fhir.client().create().resource(report).execute();
    JsonNode list =
        awaited(
            "/branch/reports?site=" + of.get("site"), found -> found.path("reports").size() == 1);
    of.put("reported", list.path("reports").path(0).path("case").asText());
    assertThat(of.get("reported")).isEqualTo(of.get("case"));
  }

  private JsonNode awaited(String path, java.util.function.Predicate<JsonNode> holds) {
    WebPerson asks = path.startsWith("/worklist") ? person("reader").web() : command();
    return await().atMost(PATIENCE).until(() -> asks.json("GET", path, ""), holds);
  }

  RunningEngine engine() {
    return engine;
  }

  String base() {
    return base;
  }

  WebPerson command() {
    return person("command").web();
  }

  Person person(String name) {
    Person person = people.get(name);
    if (person == null) {
      throw new IllegalArgumentException(name);
    }
    return person;
  }

  Map<String, Person> people() {
    return people;
  }

  /** Those who belong to a site. */
  List<Person> of(String site) {
    return people.values().stream()
        .filter(person -> person.site().equals(Optional.of(site)))
        .toList();
  }

  /** What a site has, by the names that addresses are filled with. */
  Map<String, String> names(String site) {
    Map<String, String> of = names.get(site);
    if (of == null) {
      throw new IllegalArgumentException(site);
    }
    return of;
  }

  static String other(String site) {
    return site.equals(SITES.getFirst()) ? SITES.getLast() : SITES.getFirst();
  }

  /** Whatever tells something of a site's cases. */
  List<String> marks(String site) {
    return names(site).entrySet().stream()
        .filter(one -> !List.of("site", "quarantine").contains(one.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Passwords, tokens and sessions of everybody. */
  List<String> secrets() {
    return secrets;
  }

  @Override
  public void close() {
    engine.close();
  }
}
