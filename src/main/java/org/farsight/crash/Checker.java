package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what devices were told with the ledger, the archive and the FHIR server. To be asked
 * when all is up and quiet: what is on its way then counts as lost.
 */
public final class Checker {
  private static final String DICOM_UID = "urn:dicom:uid";

  private final Asked asked;
  private final Path archive;
  private final List<String> lost = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();
  private final List<String> stuck = new ArrayList<>();

  private Checker(Asked asked, Path archive) {
    this.asked = asked;
    this.archive = archive;
  }

  /**
   * Compares.
   *
   * @param sent what devices were told
   * @param archive folder of the archive
   */
  public static Findings check(Asked asked, Path archive, List<Sent> sent)
      throws IOException, InterruptedException {
    Checker checker = new Checker(asked, archive);
    Map<String, List<Sent.Image>> studies = new LinkedHashMap<>();
    Set<String> rubbish = new TreeSet<>();
    Set<String> owed = new TreeSet<>();
    for (Sent one : sent) {
      switch (one) {
        case Sent.Image image ->
            studies.computeIfAbsent(image.study(), study -> new ArrayList<>()).add(image);
        case Sent.Ecg ecg -> checker.ecg(ecg.digest());
        case Sent.Rubbish bad -> rubbish.add(bad.digest());
        case Sent.Commitment commitment -> owed.add(commitment.transaction());
        case Sent.Report report -> {
          // compared with what is owed
        }
      }
    }
    for (Sent one : sent) {
      if (one instanceof Sent.Report report) {
        owed.remove(report.transaction());
      }
    }
    for (Map.Entry<String, List<Sent.Image>> study : studies.entrySet()) {
      checker.study(study.getKey(), study.getValue());
    }
    checker.archive(studies);
    checker.rubbish(rubbish);
    owed.forEach(tx -> checker.stuck.add("storage commitment " + tx + " was never reported"));
    return new Findings(checker.lost, checker.doubled, checker.stuck);
  }

  /** A study in the ledger and at the FHIR server. */
  private void study(String study, List<Sent.Image> images)
      throws IOException, InterruptedException {
    Set<String> instances = new TreeSet<>();
    images.forEach(image -> instances.add(image.instance()));
    List<JsonNode> exchanges = asked.exchanges(study);
    one("ledger: exchange of study " + study, exchanges);
    if (!exchanges.isEmpty()) {
      int count = exchanges.getFirst().path("arrivals").path("count").asInt();
      compare("ledger: study " + study, instances.size(), count);
      steps(exchanges.getFirst());
    }
    List<JsonNode> imaging = asked.resources("ImagingStudy", DICOM_UID, "urn:oid:" + study);
    one("FHIR server: ImagingStudy of " + study, imaging);
    if (!imaging.isEmpty()) {
      List<String> there = new ArrayList<>();
      imaging
          .getFirst()
          .path("series")
          .forEach(
              series ->
                  series
                      .path("instance")
                      .forEach(instance -> there.add(instance.path("uid").asText())));
      Set<String> missing = new TreeSet<>(instances);
      there.forEach(missing::remove);
      missing.forEach(one -> lost.add("FHIR server: " + one + " is not in its ImagingStudy"));
      if (there.size() > new TreeSet<>(there).size() || there.size() > instances.size()) {
        doubled.add("FHIR server: ImagingStudy of " + study + " lists " + there.size());
      }
    }
    one("FHIR server: Task of " + study, asked.ours("Task", "reading-task", study));
  }

  private void ecg(String digest) throws IOException, InterruptedException {
    List<JsonNode> exchanges = asked.exchanges(digest);
    one("ledger: exchange of ECG " + digest, exchanges);
    if (!exchanges.isEmpty()) {
      compare(
          "ledger: ECG " + digest, 1, exchanges.getFirst().path("arrivals").path("count").asInt());
      steps(exchanges.getFirst());
    }
    one("FHIR server: Observation of " + digest, asked.ours("Observation", "content", digest));
    one(
        "FHIR server: DocumentReference of " + digest,
        asked.ours("DocumentReference", "content", digest));
    one("FHIR server: Task of ECG " + digest, asked.ours("Task", "reading-task", digest));
  }

  private void rubbish(Set<String> digests) throws IOException, InterruptedException {
    if (digests.isEmpty()) {
      return;
    }
    Map<String, Integer> kept = new LinkedHashMap<>();
    asked
        .quarantined(1000)
        .forEach(entry -> kept.merge(entry.path("sha256").asText(), 1, Integer::sum));
    for (String digest : digests) {
      int count = kept.getOrDefault(digest, 0);
      if (count == 0) {
        lost.add("quarantine: " + digest + " is not there");
      } else if (count > 1) {
        doubled.add("quarantine: " + digest + " is there " + count + " times");
      }
    }
  }

  private void archive(Map<String, List<Sent.Image>> studies) throws IOException {
    for (Map.Entry<String, List<Sent.Image>> study : studies.entrySet()) {
      ArchivedObjects there = ArchivedObjects.of(archive, study.getKey());
      Set<String> looked = new TreeSet<>();
      for (Sent.Image image : study.getValue()) {
        if (looked.add(image.instance())) {
          int copies = there.copies(image.instance());
          if (copies == 0) {
            lost.add("archive: " + image.instance() + " is not there");
          } else if (!there.digest(image.instance()).equals(image.digest())) {
            lost.add("archive: " + image.instance() + " has other bytes");
          }
        }
      }
    }
    ArchivedObjects.doubles(archive)
        .forEach(name -> doubled.add("archive: " + name + " is there more than once"));
  }

  private void one(String what, List<JsonNode> found) {
    compare(what, 1, found.size());
  }

  private void compare(String what, int expected, int found) {
    if (found < expected) {
      lost.add(what + ": " + found + " instead of " + expected);
    } else if (found > expected) {
      doubled.add(what + ": " + found + " instead of " + expected);
    }
  }

  /** A step is done, or a person is told why not; else something must drive it on. */
  private void steps(JsonNode exchange) {
    step(exchange, "convert", exchange.path("conversion"));
    exchange
        .path("targets")
        .forEach(target -> step(exchange, target.path("target").asText(), target));
    if (exchange.path("targets").isEmpty()) {
      stuck.add(name(exchange) + ": no target was ever wanted");
    }
  }

  private void step(JsonNode exchange, String name, JsonNode step) {
    if (!isSettled(step, Instant.now())) {
      stuck.add(
          name(exchange)
              + ": step "
              + name
              + " is "
              + step.path("outcome").asText("absent")
              + " at "
              + step.path("done").asInt()
              + " of "
              + step.path("wanted").asInt()
              + ", due "
              + step.path("nextTry").asText("never"));
    } else if (step.path("wanted").asInt() < exchange.path("revision").asInt()) {
      stuck.add(name(exchange) + ": step " + name + " does not want the newest revision");
    }
  }

  /** Done, quarantined with a reason, or parked with a reason and a time to come. */
  static boolean isSettled(JsonNode step, Instant now) {
    return switch (step.path("outcome").asText()) {
      case "DONE" -> true;
      case "QUARANTINED" -> !step.path("why").asText().isEmpty();
      case "PARKED" ->
          !step.path("why").asText().isEmpty()
              && step.has("nextTry")
              && Instant.parse(step.path("nextTry").asText())
                  .isAfter(now.minus(Duration.ofSeconds(10)));
      default -> false;
    };
  }

  private static String name(JsonNode exchange) {
    return "exchange " + exchange.path("id").asText();
  }
}
