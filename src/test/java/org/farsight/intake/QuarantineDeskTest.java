package org.farsight.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.farsight.intake.Bench.EAST;
import static org.farsight.intake.Bench.WEST;
import static org.farsight.intake.Bench.announced;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Damage;
import org.farsight.exchange.DamagedContentException;
import org.farsight.exchange.Decision;
import org.farsight.exchange.Decision.Kind;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Receipt.Kept;
import org.farsight.exchange.Receipt.Quarantined;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineDeskTest {
  private static final Maker LI = new Maker("Li", "the clinic has confirmed it");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private Bench bench;

  @SuppressWarnings("NullAway.Init")
  private QuarantineDesk desk;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(dir);
    desk = desk(EcgFormats.standard());
  }

  private QuarantineDesk desk(EcgFormats formats) {
    return new QuarantineDesk(
        bench.ledger,
        bench.store,
        (exchange, step) -> bench.told.add("ring " + step),
        new Intake.Options(Bench.COMPLETENESS, formats.readers(), 1 << 20, bench.clock),
        () -> new Sites(List.of(EAST, WEST), false));
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private QuarantineEntry entry(Receipt receipt) {
    assertThat(receipt).isInstanceOf(Quarantined.class);
    long id = ((Quarantined) receipt).quarantineId();
    return bench.ledger.interventions().entry(id).orElseThrow();
  }

  private Exchange exchange(Receipt receipt) {
    assertThat(receipt).isInstanceOf(Kept.class);
    return bench.ledger.exchange(((Kept) receipt).exchangeId()).orElseThrow();
  }

  private Exchange again(Exchange exchange) {
    return bench.ledger.exchange(exchange.id()).orElseThrow();
  }

  private List<Arrival> arrivals(Exchange exchange) {
    return bench.ledger.arrivals(exchange.id(), 0);
  }

  private byte[] bytes(Arrival arrival) throws IOException {
    try (InputStream in = bench.store.open(arrival.content())) {
      return in.readAllBytes();
    }
  }

  private List<StoryLine.Event> story(Exchange exchange) {
    return bench.ledger.story(exchange.id()).stream().map(StoryLine::event).toList();
  }

  @Test
  void anObjectOfTheSamePersonAfterAllJoinsTheStudyAndThePatientStays() throws IOException {
    Exchange study = exchange(bench.store(EAST, "1.2", "1.2.1", "P1", 100));
    QuarantineEntry other = entry(bench.store(EAST, "1.2", "1.2.2", "P9", 100));

    Ruling ruling = desk.release(other, LI);

    assertThat(ruling).isInstanceOf(Ruling.Done.class);
    assertThat(again(study).revision()).isEqualTo(2);
    assertThat(again(study).patientId()).isEqualTo("P1");
    assertThat(arrivals(study)).hasSize(2);
    assertThat(bench.ledger.step(study.id(), Step.CONVERT).orElseThrow().wanted()).isEqualTo(2);
    assertThat(story(study)).containsExactly(StoryLine.Event.KEPT_BACK, StoryLine.Event.RELEASED);
    assertThat(bench.ledger.story(study.id()).getLast().detail())
        .isEqualTo("quarantine " + other.id() + ", Li: the clinic has confirmed it");
    assertThat(bench.ledger.quarantine(10)).as("nothing waits any more").isEmpty();
    assertThat(bench.ledger.interventions().decisions(other.id()))
        .extracting(Decision::kind, Decision::who, Decision::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Kind.RELEASED, "Li", "the clinic has confirmed it"));
  }

  @Test
  void aDecisionIsMadeOnce() throws IOException {
    Exchange study = exchange(bench.store(EAST, "1.2", "1.2.1", "P1", 100));
    QuarantineEntry other = entry(bench.store(EAST, "1.2", "1.2.2", "P9", 100));
    desk.release(other, LI);

    assertThat(desk.release(other, LI))
        .as("as it was read before")
        .isInstanceOf(Ruling.NotDone.class);
    QuarantineEntry now = bench.ledger.interventions().entry(other.id()).orElseThrow();
    assertThat(desk.release(now, LI)).isInstanceOf(Ruling.NotDone.class);
    assertThat(desk.dismiss(now, LI)).isInstanceOf(Ruling.NotDone.class);
    assertThat(again(study).revision()).isEqualTo(2);
    assertThat(bench.store(EAST, "1.2", "1.2.2", "P9", 100))
        .as("the device sends it once more")
        .isEqualTo(new Kept(study.id(), true));
  }

  @Test
  void otherBytesTakeThePlaceOfTheKnownOnesAndBothAreKept() throws IOException {
    Exchange study = exchange(bench.store(EAST, "1.2", "1.2.1", "P1", 100));
    bench.store(EAST, "1.2", "1.2.2", "P1", 100);
    Arrival first = arrivals(study).getFirst();
    byte[] before = bytes(first);
    QuarantineEntry other = entry(bench.store(EAST, "1.2", "1.2.1", "P1", 300));

    assertThat(desk.release(other, LI)).isInstanceOf(Ruling.Done.class);

    Arrival replaced =
        arrivals(study).stream()
            .filter(arrival -> arrival.facts().sopInstance().equals("1.2.1"))
            .findFirst()
            .orElseThrow();
    assertThat(replaced.id()).isEqualTo(first.id());
    assertThat(replaced.revision()).as("is delivered as the newest").isEqualTo(3);
    assertThat(again(study).revision()).isEqualTo(3);
    assertThat(replaced.content().digest()).isEqualTo(other.content().digest());
    assertThat(bytes(replaced)).hasSizeGreaterThan(before.length);
    assertThat(arrivals(study)).hasSize(2);
    QuarantineEntry kept = bench.ledger.interventions().entry(other.id()).orElseThrow();
    assertThat(kept.settled()).isEqualTo(Kind.REPLACED);
    try (InputStream in = bench.store.open(kept.content())) {
      assertThat(in.readAllBytes()).isEqualTo(before);
    }

    assertThat(bench.store(EAST, "1.2", "1.2.1", "P1", 100))
        .as("the old bytes again are known as replaced")
        .isInstanceOfSatisfying(
            Quarantined.class, q -> assertThat(q.quarantineId()).isEqualTo(other.id()));
    assertThat(bench.ledger.quarantine(10)).isEmpty();
    assertThat(bench.store(EAST, "1.2", "1.2.1", "P1", 300)).isEqualTo(new Kept(study.id(), true));

    QuarantineEntry back = bench.ledger.interventions().entry(other.id()).orElseThrow();
    assertThat(desk.release(back, LI)).as("and back").isInstanceOf(Ruling.Done.class);
    assertThat(arrivals(study).getLast().content().digest()).isEqualTo(first.content().digest());
    assertThat(again(study).revision()).isEqualTo(4);
  }

  @Test
  void otherBytesOfAnotherPatientAreNoCorrection() throws IOException {
    Exchange study = exchange(bench.store(EAST, "1.2", "1.2.1", "P1", 100));
    QuarantineEntry other = entry(bench.store(EAST, "1.2", "1.2.1", "P9", 100));
    assertThat(desk.release(other, LI))
        .isInstanceOfSatisfying(
            Ruling.NotDone.class, no -> assertThat(no.en()).contains("another patient"));
    assertThat(again(study).revision()).isEqualTo(1);
    assertThat(bench.ledger.quarantine(10)).hasSize(1);
  }

  @Test
  void anObjectOfTheWrongSiteJoinsItsStudyOnceItIsAssigned() throws IOException {
    Exchange study = exchange(bench.store(EAST, "1.2", "1.2.1", "P1", 100));
    QuarantineEntry strange = entry(bench.store(WEST, "1.2", "1.2.2", "P1", 100));

    Ruling ruling = desk.assign(strange, "east", LI);

    assertThat(ruling)
        .isInstanceOfSatisfying(
            Ruling.Done.class, done -> assertThat(done.exchangeId()).isEqualTo(study.id()));
    assertThat(again(study).revision()).isEqualTo(2);
    assertThat(story(study))
        .containsExactly(
            StoryLine.Event.KEPT_BACK, StoryLine.Event.ASSIGNED, StoryLine.Event.RELEASED);
    assertThat(desk.assign(strange, "nowhere", LI)).isInstanceOf(Ruling.NotDone.class);
  }

  @Test
  void anAssignedObjectThatStillContradictsWaitsOn() throws IOException {
    bench.store(EAST, "1.2", "1.2.1", "P1", 100);
    QuarantineEntry strange = entry(bench.store(WEST, "1.2", "1.2.2", "P9", 100));
    assertThat(desk.assign(strange, "east", LI))
        .isInstanceOfSatisfying(Ruling.Done.class, done -> assertThat(done.exchangeId()).isEmpty());
    assertThat(bench.ledger.quarantine(10))
        .singleElement()
        .extracting(QuarantineEntry::siteId)
        .isEqualTo("east");
  }

  @Test
  void aBrokenObjectJoinsAsItIsUnlessAWholeOneHasCome() throws IOException {
    byte[] whole = Objects.bytes(Objects.ct("1.2", "1.2.1", "P1", 500));
    byte[] cut = Arrays.copyOf(whole, whole.length - 100);
    QuarantineEntry broken =
        entry(bench.store(EAST, null, announced("1.2.1"), new ByteArrayInputStream(cut)));

    assertThat(desk.release(broken, LI)).isInstanceOf(Ruling.Done.class);
    Exchange study = bench.ledger.newest(null, 1).getFirst();
    assertThat(bytes(arrivals(study).getFirst())).isEqualTo(cut);

    byte[] second = Objects.bytes(Objects.ct("1.2", "1.2.2", "P1", 500));
    QuarantineEntry late =
        entry(
            bench.store(
                EAST,
                null,
                announced("1.2.2"),
                new ByteArrayInputStream(Arrays.copyOf(second, second.length - 100))));
    bench.store(EAST, null, announced("1.2.2"), new ByteArrayInputStream(second));
    assertThat(desk.release(late, LI)).isInstanceOf(Ruling.NotDone.class);
    assertThat(arrivals(study)).hasSize(2);
    assertThat(bytes(arrivals(study).getLast())).isEqualTo(second);
  }

  @Test
  void whatNoReaderUnderstandsStaysUntilOneDoes() throws IOException {
    byte[] note = "this is a note, no recording".getBytes(UTF_8);
    QuarantineEntry unknown = entry(bench.post(EAST, note));
    assertThat(desk.release(unknown, LI))
        .isInstanceOfSatisfying(Ruling.NotDone.class, no -> assertThat(no.en()).contains("--save"));
    assertThat(bench.ledger.quarantine(10)).hasSize(1);

    assertThat(desk.dismiss(unknown, LI)).isInstanceOf(Ruling.Done.class);
    assertThat(bench.ledger.quarantine(10)).isEmpty();
    assertThat(bench.post(EAST, note)).as("again").isInstanceOf(Quarantined.class);
    assertThat(bench.ledger.quarantine(10)).as("is still dismissed").isEmpty();
    try (InputStream in = bench.store.open(unknown.content())) {
      assertThat(in.readAllBytes()).isEqualTo(note);
    }
  }

  @Test
  void aFileThatALaterProgramCanReadJoinsByARelease() throws IOException {
    byte[] ecg = Files.readAllBytes(Path.of("test-data/ecg/aecg/qingshan-normal.xml"));
    try (Bench older = new Bench(dir.resolve("older"), List.of())) {
      assertThat(older.post(EAST, ecg)).isInstanceOf(Quarantined.class);
      QuarantineEntry unknown = older.ledger.quarantine(1).getFirst();
      QuarantineDesk newer =
          new QuarantineDesk(
              older.ledger,
              older.store,
              (exchange, step) -> {},
              new Intake.Options(
                  Bench.COMPLETENESS, EcgFormats.standard().readers(), 1 << 20, older.clock),
              () -> new Sites(List.of(EAST, WEST), false));
      assertThat(newer.release(unknown, LI)).isInstanceOf(Ruling.Done.class);
      Exchange exchange = older.ledger.newest(null, 1).getFirst();
      assertThat(exchange.modality()).isEqualTo("ECG");
      assertThat(exchange.patientId()).isNotEmpty();
    }
  }

  @Test
  void bytesThatComeAgainHealTheDamagedOnes() throws IOException {
    Exchange study = exchange(bench.store(EAST, "1.2", "1.2.1", "P1", 100));
    Arrival before = arrivals(study).getFirst();
    byte[] whole = bytes(before);
    damage(before);
    bench.ledger.<Void>write(
        tx -> {
          tx.interventions().damaged(new Damage(Bench.T0, before.content(), "found by a step"));
          Step step = tx.step(study.id(), Step.CONVERT).orElseThrow();
          tx.put(new Step(study.id(), Step.CONVERT, 0, 1, 1, null, broken(), "", null));
          assertThat(step.troubleIfAny()).isEmpty();
          return null;
        });

    assertThat(bench.store(EAST, "1.2", "1.2.1", "P1", 100)).isEqualTo(new Kept(study.id(), true));

    Arrival after = arrivals(study).getFirst();
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.revision()).isEqualTo(before.revision());
    assertThat(after.content()).isNotEqualTo(before.content());
    assertThat(bytes(after)).isEqualTo(whole);
    assertThat(bench.ledger.interventions().damages(9)).isEmpty();
    assertThat(bench.ledger.step(study.id(), Step.CONVERT).orElseThrow().isDue(Bench.T0)).isTrue();
    assertThat(story(study)).contains(StoryLine.Event.HEALED);
    bench.store(EAST, "1.2", "1.2.1", "P1", 100);
    assertThat(arrivals(study).getFirst().content()).as("once").isEqualTo(after.content());
  }

  @Test
  void damagedBytesInQuarantineAreHealedToo() throws IOException {
    byte[] note = "this is a note, no recording".getBytes(UTF_8);
    QuarantineEntry before = entry(bench.post(EAST, note));
    bench.ledger.<Void>write(
        tx -> {
          tx.interventions().damaged(new Damage(Bench.T0, before.content(), "found by a step"));
          return null;
        });
    QuarantineEntry after = entry(bench.post(EAST, note));
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.content()).isNotEqualTo(before.content());
    assertThat(bench.ledger.interventions().damages(9)).isEmpty();
  }

  private static Step.Trouble broken() {
    return new Step.Trouble(false, "damaged in the store");
  }

  private void damage(Arrival arrival) throws IOException {
    Path file = dir.resolve("store").resolve(arrival.content().file());
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) arrival.content().offset() + 9] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> bytes(arrival)).isInstanceOf(DamagedContentException.class);
  }
}
