package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
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
  private final Found found = new Found();

  private Checker(Asked asked, Path archive) {
    this.asked = asked;
    this.archive = archive;
  }

  /**
   * Compares.
   *
   * @param sent what devices were told
   * @param archive folder of the archive
   * @param branch what was handed back
   */
  public static Findings check(Asked asked, Path archive, Branch branch, List<Sent> sent)
      throws IOException, InterruptedException {
    Checker checker = new Checker(asked, archive);
    Map<String, List<Sent.Image>> studies = new LinkedHashMap<>();
    Set<String> rubbish = new TreeSet<>();
    List<Sent> reads = new ArrayList<>();
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
        case Sent.Claimed claimed -> reads.add(claimed);
        case Sent.Signing signing -> reads.add(signing);
        case Sent.Signed signed -> reads.add(signed);
        case Sent.Refused refused -> reads.add(refused);
        case Sent.Answered answered -> reads.add(answered);
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
    owed.forEach(tx -> checker.found.stuck.add("storage commitment " + tx + " was never reported"));
    return checker.found.findings().and(ReadChecker.check(asked, branch, reads));
  }

  /** A study in the ledger and at the FHIR server. */
  private void study(String study, List<Sent.Image> images)
      throws IOException, InterruptedException {
    Set<String> instances = new TreeSet<>();
    images.forEach(image -> instances.add(image.instance()));
    List<JsonNode> exchanges = asked.exchanges(study);
    found.one("ledger: exchange of study " + study, exchanges);
    if (!exchanges.isEmpty()) {
      int count = exchanges.getFirst().path("arrivals").path("count").asInt();
      found.compare("ledger: study " + study, instances.size(), count);
      found.steps(exchanges.getFirst());
    }
    List<JsonNode> imaging = asked.resources("ImagingStudy", DICOM_UID, "urn:oid:" + study);
    found.one("FHIR server: ImagingStudy of " + study, imaging);
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
      missing.forEach(one -> found.lost.add("FHIR server: " + one + " is not in its ImagingStudy"));
      if (there.size() > new TreeSet<>(there).size() || there.size() > instances.size()) {
        found.doubled.add("FHIR server: ImagingStudy of " + study + " lists " + there.size());
      }
    }
    found.one("FHIR server: Task of " + study, asked.ours("Task", "reading-task", study));
  }

  private void ecg(String digest) throws IOException, InterruptedException {
    List<JsonNode> exchanges = asked.exchanges(digest);
    found.one("ledger: exchange of ECG " + digest, exchanges);
    if (!exchanges.isEmpty()) {
      found.compare(
          "ledger: ECG " + digest, 1, exchanges.getFirst().path("arrivals").path("count").asInt());
      found.steps(exchanges.getFirst());
    }
    found.one(
        "FHIR server: Observation of " + digest, asked.ours("Observation", "content", digest));
    found.one(
        "FHIR server: DocumentReference of " + digest,
        asked.ours("DocumentReference", "content", digest));
    found.one("FHIR server: Task of ECG " + digest, asked.ours("Task", "reading-task", digest));
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
        found.lost.add("quarantine: " + digest + " is not there");
      } else if (count > 1) {
        found.doubled.add("quarantine: " + digest + " is there " + count + " times");
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
            found.lost.add("archive: " + image.instance() + " is not there");
          } else if (!there.digest(image.instance()).equals(image.digest())) {
            found.lost.add("archive: " + image.instance() + " has other bytes");
          }
        }
      }
    }
    ArchivedObjects.doubles(archive)
        .forEach(name -> found.doubled.add("archive: " + name + " is there more than once"));
  }
}
