package org.farsight.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Retention;
import org.farsight.ledger.RetentionSweep;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.farsight.ledger.StoreUse;
import org.farsight.ledger.SweepListener;
import org.farsight.web.BackupHandlers;
import org.farsight.web.UpkeepHandlers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps the data folder in order while the engine runs, and shows how full it is. */
final class Upkeep implements UpkeepHandlers.Storage, SweepListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final SqlLedger ledger;
  private final SegmentStore store;
  private final Configuration.Storage storage;
  private final Supplier<Retention> rules;
  private final RetentionSweep sweep;
  private final Backups backups;
  private final Counter objects;
  private final Counter bytes;
  private final Counter failures;
  private final Timer sweeps;
  private volatile @Nullable Instant sweptAt;

  /**
   * @param inForce what a reload changes
   * @param gauges are told what is kept and swept
   */
  Upkeep(
      SqlLedger ledger,
      SegmentStore store,
      Configuration.Storage storage,
      Supplier<InForce> inForce,
      Meters gauges,
      CrashTest crash) {
    MeterRegistry meters = gauges.registry();
    this.ledger = ledger;
    this.store = store;
    this.storage = storage;
    this.rules = () -> crash.of(inForce.get().retention());
    this.sweep =
        new RetentionSweep(
            new RetentionSweep.Ports(
                ledger,
                store,
                rules,
                (kind, target) -> inForce.get().targets().holdsBytes(kind, target),
                this,
                InstantSource.system(),
                crash.killSwitch()),
            crash.sweeping());
    this.backups = new Backups(ledger, storage.store(), sweep);
    objects =
        counter(meters, "farsight.swept.objects", "Objects whose bytes retention has removed");
    bytes = counter(meters, "farsight.swept.bytes", "Bytes that retention has removed");
    failures = counter(meters, "farsight.sweep.failures", "Exchanges that could not be swept");
    sweeps =
        Timer.builder("farsight.sweep.seconds")
            .description("Time a sweep of retention took")
            .register(meters);
    gauge(meters, "farsight.store.bytes", "Bytes of the store's files", () -> use().bytes());
    gauge(meters, "farsight.store.kept.bytes", "Bytes of them in use", () -> use().named());
    gauge(meters, "farsight.store.files", "Files of the store", () -> use().files());
    gauge(meters, "farsight.ledger.bytes", "Bytes of the ledger's files", this::ledgerBytes);
    gauge(meters, "farsight.disk.free.bytes", "Bytes free above the reserve", this::free);
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }

  private static void gauge(
      MeterRegistry meters, String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(meters);
  }

  /** Works from now on, and answers. */
  void start(Router router) {
    new UpkeepHandlers(this).addTo(router);
    new BackupHandlers(backups).addTo(router);
    sweep.start();
  }

  private StoreUse use() {
    return ledger.storeUse();
  }

  private long ledgerBytes() {
    long sum = 0;
    for (String file : SqlLedger.FILES) {
      Path path = storage.ledger().resolve(file);
      try {
        sum += Files.exists(path) ? Files.size(path) : 0;
      } catch (IOException e) {
        log.debug("{} went while it was looked at", file, e);
      }
    }
    return sum;
  }

  private long free() {
    try {
      return store.free();
    } catch (IOException e) {
      log.warn("the disk's free space is not known: {}", e.toString());
      return 0;
    }
  }

  @Override
  public UpkeepHandlers.Status status() {
    StoreUse use = use();
    Retention now = rules.get();
    return new UpkeepHandlers.Status(
        new UpkeepHandlers.Disk(free(), storage.reserve(), ledgerBytes()),
        new UpkeepHandlers.Store(use.files(), use.bytes(), use.named()),
        new UpkeepHandlers.Rules(
            now.studies().map(Duration::toDays).orElse(0L),
            now.ecgs().map(Duration::toDays).orElse(0L),
            now.most().orElse(0),
            now.ledger().map(Duration::toDays).orElse(0L)),
        new UpkeepHandlers.Swept((long) objects.count(), (long) bytes.count()),
        sweptAt);
  }

  @Override
  public UpkeepHandlers.Sweep sweep() throws IOException {
    RetentionSweep.Result result = sweep.run();
    return new UpkeepHandlers.Sweep(
        result.exchanges(), result.objects(), result.bytes(), result.forgotten(), result.files());
  }

  @Override
  public void swept(Exchange exchange, int count, long length) {
    objects.increment(count);
    bytes.increment(length);
    log.debug("{}: {} objects, {} bytes swept", exchange, count, length);
  }

  @Override
  public void removed(String file) {
    log.debug("{} removed", file);
  }

  @Override
  public void failed(Exchange exchange, RuntimeException cause) {
    failures.increment();
    log.error("{} could not be swept and is tried again", exchange, cause);
  }

  @Override
  public void finished(RetentionSweep.Result result, Duration took) {
    sweeps.record(took);
    sweptAt = Instant.now();
    if (result.exchanges() + result.forgotten() + result.files() > 0) {
      log.info(
          "retention: {} objects of {} exchanges swept ({} bytes), {} exchanges forgotten, {} files"
              + " removed in {} ms",
          result.objects(),
          result.exchanges(),
          result.bytes(),
          result.forgotten(),
          result.files(),
          took.toMillis());
    }
  }

  @Override
  public void close() {
    backups.close();
    sweep.close();
  }
}
