package org.farsight.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.farsight.archive.ArchiveFolder;
import org.farsight.dicom.io.Part10File;

/**
 * What came of the demonstration: compared with what was pushed, at the engine, at the FHIR server
 * and in the archive.
 */
final class DemoResult {
  private final Map<String, DemoPlan.Site> sites;
  private final FhirReadback fhir;
  private final ArchiveFolder archive;
  private final List<String> faults = new ArrayList<>();

  DemoResult(Map<String, DemoPlan.Site> sites, FhirReadback fhir, ArchiveFolder archive) {
    this.sites = sites;
    this.fhir = fhir;
    this.archive = archive;
  }

  /** What is not as it should be, in words; empty if all is well. */
  List<String> faults() {
    return faults;
  }

  /** The table of all exchanges. */
  List<String> table(List<DemoWatch.Stage> stages) throws IOException, InterruptedException {
    TextTable table =
        new TextTable(
            "what",
            "patient (as the FHIR server has it)",
            "site",
            "by",
            "now",
            "received",
            "converted",
            "delivered");
    boolean complete = false;
    for (DemoWatch.Stage stage : stages) {
      DemoPlan.Push push = stage.push();
      Optional<FhirReadback.Found> found = fhir.find(push);
      check(stage, found);
      PersonShown patient = found.map(FhirReadback.Found::patient).orElse(PersonShown.NOBODY);
      complete |= patient.complete();
      table.row(
          push.what() + (stage.objects() > 1 ? " ×" + stage.objects() : ""),
          patient.text(),
          Optional.ofNullable(sites.get(push.site())).map(DemoPlan.Site::name).orElse(push.site()),
          by(push),
          stage.state().isEmpty() ? "not there" : stage.state(),
          seconds(stage.received()),
          seconds(stage.converted()),
          seconds(stage.delivered()));
    }
    if (!complete) {
      faults.add("no patient at the FHIR server has a name in all three groups");
    }
    return table.lines();
  }

  /** How many resources the FHIR server has of each type. */
  String resources() throws IOException, InterruptedException {
    List<String> parts = new ArrayList<>();
    fhir.counts().forEach((type, count) -> parts.add(count + " " + type));
    return String.join(", ", parts);
  }

  /** How many of the objects pushed are in the archive with the very same data set. */
  String archived(List<DemoPlan.Push> pushes) throws IOException {
    int all = 0;
    int equal = 0;
    for (DemoPlan.Push push : pushes) {
      if (push.way() != DemoPlan.Way.C_STORE) {
        continue;
      }
      for (Path file : push.files()) {
        all++;
        if (isArchived(file)) {
          equal++;
        } else {
          faults.add(push.what() + ": the archive does not have " + file.getFileName());
        }
      }
    }
    return archive.size()
        + " objects; "
        + equal
        + " of the "
        + all
        + " pushed are there with the same SHA-256";
  }

  private void check(DemoWatch.Stage stage, Optional<FhirReadback.Found> found) {
    DemoPlan.Push push = stage.push();
    String what = push.what() + " from " + push.site();
    if (!stage.isDelivered()) {
      String state = stage.state().isEmpty() ? "unknown to the engine" : stage.state();
      String trouble = stage.trouble().isEmpty() ? "" : ", " + stage.trouble();
      faults.add(
          "%s is %s with %d of %d objects%s"
              .formatted(what, state, stage.objects(), push.files().size(), trouble));
    }
    if (found.isEmpty()) {
      faults.add(what + " is not at the FHIR server");
      return;
    }
    if (push.way() == DemoPlan.Way.C_STORE && found.get().parts() != push.files().size()) {
      faults.add(what + ": the FHIR server counts " + found.get().parts() + " instances");
    }
    if (push.way() != DemoPlan.Way.C_STORE && found.get().parts() == 0) {
      faults.add(what + ": the recording at the FHIR server has no lead");
    }
    if (!found.get().patient().agreesWith(push.patient())) {
      faults.add(what + ": the patient's name at the FHIR server is another");
    }
    if (found.get().taskStatus().isEmpty()) {
      faults.add(what + " has no reading task at the FHIR server");
    }
  }

  private boolean isArchived(Path file) throws IOException {
    try (Part10File pushed = Part10File.open(file)) {
      Optional<Path> kept = pushed.sopInstance().flatMap(archive::file);
      if (kept.isEmpty()) {
        return false;
      }
      try (Part10File archived = Part10File.open(kept.get())) {
        return archived.transferSyntax().equals(pushed.transferSyntax())
            && Arrays.equals(digest(archived.dataSet()), digest(pushed.dataSet()));
      }
    }
  }

  private static byte[] digest(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String by(DemoPlan.Push push) {
    return switch (push.way()) {
      case C_STORE -> "C-STORE " + push.device();
      case POST -> "POST /ecg";
      case INBOX -> "inbox folder";
    };
  }

  private static String seconds(Optional<Duration> duration) {
    return duration
        .map(d -> String.format(Locale.ROOT, "%.1f s", d.toMillis() / 1000.0))
        .orElse("–");
  }
}
