package org.farsight.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.farsight.exchange.Retention;
import org.farsight.exchange.Target;

/** Reads how long what was received is kept. Where nothing is set, all of it is kept for ever. */
final class RetentionReader {
  private static final int LONGEST = 36_500;

  private RetentionReader() {}

  static Retention read(Settings s) {
    Optional<Duration> payload = days(s, "retention.payload-days");
    Optional<Duration> studies = days(s, "retention.study-days").or(() -> payload);
    Optional<Duration> ecgs = days(s, "retention.ecg-days").or(() -> payload);
    int most = s.number("retention.max-gigabytes", 0, 1, 1 << 20);
    Optional<Duration> ledger = days(s, "retention.ledger-days");
    ledger.ifPresent(time -> check(s, time, studies, ecgs));
    return new Retention(
        studies,
        ecgs,
        most == 0 ? OptionalLong.empty() : OptionalLong.of((long) most << 30),
        ledger);
  }

  private static void check(
      Settings s, Duration ledger, Optional<Duration> studies, Optional<Duration> ecgs) {
    String key = "retention.ledger-days";
    for (Optional<Duration> payload : List.of(studies, ecgs)) {
      if (payload.isEmpty() || payload.get().compareTo(ledger) > 0) {
        s.mistake(
            s.place(key),
            key
                + ": the ledger tells of what is kept: set retention.payload-days, and not above"
                + " it");
        return;
      }
    }
  }

  private static Optional<Duration> days(Settings s, String key) {
    int days = s.number(key, 0, 1, LONGEST);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }

  /** What works but may surprise. */
  static List<String> remarks(Retention retention, List<Target> targets, boolean imagesFromUs) {
    List<String> words = new ArrayList<>();
    boolean studies = retention.studies().isPresent() || retention.most().isPresent();
    boolean ecgs = retention.ecgs().isPresent() || retention.most().isPresent();
    if (studies && targets.stream().noneMatch(Target.Archive.class::isInstance)) {
      words.add("retention: studies are kept for ever, since no archive has them");
    } else if (studies && imagesFromUs) {
      words.add(
          "retention: readers are sent to this engine for images (archive.wado-url), which it"
              + " sweeps: name the archive's own address");
    }
    if (ecgs && targets.stream().noneMatch(Target.FhirServer.class::isInstance)) {
      words.add("retention: ECG files are kept for ever, since no FHIR server has them");
    }
    return words;
  }
}
