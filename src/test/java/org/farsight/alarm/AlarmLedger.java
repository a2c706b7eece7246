package org.farsight.alarm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Step;
import org.farsight.exchange.Way;
import org.farsight.ledger.SqlLedger;

/** A ledger in a folder, whose exchanges come when the test says so. */
final class AlarmLedger implements AutoCloseable, InstantSource {
  static final ZoneId ZONE = ZoneId.of("+08:00");

  final SqlLedger ledger;
  private volatile Instant now;

  AlarmLedger(Path folder, Instant now) throws IOException {
    this.ledger = SqlLedger.open(SqlLedger.Options.in(folder));
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void sleep(Duration time) {
    now = now.plus(time);
  }

  void at(Instant time) {
    now = time;
  }

  static Sites sites(String... ids) {
    return new Sites(
        List.of(ids).stream()
            .map(
                id ->
                    new Site(
                        id,
                        id,
                        "urn:x:" + id,
                        ZONE,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        List.of()))
            .toList(),
        false);
  }

  /** A study of a site with one object. */
  void study(String id, String site, Instant at) {
    ledger.<Void>write(
        tx -> {
          tx.open(
              new Exchange(
                  id,
                  site,
                  Kind.STUDY,
                  "1.2." + id,
                  "P",
                  "",
                  "",
                  "CT",
                  Priority.ROUTINE,
                  0,
                  at,
                  at));
          tx.append(
              new Arrival(
                  0,
                  id,
                  1,
                  at,
                  Way.C_STORE,
                  "CT",
                  new Content("d" + id, "segments/00000001", 0, 100),
                  new ObjectFacts(
                      "dicom",
                      "1.2.840.10008.5.1.4.1.1.2",
                      "1.2." + id + ".1",
                      "1.2.840.10008.1.2.1",
                      "1.2." + id,
                      "1.2.3",
                      "CT",
                      "P",
                      "",
                      ""),
                  0));
          tx.put(new Step(id, Step.CONVERT, 1, 1, 0, null, null, "", at));
          return null;
        });
  }

  /** A step of an exchange as it stands. */
  void step(Step step) {
    ledger.<Void>write(
        tx -> {
          tx.put(step);
          return null;
        });
  }

  /** A step that waits since a time. */
  void waiting(String exchange, String step, Instant due) {
    step(new Step(exchange, step, 0, 1, 0, due, null, "", null));
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
