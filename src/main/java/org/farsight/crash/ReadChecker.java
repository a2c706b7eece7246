package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.farsight.crash.Branch.Heard;

/**
 * Compares what readers and branches were told with the ledger, the FHIR server, the branch's
 * folder and what its own system has heard.
 */
final class ReadChecker {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WITHDRAWN = "entered-in-error";

  private final Asked asked;
  private final Branch branch;
  private final List<String> files;
  private final List<Heard> heard;
  private final Set<String> criticals = new TreeSet<>();
  private final Found found = new Found();

  private ReadChecker(Asked asked, Branch branch) throws IOException {
    this.asked = asked;
    this.branch = branch;
    this.files = branch.files();
    this.heard = branch.heard();
  }

  /** What was said of one case. */
  private static final class Said {
    private boolean claimed;
    private int signings;
    private final Map<Integer, Sent.Signed> signed = new TreeMap<>();
  }

  /**
   * A version that the engine has.
   *
   * @param critical whether a critical value stands in it
   */
  private record Version(int number, String digest, String status, boolean critical) {
    boolean stands() {
      return !status.equals(WITHDRAWN);
    }
  }

  /** Compares. */
  static Findings check(Asked asked, Branch branch, List<Sent> sent)
      throws IOException, InterruptedException {
    if (sent.isEmpty()) {
      return Findings.NONE;
    }
    ReadChecker checker = new ReadChecker(asked, branch);
    Map<String, Said> cases = new LinkedHashMap<>();
    Set<String> answered = new TreeSet<>();
    for (Sent one : sent) {
      switch (one) {
        case Sent.Claimed claimed -> said(cases, claimed.caseId()).claimed = true;
        case Sent.Signing signing -> said(cases, signing.caseId()).signings++;
        case Sent.Signed signed ->
            said(cases, signed.caseId()).signed.put(signed.version(), signed);
        case Sent.Answered answer -> answered.add(answer.id());
        case Sent.Refused refused ->
            checker.found.lost.add("case " + refused.caseId() + ": " + refused.what());
        case Sent.Image image -> throw notRead(image);
        case Sent.Ecg ecg -> throw notRead(ecg);
        case Sent.Rubbish bad -> throw notRead(bad);
        case Sent.Commitment commitment -> throw notRead(commitment);
        case Sent.Report report -> throw notRead(report);
      }
    }
    for (Map.Entry<String, Said> one : cases.entrySet()) {
      checker.reading(one.getKey(), one.getValue());
    }
    checker.criticals.addAll(answered);
    for (String id : checker.criticals) {
      checker.critical(id, answered.contains(id));
    }
    return checker.found.findings();
  }

  private static IllegalArgumentException notRead(Sent other) {
    return new IllegalArgumentException("no word to a reader: " + other);
  }

  private static Said said(Map<String, Said> cases, String id) {
    return cases.computeIfAbsent(id, key -> new Said());
  }

  private void reading(String id, Said said) throws IOException, InterruptedException {
    JsonNode reading = asked.shown("/case/" + id);
    JsonNode task = asked.resource(reading.path("task").asText("Task/none"));
    String owner = task.at("/owner/identifier/value").asText();
    if (said.claimed && !owner.equals(Reader.LOGIN)) {
      found.lost.add("FHIR server: the Task of case " + id + " is not its reader's");
    }
    if (said.signings > 0) {
      report(id, said, task);
    }
  }

  private void report(String id, Said said, JsonNode task)
      throws IOException, InterruptedException {
    TreeMap<Integer, Version> versions = versions(id);
    for (Sent.Signed told : said.signed.values()) {
      Version there = versions.get(told.version());
      if (there == null
          || !there.digest().equals(told.digest())
          || !there.status().equals(told.status())) {
        found.lost.add("ledger: version " + told.version() + " of the read of " + id);
      }
    }
    if (versions.size() > said.signings) {
      found.doubled.add(
          "ledger: " + versions.size() + " versions of " + said.signings + " signatures on " + id);
    }
    List<JsonNode> reports = asked.ours("DiagnosticReport", "report", id);
    if (versions.isEmpty()) {
      found.compare("FHIR server: DiagnosticReport of " + id, 0, reports.size());
      return;
    }
    Version newest = versions.lastEntry().getValue();
    List<JsonNode> exchanges = asked.exchanges(branch.site() + "|" + id);
    found.one("ledger: exchange of the read of " + id, exchanges);
    exchanges.forEach(found::steps);
    found.one("FHIR server: DiagnosticReport of " + id, reports);
    if (!reports.isEmpty()) {
      written(id, versions, reports.getFirst(), task);
    }
    folder(id, newest);
    messages(id, versions);
    if (newest.stands() && newest.critical()) {
      List<String> notices = notices(asked, id);
      found.compare("ledger: critical value of " + id, 1, notices.size());
      criticals.addAll(notices);
    }
  }

  /** As the engine shows them. */
  private TreeMap<Integer, Version> versions(String id) throws IOException, InterruptedException {
    TreeMap<Integer, Version> versions = new TreeMap<>();
    for (Version version : shown(asked, id)) {
      if (versions.put(version.number(), version) != null) {
        found.doubled.add("ledger: version " + version.number() + " of the read of " + id);
      }
    }
    return versions;
  }

  private static List<Version> shown(Asked asked, String id)
      throws IOException, InterruptedException {
    List<Version> shown = new ArrayList<>();
    for (JsonNode one : asked.shown("/case/" + id + "/report").path("signed")) {
      shown.add(
          new Version(
              one.path("version").asInt(),
              one.path("sha256").asText(),
              one.path("status").asText(),
              one.has("critical")));
    }
    return shown;
  }

  /** Whether the branch is to be told of a critical value in the newest version of a read. */
  static boolean owesNotice(Asked asked, String id) throws IOException, InterruptedException {
    return shown(asked, id).stream()
        .max(Comparator.comparingInt(Version::number))
        .filter(newest -> newest.stands() && newest.critical())
        .isPresent();
  }

  /** The newest version, each signature, and the end of the task are at the FHIR server. */
  private void written(
      String id, TreeMap<Integer, Version> versions, JsonNode report, JsonNode task)
      throws IOException, InterruptedException {
    Version newest = versions.lastEntry().getValue();
    String here = "FHIR server: DiagnosticReport of " + id;
    if (!report.path("status").asText().equals(newest.status())) {
      found.lost.add(here + " is " + report.path("status").asText() + ", not " + newest.status());
    }
    List<String> forms = new ArrayList<>();
    report.path("presentedForm").forEach(form -> forms.add(form.path("url").asText()));
    found.compare(here + ": forms", 2, forms.size());
    if (!forms.contains("Binary/" + newest.digest())) {
      found.lost.add(here + " is not of version " + newest.number());
    }
    for (String form : forms) {
      if (asked.resource(form).isMissingNode()) {
        found.lost.add(here + ": " + form);
      }
    }
    String reference = "DiagnosticReport/" + report.path("id").asText();
    found.compare(
        "FHIR server: signatures (Provenance) of " + reference,
        versions.size(),
        asked.search("Provenance", "target", reference).size());
    String status = task.path("status").asText();
    if (!status.equals(newest.stands() ? "completed" : WITHDRAWN)) {
      found.lost.add("FHIR server: the Task of case " + id + " is " + status);
    }
    int named = 0;
    for (JsonNode output : task.path("output")) {
      named += output.at("/valueReference/reference").asText().equals(reference) ? 1 : 0;
    }
    found.compare("FHIR server: outputs of the Task of case " + id, 1, named);
  }

  /** The newest version is there whole; of an earlier one all files or the first ones. */
  private void folder(String id, Version newest) throws IOException {
    String end = "_" + id + "-v" + newest.number();
    List<String> there = files.stream().filter(name -> name.contains(end + ".")).toList();
    for (String type : List.of(".pdf", ".json")) {
      List<String> same = there.stream().filter(name -> name.endsWith(end + type)).toList();
      found.compare("folder: " + end.substring(1) + type, 1, same.size());
      for (String name : same) {
        byte[] bytes = Files.readAllBytes(branch.folder().resolve(name));
        String digest =
            type.equals(".pdf")
                ? Made.digest(bytes)
                : JSON.readTree(bytes).path("pdfSha256").asText();
        if (!digest.equals(newest.digest())) {
          found.lost.add("folder: " + name + " has other bytes");
        }
      }
    }
    there.stream()
        .filter(name -> name.startsWith("."))
        .forEach(name -> found.stuck.add("folder: " + name + " was left"));
  }

  /** The newest version was heard, the same message however often, and none older after it. */
  private void messages(String id, TreeMap<Integer, Version> versions) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    versions.values().forEach(version -> numbers.put(version.digest(), version.number()));
    Map<Integer, Heard> first = new TreeMap<>();
    int last = 0;
    for (Heard one : heard) {
      Integer number = numbers.get(one.pdf());
      if (number == null) {
        continue;
      }
      Heard before = first.putIfAbsent(number, one);
      if (before != null && !before.equals(one)) {
        found.doubled.add("branch: another message of version " + number + " of the read of " + id);
      }
      if (number < last) {
        found.doubled.add("branch: version " + number + " after " + last + " of the read of " + id);
      }
      last = number;
    }
    if (last < versions.lastKey()) {
      found.lost.add("branch: version " + versions.lastKey() + " of the read of " + id);
    }
  }

  /** A notice, wherever it goes. */
  private void critical(String id, boolean answered) throws IOException, InterruptedException {
    JsonNode exchange = asked.shown("/exchange/" + id);
    if (exchange.isMissingNode()) {
      found.lost.add("ledger: critical value " + id);
      return;
    }
    found.steps(exchange);
    int revision = exchange.path("revision").asInt();
    List<JsonNode> written = new ArrayList<>();
    for (int i = 1; i <= revision; i++) {
      List<JsonNode> same = asked.ours("Communication", "communication", id + "/" + i);
      if (same.size() > 1) {
        found.doubled.add("FHIR server: Communication " + id + "/" + i);
      }
      written.addAll(same);
    }
    if (written.isEmpty()) {
      found.lost.add("FHIR server: Communication of critical value " + id);
    }
    if (answered && written.stream().noneMatch(one -> one.has("inResponseTo"))) {
      found.lost.add("FHIR server: the answer to critical value " + id);
    }
    // the branch's own answer need not be told: which revision was is the way's affair
    boolean told =
        files.stream()
            .filter(name -> name.contains("_" + id + "-critical-") && name.endsWith(".json"))
            .anyMatch(name -> files.contains(name.replaceFirst("json$", "txt")));
    if (!told) {
      found.lost.add("folder: critical value " + id);
    }
    String examination = exchange.path("key").asText().replaceFirst("^[^|]*\\|(.{36}).*$", "$1");
    if (heard.stream().noneMatch(h -> h.status().equals("P") && h.about().equals(examination))) {
      found.lost.add("branch: critical value " + id + " of " + examination);
    }
  }

  /** What the branch is told of what a reader wrote of a case. */
  static List<String> notices(Asked asked, String caseId) throws IOException, InterruptedException {
    String examination = asked.shown("/case/" + caseId).path("exchange").asText();
    List<String> found = new ArrayList<>();
    for (JsonNode one :
        asked.shown("/critical?state=all&exchange=" + examination).path("critical")) {
      for (JsonNode value : one.path("values")) {
        if (value.asText().contains(Reader.criticalWords(caseId))) {
          found.add(one.path("id").asText());
        }
      }
    }
    return found;
  }
}
