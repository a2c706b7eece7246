package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.Way;
import org.farsight.ledger.PostgresCluster;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a data folder on which no engine runs. */
class TraceTest {
  private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void fill() throws IOException {
    try (SqlLedger ledger = SqlLedger.open(SqlLedger.Options.in(dir))) {
      study(ledger, "few", 2);
      study(ledger, "many", 30);
      ledger.write(
          tx ->
              tx.alarms()
                  .raise(
                      new Alarm.Cause(Alarm.Kind.DISK, "store"),
                      new Alarm.Words("the disk is full", "磁盘已满"),
                      T0));
    }
  }

  private static void study(SqlLedger ledger, String id, int objects) {
    ledger.<Void>write(
        tx -> {
          tx.open(
              new Exchange(
                  id,
                  "east",
                  Kind.STUDY,
                  "1.2." + id,
                  "P",
                  "",
                  "",
                  "CT",
                  Priority.ROUTINE,
                  0,
                  T0,
                  T0));
          for (int i = 1; i <= objects; i++) {
            String instance = "1.2." + id + "." + i;
            tx.append(
                new Arrival(
                    0,
                    id,
                    i,
                    T0.plusSeconds(i),
                    Way.C_STORE,
                    "EAST_CT",
                    new Content("digest" + i, "segments/00000001", 0, 1000 + i),
                    new ObjectFacts(
                        "dicom", "1.2", instance, "1.2", "1.2." + id, "1.3", "CT", "P", "", ""),
                    0));
          }
          tx.tell(
              id,
              new StoryLine(
                  T0.plusSeconds(100), StoryLine.Event.DELIVERED, objects, "archive", "0000H"));
          return null;
        });
  }

  private List<String> run(String... arguments) {
    int code =
        Main.commandLine(new Console(new PrintWriter(out, true), new PrintWriter(err, true)))
            .execute(arguments);
    assertThat(code).as(err.toString()).isEqualTo(Main.DONE);
    return out.toString().lines().toList();
  }

  @Test
  void theStoryHasEachObjectWithItsDigestAndTheReceiversProof() {
    List<String> lines = run("trace", "few", "--data", dir.toString(), "--lang", "en");
    assertThat(lines)
        .anyMatch(
            line ->
                line.endsWith(
                    "object 2 arrived by C_STORE from EAST_CT: 1002 bytes, SHA-256 digest2,"
                        + " SOP Instance 1.2.few.2"))
        .anyMatch(line -> line.endsWith("archive accepted revision 2: 0000H"))
        .noneMatch(line -> line.contains("--arrivals"));
  }

  @Test
  void ofManyObjectsTheFirstAndTheLastAreListedUnlessAllAreWanted() {
    List<String> some = run("trace", "many", "--data", dir.toString(), "--lang", "zh");
    assertThat(some.stream().filter(line -> line.contains("个对象经 C_STORE")).count()).isEqualTo(20);
    assertThat(some).anyMatch(line -> line.contains("另有 10 个对象未列出"));
    out.getBuffer().setLength(0);
    List<String> all = run("trace", "many", "--data", dir.toString(), "--lang", "zh", "--arrivals");
    assertThat(all.stream().filter(line -> line.contains("个对象经 C_STORE")).count()).isEqualTo(30);
  }

  @Test
  void aLedgerOnPostgresqlIsReadWhereTheConfigurationNamesIt() throws Exception {
    PostgresCluster server = PostgresCluster.shared();
    Path config = dir.resolve("farsight.yaml");
    Files.writeString(
        config,
        """
        database:
          url: "%s"
          user: %s
          password-file: %s
        """
            .formatted(server.database(), server.user(), server.passwordFile(dir)));
    Path data = Files.createDirectory(dir.resolve("elsewhere"));
    try (SqlLedger ledger =
        SqlLedger.open(
            ConfigurationOptions.read(config, data, List.of()).storage().ledgerOptions())) {
      study(ledger, "there", 3);
    }
    String[] where = {"--data", data.toString(), "--config", config.toString(), "--lang", "en"};
    assertThat(run("trace", "there", where[0], where[1], where[2], where[3], where[4], where[5]))
        .anyMatch(line -> line.contains("object 3 arrived by C_STORE from EAST_CT"));
    out.getBuffer().setLength(0);
    assertThat(run("quarantine", where[0], where[1], where[2], where[3]))
        .containsExactly("0 objects and 0 steps wait");
  }

  @Test
  void alarmsAreListedWithoutAnEngineToo() {
    assertThat(run("alarms", "--data", dir.toString(), "--lang", "zh"))
        .singleElement()
        .asString()
        .contains("DISK  磁盘已满");
  }
}
