package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValue.Answer;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.CriticalValues.News;
import org.farsight.exchange.CriticalValues.Told;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCriticalsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private CriticalValues values;

  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir);
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
    values = ledger.criticals();
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private static CriticalValue value(String id, String site, int seconds, Optional<Answer> answer) {
    Instant found = T0.plusSeconds(seconds);
    return new CriticalValue(
        id,
        "x-" + id,
        site,
        "ECG",
        1,
        "{\"values\":[\"严重心动过缓\"]}",
        new CriticalValue.Clock(found, found.plusSeconds(60), found.plusSeconds(600)),
        Optional.empty(),
        answer);
  }

  private CriticalValue put(CriticalValue one) {
    ledger.<Void>write(
        tx -> {
          tx.criticals().put(one);
          return null;
        });
    return one;
  }

  @Test
  void theyAreFoundAsTheyWereWritten() {
    CriticalValue open = put(value("a", "lake", 1, Optional.empty()));
    CriticalValue answered = put(value("b", "lake", 2, Optional.of(new Answer(T0, "李护士", "已通知"))));
    CriticalValue other = put(value("c", "hill", 3, Optional.empty()));
    assertThat(values.find("a")).contains(open);
    assertThat(values.find("none")).isEmpty();
    assertThat(values.ofExamination("x-b")).containsExactly(answered);
    assertThat(values.open(null, 10)).containsExactly(open, other);
    assertThat(values.open("lake", 10)).containsExactly(open);
    assertThat(values.open(null, 1)).containsExactly(open);
    assertThat(values.newest(null, 10)).containsExactly(other, answered, open);
    assertThat(values.newest("lake", 1)).containsExactly(answered);
    CriticalValue now = put(value("a", "lake", 1, Optional.of(new Answer(T0, "赵", "y"))));
    assertThat(values.find("a")).contains(now);
    assertThat(values.open("lake", 10)).isEmpty();
  }

  @Test
  void overWhichWayItWasToldIsNotedOnce() {
    Told first = new Told("hl7", T0, "");
    ledger.<Void>write(
        tx -> {
          tx.criticals().told("a", 1, first);
          tx.criticals().told("a", 1, new Told("hl7", T0.plusSeconds(9), "later"));
          tx.criticals().told("a", 1, new Told("page", T0.plusSeconds(5), "李护士"));
          tx.criticals().told("a", 2, new Told("hl7", T0.plusSeconds(20), ""));
          return null;
        });
    assertThat(values.told("a", 1))
        .containsExactly(first, new Told("page", T0.plusSeconds(5), "李护士"));
    assertThat(values.told("a", 2)).hasSize(1);
    assertThat(values.told("a", 3)).isEmpty();
  }

  private void way(String id, String name, int done) {
    ledger.<Void>write(
        tx -> {
          tx.put(new Step(id, name, done, 2, 0, null, null, "", T0));
          return null;
        });
  }

  @Test
  void whatAWayHasTakenIsFoundUntilItIsNoted() {
    put(value("a", "lake", 1, Optional.empty()));
    put(value("b", "lake", 2, Optional.of(new Answer(T0, "李护士", "已通知"))));
    assertThat(values.taken(10)).isEmpty();
    exchange("a", Kind.CRITICAL, "critical-notice");
    exchange("b", Kind.CRITICAL, "critical-notice");
    way("a", "fhir", 1);
    way("a", "return.lake.page", 1);
    way("a", "return.lake.folder", 0);
    way("b", "return.lake.hl7", 1);
    assertThat(values.taken(10)).isEmpty();
    way("a", "return.lake.hl7", 1);
    assertThat(values.taken(10)).containsExactly("a");
    ledger.<Void>write(
        tx -> {
          tx.criticals().told("a", 1, new Told("hl7", T0, ""));
          return null;
        });
    assertThat(values.taken(10)).isEmpty();
    way("a", "return.lake.folder", 2);
    assertThat(values.taken(10)).containsExactly("a");
  }

  private void exchange(String id, Kind kind, String format, Event... events) {
    ledger.<Void>write(
        tx -> {
          tx.open(
              new Exchange(
                  id, "lake", kind, "key " + id, "P", "", "", "ECG", Priority.ROUTINE, 0, T0, T0));
          tx.append(
              new Arrival(
                  0,
                  id,
                  1,
                  T0,
                  Way.HTTP,
                  "",
                  new Content("d" + id, "segments/00000001", 0, 100),
                  ObjectFacts.ofDocument(format, id, "ECG", "P", "", ""),
                  0));
          tx.put(new Step(id, Step.CONVERT, 1, 1, 0, null, null, "", T0));
          for (Event event : events) {
            tx.tell(id, new StoryLine(T0, event, 1, "", "x"));
          }
          return null;
        });
  }

  @Test
  void whatHappensIsNewsUntilItIsRead() {
    assertThat(values.news(10).isNone()).isTrue();
    exchange("e1", Kind.ECG, "aecg", Event.CONVERTED, Event.CRITICAL_VALUE, Event.DELIVERED);
    exchange("e2", Kind.ECG, "aecg", Event.CONVERTED);
    exchange("e3", Kind.ECG, "aecg", Event.RECALLED, Event.RECALL_UNDONE);
    exchange("r1", Kind.REPORT, "report-pdf");
    exchange("r2", Kind.REPORT, "report-fhir");
    exchange("c1", Kind.CRITICAL, "critical-notice");
    News news = values.news(10);
    assertThat(news.examinations()).isEqualTo(Set.of("e1", "e3"));
    assertThat(news.reports()).isEqualTo(Set.of("r1", "r2"));
    assertThat(news.notices()).isEqualTo(Set.of("c1"));
    assertThat(values.news(1).examinations()).as("so many at most").isEqualTo(Set.of("e1"));
    assertThat(values.news(10)).as("until it is noted").isEqualTo(news);
    ledger.<Void>write(
        tx -> {
          tx.criticals().read(news);
          return null;
        });
    assertThat(values.news(10).isNone()).isTrue();
    exchange("e4", Kind.ECG, "aecg", Event.CRITICAL_VALUE);
    assertThat(values.news(10).examinations()).isEqualTo(Set.of("e4"));
  }

  @Test
  void whatIsAskedAgainAndAgainHasAnIndex() {
    for (String sql : List.of(SqlCriticals.OF_EXAMINATION)) {
      assertThat(String.join("\n", ledger.plan(sql, "x"))).as(sql).containsIgnoringCase("index");
    }
    assertThat(String.join("\n", ledger.plan(SqlCriticals.OPEN, 1)))
        .contains("critical_value_open");
    assertThat(String.join("\n", ledger.plan(SqlCriticals.NEWEST, 1)))
        .contains("critical_value_by_time");
    assertThat(String.join("\n", ledger.plan(SqlCriticals.NEWEST_OF_SITE, "x", 1)))
        .contains("critical_value_of_site");
    assertThat(String.join("\n", ledger.plan(SqlCriticals.TAKEN, 1)))
        .contains("critical_value_open")
        .doesNotContain("SCAN s");
    assertThat(String.join("\n", ledger.plan(SqlCriticals.STORY, 1, 1))).contains("story_critical");
    assertThat(String.join("\n", ledger.plan(SqlCriticals.ARRIVALS, 1, 1)))
        .contains("arrival_critical");
  }
}
