package org.farsight.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.jspecify.annotations.Nullable;

/** An intake on a real ledger and store, with a clock that stands still and what it told noted. */
final class Bench implements AutoCloseable {
  static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  static final Duration QUIET = Duration.ofSeconds(5);
  static final Completeness COMPLETENESS = new Completeness(QUIET, Duration.ofSeconds(600));
  static final Site EAST = site("east", false);
  static final Site WEST = site("west", false);

  final AtomicReference<Instant> now = new AtomicReference<>(T0);
  final InstantSource clock = now::get;
  final List<String> told = Collections.synchronizedList(new ArrayList<>());
  final List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger failures = new AtomicInteger();
  final SqlLedger ledger;
  final SegmentStore store;
  final WatchedStore watched;
  final Intake intake;

  Bench(Path dir) throws IOException {
    this(dir, EcgFormats.standard().readers());
  }

  Bench(Path dir, List<EcgReader> readers) throws IOException {
    ledger = SqlLedger.open(SqlLedger.Options.in(dir.resolve("ledger")));
    store =
        SegmentStore.open(
            new SegmentStore.Options(dir.resolve("store"), 1 << 20, 32 << 20, 64 << 20, 0),
            ledger.committedEnds());
    watched = new WatchedStore(store);
    intake =
        new Intake(
            new WatchedLedger(ledger, told),
            watched,
            (exchange, step) -> told.add("ring " + step),
            new Listener(),
            new Intake.Options(COMPLETENESS, readers, 1 << 20, clock));
  }

  static Site site(String id, boolean singleAssociation) {
    return new Site(
        id,
        id,
        "https://example.org/" + id,
        ZoneId.of("+08:00"),
        Set.of(),
        Set.of(),
        Set.of(),
        singleAssociation,
        List.of());
  }

  static Announced announced(String instance) {
    return new Announced(Objects.CT, instance, Objects.SYNTAX.uid());
  }

  /** A C-STORE of an object as it announces itself. */
  Receipt store(Site site, String study, String instance, String patient, int pixels) {
    byte[] bytes = Objects.bytes(Objects.ct(study, instance, patient, pixels));
    return store(site, null, announced(instance), new ByteArrayInputStream(bytes));
  }

  Receipt store(Site site, @Nullable Long association, Announced as, InputStream body) {
    return intake.receive(new Incoming(Way.C_STORE, site, "CALLER", association, as, body));
  }

  Receipt post(Site site, byte[] file) {
    return intake.receive(
        new Incoming(Way.HTTP, site, "127.0.0.1", null, null, new ByteArrayInputStream(file)));
  }

  /** A file of which its sender names the patient. */
  Receipt post(Site site, byte[] file, String patient) {
    return intake.receive(
        new Incoming(
            Way.HTTP, site, "127.0.0.1", null, null, new ByteArrayInputStream(file), patient));
  }

  /** What the engine itself has to say. */
  Receipt keep(Site site, byte[] bytes, ObjectFacts facts) {
    return intake.keep(
        new Incoming(Way.READING_ROOM, site, "zhang", null, null, new ByteArrayInputStream(bytes)),
        facts);
  }

  String digest(byte[] bytes) throws IOException {
    try (ContentStore.Spooled spooled = store.spool(new ByteArrayInputStream(bytes))) {
      return spooled.digest();
    }
  }

  @Override
  public void close() throws IOException {
    intake.close();
    store.close();
    ledger.close();
  }

  private final class Listener implements IntakeListener {
    @Override
    public void answered(Way way, String siteId, long bytes, Receipt receipt) {
      told.add("answered " + receipt.getClass().getSimpleName());
    }

    @Override
    public void committed(int objects, long nanos) {
      groups.add(objects);
    }

    @Override
    public void failed(int objects, Throwable cause) {
      failures.incrementAndGet();
    }

    @Override
    public void unexpected(Throwable cause) {
      told.add("unexpected " + cause.getClass().getSimpleName());
    }
  }

  /** Notes syncs, and fails them when told to. */
  final class WatchedStore implements ContentStore {
    private final ContentStore store;
    volatile boolean failing;
    volatile String failFor = "";
    volatile Runnable afterSync = () -> {};
    final AtomicInteger syncedObjects = new AtomicInteger();

    WatchedStore(ContentStore store) {
      this.store = store;
    }

    @Override
    public InputStream open(Content content) throws IOException {
      return store.open(content);
    }

    @Override
    public Spooled spool(InputStream body) throws IOException {
      return store.spool(body);
    }

    @Override
    public List<Content> sync(List<Spooled> objects) throws IOException {
      if (failing || objects.stream().anyMatch(o -> o.digest().equals(failFor))) {
        throw new IOException("no space left on device");
      }
      List<Content> contents = store.sync(objects);
      syncedObjects.addAndGet(objects.size());
      afterSync.run();
      told.add("synced");
      return contents;
    }

    @Override
    public long free() throws IOException {
      return store.free();
    }
  }

  /** Notes commits. */
  static final class WatchedLedger extends ForwardingLedger {
    private final List<String> told;

    WatchedLedger(Ledger ledger, List<String> told) {
      super(ledger);
      this.told = told;
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
      T result = super.write(work);
      told.add("committed");
      return result;
    }
  }
}
