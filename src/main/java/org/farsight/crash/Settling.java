package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Waits until all that is owed is done, or nothing moves any more. */
final class Settling {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Asked asked;
  private final Set<String> exchanges = new LinkedHashSet<>();
  private final Set<String> reads = new LinkedHashSet<>();
  private final Set<String> reports = new LinkedHashSet<>();
  private final Set<String> reported = new LinkedHashSet<>();

  private Settling(Asked asked) {
    this.asked = asked;
  }

  /**
   * Waits.
   *
   * @param from the first line of the journal that is waited for
   */
  static void await(Asked asked, Journal journal, int from) throws InterruptedException {
    Settling settling = new Settling(asked);
    long end = System.nanoTime() + PATIENCE.toNanos();
    int seen = from;
    int left = Integer.MAX_VALUE;
    while (System.nanoTime() < end) {
      List<Sent> news = journal.from(seen);
      seen += news.size();
      news.forEach(settling::owes);
      settling.ask();
      int now = settling.exchanges.size() + settling.reads.size() + settling.reports.size();
      if (now == 0) {
        return;
      }
      if (now < left) {
        left = now;
        end = System.nanoTime() + PATIENCE.toNanos();
      }
      Load.pause(PAUSE);
    }
  }

  private void owes(Sent sent) {
    switch (sent) {
      case Sent.Image image -> exchanges.add(image.study());
      case Sent.Ecg ecg -> exchanges.add(ecg.digest());
      case Sent.Commitment commitment -> reports.add(commitment.transaction());
      case Sent.Rubbish bad -> {
        // nothing follows
      }
      case Sent.Report report -> reported.add(report.transaction());
      case Sent.Signed signed -> reads.add(signed.caseId());
      case Sent.Answered answered -> exchanges.add(answered.id());
      case Sent.Claimed claimed -> {
        // it is so at once
      }
      case Sent.Signing signing -> reads.add(signing.caseId());
      case Sent.Refused refused -> {
        // nothing follows
      }
    }
    reports.removeAll(reported); // a report may be heard before the answer to its request
  }

  private void ask() throws InterruptedException {
    try {
      for (String id : List.copyOf(reads)) {
        if (!isReadDone(id)) {
          return;
        }
        reads.remove(id);
      }
      for (String id : List.copyOf(exchanges)) {
        List<JsonNode> found = asked.exchanges(id);
        if (found.size() == 1 && isDone(found.getFirst())) {
          exchanges.remove(id);
        } else {
          return; // the others are likely to wait too
        }
      }
    } catch (IOException e) {
      // asked again
    }
  }

  /**
   * The report is where it belongs, and its critical value is on its way: also that of a signature
   * which was never answered, and is kept all the same.
   */
  private boolean isReadDone(String id) throws IOException, InterruptedException {
    List<JsonNode> found = asked.exchanges(CrashSite.SITE + "|" + id);
    if (found.isEmpty()) {
      return true; // a signature that was never kept
    }
    if (found.size() > 1 || !isDone(found.getFirst())) {
      return false;
    }
    List<String> notices = ReadChecker.notices(asked, id);
    exchanges.addAll(notices);
    return !notices.isEmpty() || !ReadChecker.owesNotice(asked, id);
  }

  /** Delivered, and what need not be for that, such as a drawing, has come to its end too. */
  private static boolean isDone(JsonNode exchange) {
    if (!List.of("DELIVERED", "READ", "RETURNED").contains(exchange.path("state").asText())) {
      return false;
    }
    for (JsonNode target : exchange.path("targets")) {
      if (!Found.isSettled(target, Instant.now())) {
        return false;
      }
    }
    for (JsonNode way : exchange.path("ways")) {
      if (!way.path("outcome").asText().equals("DONE")) {
        return false; // what a branch refuses for the moment it takes the next time
      }
    }
    return true;
  }
}
