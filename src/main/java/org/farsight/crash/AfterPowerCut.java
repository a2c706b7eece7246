package org.farsight.crash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.io.Part10File;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Commitments;
import org.farsight.exchange.Content;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.Step;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;

/**
 * Opens what a loss of power has left of the engine's folder as the engine would, and compares it
 * with what devices were told. Each row's bytes are read, also of rows of which nobody was told.
 */
final class AfterPowerCut {
  /** Exchanges that are read whole, the newest ones: older ones were compared before. */
  private static final int NEWEST = 300;

  private static final int MOST_KEPT_BACK = 10_000;
  private static final long MEGABYTE = 1 << 20;

  private final SqlLedger ledger;
  private final SegmentStore store;
  private final Map<String, List<Arrival>> images = new HashMap<>();
  private final Map<String, List<Arrival>> files = new HashMap<>();
  private final Map<String, Integer> keptBack = new HashMap<>();
  private final Set<String> requests = new HashSet<>();
  private final List<String> lost = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();
  private final List<String> stuck = new ArrayList<>();

  private AfterPowerCut(SqlLedger ledger, SegmentStore store) {
    this.ledger = ledger;
    this.store = store;
  }

  /**
   * Compares.
   *
   * @param data the engine's folder; it is changed as a start of the engine changes it
   * @param told what devices had been told when the power was cut
   */
  static Findings check(Path data, List<Sent> told) throws IOException {
    Path stored = data.resolve("store");
    SqlLedger.Options options =
        SqlLedger.Options.in(data).withStore(stored).crashing(EngineLives.REDO, KillSwitch.OFF);
    Findings findings;
    try (SqlLedger ledger = SqlLedger.open(options);
        SegmentStore store =
            SegmentStore.open(
                new SegmentStore.Options(
                    stored, 4 * MEGABYTE, 16 * MEGABYTE, EngineLives.SEGMENT, 0),
                ledger.committedEnds())) {
      AfterPowerCut check = new AfterPowerCut(ledger, store);
      check.read();
      check.compare(told);
      findings = new Findings(check.lost, check.doubled, check.stuck);
    } catch (IOException | RuntimeException e) {
      findings = new Findings(List.of(), List.of(), List.of("it does not start: " + e));
    }
    return findings.and(new Findings(givenUp(data), List.of(), List.of()));
  }

  /** Redo logs that the start has kept for a person, because it could not do them again. */
  private static List<String> givenUp(Path data) throws IOException {
    List<String> found = new ArrayList<>();
    if (Files.isDirectory(data)) {
      try (DirectoryStream<Path> logs = Files.newDirectoryStream(data, "redo.lost-*")) {
        logs.forEach(log -> found.add("redo log: " + log.getFileName()));
      }
    }
    return found;
  }

  private void read() {
    Set<String> keys = new HashSet<>();
    for (Exchange exchange : ledger.newest(null, NEWEST)) {
      if (!keys.add(exchange.kind() + exchange.key())) {
        doubled.add("ledger: exchange of " + exchange.key());
      }
      List<Arrival> arrivals = ledger.arrivals(exchange.id(), 0);
      arrivals.forEach(this::arrival);
      List<Step> steps = ledger.steps(exchange.id());
      if (arrivals.stream().anyMatch(arrival -> arrival.content().isSwept())
          && steps.stream().anyMatch(step -> step.isRequired() && !step.isDone())) {
        lost.add("content store: swept before it was delivered: exchange " + exchange.id());
      }
      ledger
          .converted(exchange.id())
          .ifPresent(converted -> whole("Bundle of " + exchange.id(), converted.bundle()));
      ledger.commitments().ofExchange(exchange.id()).stream()
          .map(Commitments.Summary::transactionUid)
          .forEach(requests::add);
      steps(exchange, steps);
    }
    for (QuarantineEntry entry : ledger.quarantine(MOST_KEPT_BACK)) {
      keptBack.merge(entry.content().digest(), 1, Integer::sum);
      whole("what was kept back as " + entry.id(), entry.content());
    }
  }

  private void arrival(Arrival arrival) {
    Map<String, List<Arrival>> all = arrival.facts().isDicom() ? images : files;
    String key =
        arrival.facts().isDicom() ? arrival.facts().sopInstance() : arrival.content().digest();
    List<Arrival> same = all.computeIfAbsent(key, k -> new ArrayList<>());
    same.add(arrival);
    if (same.size() > 1) {
      doubled.add("ledger: " + key);
    }
    whole("arrival " + arrival.id(), arrival.content());
  }

  private void whole(String what, Content content) {
    if (content.isSwept()) {
      return;
    }
    try (InputStream in = store.open(content)) {
      if (!Made.digest(in.readAllBytes()).equals(content.digest())) {
        lost.add("content store: other bytes for " + what);
      }
    } catch (IOException e) {
      lost.add("content store: no bytes for " + what + ": " + e.getMessage());
    }
  }

  /** A step with work to do has a time, or a person is told, or another step makes it due. */
  private void steps(Exchange exchange, List<Step> steps) {
    Optional<Step> convert =
        steps.stream().filter(step -> step.name().equals(Step.CONVERT)).findFirst();
    if (convert.isEmpty() || convert.get().wanted() < exchange.revision()) {
      stuck.add("exchange " + exchange.id() + ": no conversion of the newest revision is wanted");
    }
    boolean moves = steps.stream().anyMatch(step -> !step.isDone() && step.dueAt() != null);
    for (Step step : steps) {
      boolean told = step.trouble() != null && !step.trouble().parked();
      if (!step.isDone() && step.dueAt() == null && !told && !moves) {
        stuck.add("exchange " + exchange.id() + ": nothing makes step " + step.name() + " due");
      }
    }
  }

  private void compare(List<Sent> told) throws IOException {
    Set<Sent> once = new HashSet<>(told); // a device may be told twice
    for (Sent one : once) {
      switch (one) {
        case Sent.Image image -> image(image);
        case Sent.Ecg ecg -> {
          if (!files.containsKey(ecg.digest()) && ledger.find(ecg.digest(), 1).isEmpty()) {
            lost.add("ledger: ECG " + ecg.digest());
          }
        }
        case Sent.Rubbish bad -> {
          if (keptBack.getOrDefault(bad.digest(), 0) != 1) {
            (keptBack.containsKey(bad.digest()) ? doubled : lost)
                .add("quarantine: " + bad.digest());
          }
        }
        case Sent.Commitment commitment -> {
          if (!requests.contains(commitment.transaction())) {
            lost.add("ledger: storage commitment " + commitment.transaction());
          }
        }
        case Sent.Report report -> {
          // the device has it: nothing is owed
        }
        case Sent.Signed signed -> {
          if (!files.containsKey(signed.digest()) && ledger.find(signed.digest(), 1).isEmpty()) {
            lost.add("ledger: version " + signed.version() + " of the read of " + signed.caseId());
          }
        }
        case Sent.Answered answered -> {
          boolean there =
              ledger.arrivals(answered.id(), 0).stream()
                  .anyMatch(
                      arrival -> arrival.facts().format().equals(CriticalValues.ACKNOWLEDGEMENT));
          if (!there) {
            lost.add("ledger: the answer to critical value " + answered.id());
          }
        }
        case Sent.Claimed claimed -> {
          // the FHIR server has it, which has lost no power
        }
        case Sent.Signing signing -> {
          // nothing was said yet
        }
        case Sent.Refused refused -> lost.add("reader: " + refused.what());
      }
    }
  }

  private void image(Sent.Image image) throws IOException {
    List<Arrival> found = images.getOrDefault(image.instance(), List.of());
    if (found.isEmpty()) {
      if (ledger.find(image.instance(), 1).isEmpty()) {
        lost.add("ledger: " + image.instance());
      }
      return;
    }
    Content content = found.getFirst().content();
    if (content.isSwept()) {
      return; // its proof was safe before
    }
    try (InputStream in = store.open(content);
        Part10File file = Part10File.read(in)) {
      if (!Made.digest(file.dataSet().readAllBytes()).equals(image.digest())) {
        lost.add("content store: " + image.instance() + " has other bytes");
      }
    }
  }
}
