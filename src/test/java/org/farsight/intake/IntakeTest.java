package org.farsight.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.intake.Bench.EAST;
import static org.farsight.intake.Bench.QUIET;
import static org.farsight.intake.Bench.T0;
import static org.farsight.intake.Bench.WEST;
import static org.farsight.intake.Bench.announced;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Receipt.Cause;
import org.farsight.exchange.Receipt.Kept;
import org.farsight.exchange.Receipt.NotKept;
import org.farsight.exchange.Receipt.Quarantined;
import org.farsight.exchange.Site;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(dir);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private static String id(Receipt receipt) {
    assertThat(receipt).isInstanceOf(Kept.class);
    return ((Kept) receipt).exchangeId();
  }

  private Exchange exchange(Receipt receipt) {
    return bench.ledger.exchange(id(receipt)).orElseThrow();
  }

  private Step convert(String exchangeId) {
    return bench.ledger.step(exchangeId, Step.CONVERT).orElseThrow();
  }

  @Test
  void objectsOfOneStudyShareAnExchange() throws IOException {
    Receipt first = bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 500);
    Receipt second = bench.store(EAST, "1.2.3", "1.2.3.2", "P1", 700);

    assertThat(id(second)).isEqualTo(id(first));
    Exchange exchange = exchange(second);
    assertThat(exchange.kind()).isEqualTo(Kind.STUDY);
    assertThat(exchange.key()).isEqualTo("1.2.3");
    assertThat(exchange.siteId()).isEqualTo("east");
    assertThat(exchange.revision()).isEqualTo(2);
    assertThat(exchange.accession()).isEqualTo("AP1");
    assertThat(exchange.modality()).isEqualTo("CT");
    assertThat(convert(exchange.id()))
        .isEqualTo(new Step(exchange.id(), Step.CONVERT, 0, 2, 0, T0.plus(QUIET), null, "", null));
    List<Arrival> arrivals = bench.ledger.arrivals(exchange.id(), 0);
    assertThat(arrivals).extracting(Arrival::revision).containsExactly(1, 2);
    try (InputStream in = bench.store.open(arrivals.get(1).content())) {
      assertThat(in.readAllBytes())
          .isEqualTo(Objects.bytes(Objects.ct("1.2.3", "1.2.3.2", "P1", 700)));
    }
    assertThat(bench.told).as("not due yet").doesNotContain("ring convert");
  }

  @Test
  void bytesAreSyncedBeforeRowsAreCommittedBeforeTheAnswer() {
    bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 500);
    assertThat(bench.told).containsExactly("synced", "committed", "answered Kept");
  }

  @Test
  void theSameBytesAgainAreAcceptedCountedAndNotKeptTwice() {
    bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 500);
    bench.now.set(T0.plusSeconds(10));
    Receipt again = bench.store(WEST, "1.2.3", "1.2.3.1", "P1", 500);
    bench.now.set(T0.plusSeconds(20));
    Receipt third = bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 500);

    assertThat(again).isEqualTo(new Kept(id(third), true));
    assertThat(again.dimseStatus()).isZero();
    Exchange exchange = exchange(third);
    assertThat(exchange.revision()).isEqualTo(1);
    assertThat(exchange.lastAt()).isEqualTo(T0.plusSeconds(20));
    Ledger.Totals totals = bench.ledger.totals(exchange.id());
    assertThat(totals.count()).isEqualTo(1);
    assertThat(totals.repeats()).isEqualTo(2);
    assertThat(bench.watched.syncedObjects).hasValue(1);
    assertThat(bench.ledger.story(exchange.id()))
        .as("told once a minute")
        .extracting(StoryLine::event)
        .containsExactly(StoryLine.Event.REPEATED);
  }

  @Test
  void otherBytesUnderAKnownUidAreKeptBack() {
    String id = id(bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 500));
    Receipt other = bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 502);
    Receipt again = bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 502);

    assertThat(other).isInstanceOf(Quarantined.class).isEqualTo(again);
    assertThat(other.dimseStatus()).as("no device loops").isZero();
    assertThat(bench.ledger.quarantine(9))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.reason()).isEqualTo(QuarantineReason.OTHER_BYTES_UNDER_KNOWN_UID);
              assertThat(entry.exchangeId()).isEqualTo(id);
              assertThat(entry.repeats()).isEqualTo(1);
            });
    assertThat(bench.watched.syncedObjects).as("bytes of each kept once").hasValue(2);
    assertThat(bench.ledger.exchange(id).orElseThrow().revision()).isEqualTo(1);
    assertThat(bench.ledger.story(id))
        .extracting(StoryLine::event)
        .containsExactly(StoryLine.Event.KEPT_BACK);
  }

  @Test
  void oneStudyUidUnderTwoPatientsLeavesTheFirstUntouched() {
    String id = id(bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 500));
    Receipt otherPatient = bench.store(EAST, "1.2.3", "1.2.3.2", "P2", 500);
    Receipt otherIssuer = bench.store(WEST, "1.2.3", "1.2.3.3", "P1", 500);
    Receipt nobody = bench.store(EAST, "1.2.3", "1.2.3.4", "", 500);

    assertThat(List.of(otherPatient, otherIssuer, nobody))
        .allSatisfy(
            receipt ->
                assertThat(((Quarantined) receipt).reason())
                    .isEqualTo(QuarantineReason.STUDY_OF_ANOTHER_PATIENT));
    assertThat(bench.ledger.exchange(id).orElseThrow().revision()).isEqualTo(1);
    assertThat(bench.ledger.exchanges()).isEqualTo(1);
    assertThat(bench.ledger.quarantineOf(id)).hasSize(3);
    assertThat(bench.ledger.story(id).toString()).doesNotContain("P1").doesNotContain("P2");
  }

  @Test
  void anIssuerThatTheObjectsNameJoinsSites() {
    for (Site site : List.of(EAST, WEST)) {
      String instance = "1.2.3." + site.id().length() + site.id().hashCode() % 10;
      DataSet ct =
          Objects.ct("1.2.3", instance, "P1", 10).put(Tag.ISSUER_OF_PATIENT_ID, VR.LO, "REGION");
      InputStream body = new ByteArrayInputStream(Objects.bytes(ct));
      id(bench.store(site, null, announced(instance), body));
    }
    assertThat(bench.ledger.exchanges()).isEqualTo(1);
  }

  @Test
  void anObjectOfNoStudyIsAStudyOfItsOwn() {
    Receipt receipt = bench.store(EAST, "", "1.2.9", "P1", 100);
    assertThat(exchange(receipt).key()).isEqualTo("1.2.9");
    assertThat(id(bench.store(EAST, "", "1.2.10", "P1", 100))).isNotEqualTo(id(receipt));
  }

  @Test
  void whatIsNotAsAnnouncedIsNotKept() {
    byte[] bytes = Objects.bytes(Objects.ct("1.2.3", "1.2.3.1", "P1", 100));
    Receipt instance =
        bench.store(EAST, null, announced("1.2.3.9"), new ByteArrayInputStream(bytes));
    Announced otherClass =
        new Announced("1.2.840.10008.5.1.4.1.1.4", "1.2.3.1", "1.2.840.10008.1.2.1");
    Receipt sopClass = bench.store(EAST, null, otherClass, new ByteArrayInputStream(bytes));

    assertThat(instance).extracting(r -> ((NotKept) r).cause()).isEqualTo(Cause.NOT_AS_ANNOUNCED);
    assertThat(sopClass.dimseStatus()).isEqualTo(0xA900);
    assertThat(bench.ledger.exchanges()).isZero();
    assertThat(bench.watched.syncedObjects).hasValue(0);
  }

  @Test
  void whatCannotBeReadUpToItsUidsIsNotKept() {
    byte[] text = "this is a text file, not a data set".getBytes(UTF_8);
    byte[] cut = Arrays.copyOf(Objects.bytes(Objects.ct("1.2.3", "1.2.3.1", "P1", 9)), 85);
    for (byte[] bytes : List.of(text, cut, new byte[0])) {
      Receipt receipt =
          bench.store(EAST, null, announced("1.2.3.1"), new ByteArrayInputStream(bytes));
      assertThat(receipt.dimseStatus()).isEqualTo(0xC000);
    }
    assertThat(bench.ledger.quarantine(9)).isEmpty();
  }

  @Test
  void aTruncatedObjectWithReadableUidsIsKeptBack() {
    byte[] whole = Objects.bytes(Objects.ct("1.2.3", "1.2.3.1", "P1", 5000));
    byte[] cut = Arrays.copyOf(whole, whole.length - 1000);
    Receipt receipt = bench.store(EAST, null, announced("1.2.3.1"), new ByteArrayInputStream(cut));

    assertThat(receipt.dimseStatus()).isZero();
    assertThat(((Quarantined) receipt).why()).contains("1000 bytes").contains("(7FE0,0010)");
    QuarantineEntry entry = bench.ledger.quarantine(1).getFirst();
    assertThat(entry.reason()).isEqualTo(QuarantineReason.BROKEN_OBJECT);
    assertThat(entry.content().length()).isEqualTo(cut.length);
    assertThat(id(bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 5000)))
        .as("the whole object may still come")
        .isNotEmpty();
  }

  @Test
  void aSenderThatBreaksOffLeavesNothing() {
    InputStream breaking =
        new InputStream() {
          private int left = 5000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("connection reset");
            }
            return 1;
          }
        };
    Receipt receipt = bench.store(EAST, null, announced("1.2.3.1"), breaking);
    assertThat(((NotKept) receipt).cause()).isEqualTo(Cause.BROKEN_OFF);
    assertThat(bench.failures).hasValue(0);
  }

  @Test
  void aLateObjectClearsTroubleAndWaitsAgain() {
    String id = id(bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 10));
    bench.ledger.<Void>write(
        tx -> {
          tx.put(convert(id).done(1, "", T0, null));
          return null;
        });
    bench.now.set(T0.plusSeconds(100));
    bench.store(EAST, "1.2.3", "1.2.3.2", "P1", 10);
    assertThat(convert(id).dueAt()).isEqualTo(T0.plusSeconds(100).plus(QUIET));
    assertThat(convert(id).done()).isEqualTo(1);

    bench.ledger.<Void>write(
        tx -> {
          tx.put(convert(id).quarantined("no"));
          return null;
        });
    bench.store(EAST, "1.2.3", "1.2.3.3", "P1", 10);
    assertThat(convert(id).troubleIfAny()).isEmpty();
    assertThat(convert(id).wanted()).isEqualTo(3);
    assertThat(convert(id).isWaiting()).isTrue();
  }

  @Test
  void theEndOfItsAssociationMakesAStudyDueWhereTheSiteSendsOnePerStudy() {
    Site one = Bench.site("one", true);
    String id = send(one, 7L, "1.2.3.1");
    send(one, 8L, "1.2.3.2");
    String other = send(EAST, 9L, "1.2.4.1", "1.2.4");

    bench.intake.associationClosed(7);
    assertThat(bench.intake.carriage().carried(id)).as("8 carries it too").isTrue();
    bench.intake.associationClosed(9);
    bench.intake.associationClosed(8);
    bench.intake.close(); // waits for the writer

    assertThat(convert(id).dueAt()).isEqualTo(T0);
    assertThat(bench.intake.carriage().ended(id)).isTrue();
    assertThat(convert(other).dueAt()).isEqualTo(T0.plus(QUIET));
    assertThat(bench.intake.carriage().ended(other)).isFalse();
    assertThat(bench.told.stream().filter("ring convert"::equals)).hasSize(1);
  }

  private String send(Site site, long association, String instance) {
    return send(site, association, instance, "1.2.3");
  }

  private String send(Site site, long association, String instance, String study) {
    byte[] bytes = Objects.bytes(Objects.ct(study, instance, "P1", 10));
    return id(bench.store(site, association, announced(instance), new ByteArrayInputStream(bytes)));
  }

  @Test
  void whenTheDiskFailsNobodyIsToldSuccess() {
    bench.watched.failing = true;
    Receipt receipt = bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 10);
    assertThat(receipt.dimseStatus()).isEqualTo(0xA700);
    assertThat(bench.ledger.exchanges()).isZero();
    assertThat(bench.failures).hasValue(1);

    bench.watched.failing = false;
    assertThat(bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 10).dimseStatus()).isZero();
    assertThat(bench.ledger.arrivals()).isEqualTo(1);
  }

  @Test
  void whenStoppedItKeepsNothingMore() {
    bench.intake.close();
    Receipt receipt = bench.store(EAST, "1.2.3", "1.2.3.1", "P1", 10);
    assertThat(((NotKept) receipt).cause()).isEqualTo(Cause.OUT_OF_RESOURCES);
  }
}
