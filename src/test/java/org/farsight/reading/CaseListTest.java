package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.ledger.SqlLedger;
import org.farsight.reading.CaseList.Filter;
import org.farsight.reading.CaseList.Holder;
import org.farsight.reading.CaseList.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseListTest {
  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
  private static final Owner DAY = new Owner(OwnerKind.DEPARTMENT, "day", "诊断中心");
  private static final Owner ZHANG = new Owner(OwnerKind.READER, "zhang", "张敏");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(SqlLedger.Options.in(dir));
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private void put(ReadingCase... cases) {
    ledger.<Void>write(
        tx -> {
          for (ReadingCase one : cases) {
            tx.cases().put(one);
          }
          return null;
        });
  }

  /** A case of a site, with so many minutes left. */
  static ReadingCase one(
      String id, String site, String modality, Priority priority, Owner owner, int left) {
    Status status = owner.kind() == OwnerKind.READER ? Status.ACCEPTED : Status.REQUESTED;
    return new ReadingCase(
        id,
        id,
        false,
        site,
        new ReadingCase.Person("Patient/" + id, "P-" + id, "王" + id, "male", Optional.empty()),
        new ReadingCase.Examination("A-" + id, modality, "胸部 Thorax"),
        new ReadingCase.TaskView(
            "Task/" + id,
            "1",
            NOW,
            "ServiceRequest/" + id,
            status,
            Progress.COMPLETE,
            priority,
            false,
            owner,
            Optional.of(NOW.plus(Duration.ofMinutes(left)))),
        new ReadingCase.Times(NOW, Optional.of(NOW), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  private List<String> ids(Filter filter) {
    return CaseList.of(ledger.cases(), filter, 100, Optional.empty(), NOW).cases().stream()
        .map(ReadingCase::id)
        .toList();
  }

  private static Filter filter(Holder holder, Optional<Boolean> overdue, String text) {
    return new Filter(
        Set.of(),
        Set.of(),
        Set.of(),
        Standing.OPEN,
        Set.of(),
        holder,
        overdue,
        Optional.empty(),
        text);
  }

  @Test
  void theMostUrgentComesFirstThenWhatHasTheLeastTimeLeft() {
    put(
        one("late", "a", "CT", Priority.ROUTINE, DAY, 5),
        one("soon", "a", "CT", Priority.ROUTINE, DAY, 1),
        one("over", "b", "CT", Priority.ROUTINE, DAY, -3),
        one("stat", "b", "ECG", Priority.STAT, DAY, 60),
        one("urgent", "b", "ECG", Priority.URGENT, DAY, 90));
    assertThat(ids(Filter.OPEN)).containsExactly("stat", "urgent", "over", "soon", "late");
  }

  @Test
  void filtersLetThroughWhatTheyName() {
    put(
        one("1", "a", "CT", Priority.ROUTINE, DAY, 5),
        one("2", "a", "ECG", Priority.STAT, ZHANG, -5),
        one("3", "b", "ECG", Priority.ROUTINE, DAY, -1));
    assertThat(ids(filter(new Holder.Nobody(), Optional.empty(), ""))).containsExactly("3", "1");
    assertThat(ids(filter(new Holder.Somebody(), Optional.empty(), ""))).containsExactly("2");
    assertThat(ids(filter(new Holder.One("zhang"), Optional.empty(), ""))).containsExactly("2");
    assertThat(ids(filter(new Holder.One("li"), Optional.empty(), ""))).isEmpty();
    assertThat(ids(filter(new Holder.Whoever(), Optional.of(true), ""))).containsExactly("2", "3");
    assertThat(ids(filter(new Holder.Whoever(), Optional.of(false), ""))).containsExactly("1");
    assertThat(ids(filter(new Holder.Whoever(), Optional.empty(), "王3"))).containsExactly("3");
    assertThat(ids(filter(new Holder.Whoever(), Optional.empty(), "p-2"))).containsExactly("2");
    assertThat(ids(filter(new Holder.Whoever(), Optional.empty(), "thorax"))).hasSize(3);
    Filter some =
        new Filter(
            Set.of("a"),
            Set.of("ECG"),
            Set.of(Priority.STAT),
            Standing.ALL,
            Set.of(Status.ACCEPTED),
            new Holder.Whoever(),
            Optional.empty(),
            Optional.of(false),
            "");
    assertThat(ids(some)).containsExactly("2");
  }

  /** Of a patient, closed some minutes after another one. */
  private static ReadingCase closed(String id, String site, String name, int minute) {
    ReadingCase open = one(id, site, "CT", Priority.ROUTINE, DAY, 5);
    ReadingCase.TaskView task = open.task();
    return new ReadingCase(
        id,
        "exchange-" + id,
        false,
        site,
        new ReadingCase.Person("Patient/" + id, "MRN 50%", name, "female", Optional.empty()),
        open.examination(),
        new ReadingCase.TaskView(
            task.reference(),
            "2",
            NOW,
            task.order(),
            Status.COMPLETED,
            Progress.SIGNED,
            Priority.ROUTINE,
            false,
            DAY,
            task.deadline()),
        new ReadingCase.Times(
            NOW.plus(Duration.ofMinutes(minute)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  private static Filter standing(Standing standing, String text) {
    return new Filter(
        Set.of(),
        Set.of(),
        Set.of(),
        standing,
        Set.of(),
        new Holder.Whoever(),
        Optional.empty(),
        Optional.empty(),
        text);
  }

  @Test
  void aSearchFindsEachOfItsWordsWhateverTheStandingAndHoweverLongAgo() {
    put(one("open", "a", "CT", Priority.ROUTINE, DAY, 5), closed("old", "a", "Zhao Min", -60));
    List<ReadingCase> later = new ArrayList<>();
    for (int i = 0; i < CaseList.MOST_CLOSED; i++) {
      later.add(closed("later" + i, "a", "Qian", i));
    }
    put(later.toArray(ReadingCase[]::new));
    assertThat(ids(standing(Standing.ALL, "MIN zhao"))).containsExactly("old");
    assertThat(ids(standing(Standing.ALL, "zhao p-open"))).isEmpty();
    assertThat(ids(standing(Standing.CLOSED, "exchange-old"))).containsExactly("old");
    assertThat(ids(standing(Standing.ALL, "50% zhao thorax"))).containsExactly("old");
    assertThat(ids(standing(Standing.ALL, "5_% zhao"))).isEmpty();
    assertThat(ids(standing(Standing.ALL, "p-open"))).containsExactly("open");
  }

  @Test
  void closedCasesComeNewestFirstAndGoOnBehindTheLast() {
    put(
        closed("first", "a", "赵敏", 1),
        closed("third", "a", "赵敏", 3),
        closed("second", "a", "赵敏", 2));
    Filter filter = standing(Standing.CLOSED, "赵敏");
    CaseList list = CaseList.of(ledger.cases(), filter, 2, Optional.empty(), NOW);
    assertThat(list.cases()).extracting(ReadingCase::id).containsExactly("third", "second");
    CaseList rest = CaseList.of(ledger.cases(), filter, 2, list.next(), NOW);
    assertThat(rest.cases()).extracting(ReadingCase::id).containsExactly("first");
  }

  @Test
  void countsAreOfAllThatIsOpenWhateverTheFilters() {
    put(
        one("1", "a", "CT", Priority.ROUTINE, DAY, 5),
        one("2", "a", "ECG", Priority.STAT, ZHANG, -5),
        one("3", "b", "ECG", Priority.ROUTINE, DAY, -1));
    CaseList list =
        CaseList.of(
            ledger.cases(),
            filter(new Holder.One("li"), Optional.empty(), ""),
            10,
            Optional.empty(),
            NOW);
    assertThat(list.total()).isZero();
    assertThat(list.counts().all()).isEqualTo(new CaseList.Count(3, 2, 2, 0));
    assertThat(list.counts().sites().get("a")).isEqualTo(new CaseList.Count(2, 1, 1, 0));
    assertThat(list.counts().statuses()).containsEntry("requested", 2).containsEntry("accepted", 1);
    assertThat(list.counts().modalities()).containsEntry("ECG", 2);
    assertThat(list.counts().priorities()).containsEntry("stat", 1);
  }

  @Test
  void aListGoesOnBehindItsLastCaseThoughThatHasGone() {
    List<ReadingCase> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(one("c" + i, "a", "CT", Priority.ROUTINE, DAY, i));
    }
    put(all.toArray(ReadingCase[]::new));
    CaseList first = CaseList.of(ledger.cases(), Filter.OPEN, 3, Optional.empty(), NOW);
    assertThat(first.cases()).extracting(ReadingCase::id).containsExactly("c0", "c1", "c2");
    ledger.<Void>write(
        tx -> {
          tx.cases().clear();
          return null;
        });
    put(all.stream().filter(one -> !one.id().equals("c2")).toArray(ReadingCase[]::new));
    CaseList second = CaseList.of(ledger.cases(), Filter.OPEN, 3, first.next(), NOW);
    assertThat(second.cases()).extracting(ReadingCase::id).containsExactly("c3", "c4", "c5");
    CaseList last = CaseList.of(ledger.cases(), Filter.OPEN, 3, second.next(), NOW);
    assertThat(last.cases()).extracting(ReadingCase::id).containsExactly("c6");
    assertThat(last.next()).isEmpty();
    assertThatThrownBy(
            () -> CaseList.of(ledger.cases(), Filter.OPEN, 3, Optional.of("nonsense"), NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoThousandOpenCasesFilterInLessThanAFifthOfASecond() {
    List<ReadingCase> all = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String modality = i % 3 == 0 ? "CT" : "ECG";
      all.add(one("c" + i, "site" + i % 60, modality, Priority.ROUTINE, DAY, i - 50));
    }
    put(all.toArray(ReadingCase[]::new));
    Filter filter = filter(new Holder.Nobody(), Optional.of(true), "thorax");
    ids(filter);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      assertThat(ids(filter)).hasSize(50);
      best = Math.min(best, System.nanoTime() - began);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(200));
  }
}
