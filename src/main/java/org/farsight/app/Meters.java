package org.farsight.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.farsight.commitment.CommitmentListener;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.StepListener;
import org.farsight.exchange.Steps;
import org.farsight.exchange.Way;
import org.farsight.intake.IntakeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Prometheus is told. Names begin with {@code farsight.}; no patient, no free text in labels.
 */
class Meters implements IntakeListener, StepListener, CommitmentListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Meters.class);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final DistributionSummary group =
      DistributionSummary.builder("farsight.commit.objects")
          .description("Objects that one commit made durable")
          .register(registry);
  private final Timer commit =
      Timer.builder("farsight.commit.seconds")
          .description("From the first write of a group to the end of its commit")
          .register(registry);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  /** The registry's own look-up makes names and tags anew for each object. */
  private final Map<DoorKey, Door> doors = new ConcurrentHashMap<>();

  private record DoorKey(Way way, String siteId, String outcome) {}

  private record Door(Counter objects, Counter bytes) {}

  Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Adds what is read from the ledger and the broker at each scrape. */
  void watch(Ledger ledger, Supplier<Number> associations, Supplier<Number> lostBells) {
    gauge("farsight.exchanges", "Exchanges in the ledger", ledger::exchanges);
    gauge("farsight.arrivals", "New objects in the ledger", ledger::arrivals);
    gauge(
        "farsight.steps.open",
        "Steps that wait, are parked or quarantined",
        () -> ledger.openSteps().values().stream().mapToLong(Long::longValue).sum());
    gauge("farsight.associations.open", "Open DICOM associations", associations);
    gauge("farsight.bells.lost", "Bells the broker did not take", lostBells);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  @Override
  public void answered(Way way, String siteId, long bytes, Receipt receipt) {
    String outcome =
        switch (receipt) {
          case Receipt.Kept kept -> kept.repeated() ? "repeated" : "kept";
          case Receipt.Quarantined q -> "quarantined";
          case Receipt.NotKept not -> not.cause().name();
        };
    Door door = doors.computeIfAbsent(new DoorKey(way, siteId, outcome), this::door);
    door.objects().increment();
    door.bytes().increment(bytes);
  }

  private Door door(DoorKey key) {
    return new Door(
        Counter.builder("farsight.received")
            .description("Objects at the door, by way, site and outcome")
            .tags("way", key.way().name(), "site", key.siteId(), "outcome", key.outcome())
            .register(registry),
        Counter.builder("farsight.received.bytes")
            .description("Bytes kept, by way and site")
            .tags("way", key.way().name(), "site", key.siteId())
            .register(registry));
  }

  @Override
  public void committed(int objects, long nanos) {
    group.record(objects);
    commit.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void failed(int objects, Throwable cause) {
    log.error("disk or ledger failed; {} senders were told that nothing was kept", objects, cause);
  }

  @Override
  public void unexpected(Throwable cause) {
    log.error("reading an object failed unexpectedly: {}", classAndPlace(cause));
  }

  @Override
  public void finished(Exchange exchange, String step, Steps.Result result, Duration took) {
    Timer.builder("farsight.step.seconds")
        .description("Time a step worked, by step and result")
        .tags("step", step, "result", result.name())
        .register(registry)
        .record(took);
    switch (result) {
      case PARKED, QUARANTINED -> log.warn("{} {}: {}", exchange, step, result);
      case DONE -> log.info("{} {}: done in {} ms", exchange, step, took.toMillis());
      case NOT_DUE, RUNNING, HELD, POSTPONED -> log.debug("{} {}: {}", exchange, step, result);
    }
  }

  @Override
  public void progressed(Exchange exchange, String step, int revision) {
    log.debug("{} {}: accepted up to {}", exchange, step, revision);
  }

  @Override
  public void unexpected(Exchange exchange, String step, Throwable cause) {
    log.error("{} {} failed unexpectedly and is parked: {}", exchange, step, classAndPlace(cause));
  }

  @Override
  public void requested(Commitment commitment, boolean repeated) {
    count("farsight.commitment.requests", "Requests for storage commitment, by site", commitment);
    log.info(
        "storage commitment {} of {}: {} objects{}",
        commitment.transactionUid(),
        commitment.caller(),
        commitment.references().size(),
        repeated ? ", asked again" : "");
  }

  @Override
  public void decided(Commitment commitment, int committed, int failed) {
    Counter.builder("farsight.commitment.objects")
        .description("Objects that a storage commitment was decided of, by site and outcome")
        .tags("site", commitment.siteId(), "outcome", "committed")
        .register(registry)
        .increment(committed);
    Counter.builder("farsight.commitment.objects")
        .description("Objects that a storage commitment was decided of, by site and outcome")
        .tags("site", commitment.siteId(), "outcome", "failed")
        .register(registry)
        .increment(failed);
    log.info(
        "storage commitment {} of {}: {} objects committed, {} not",
        commitment.transactionUid(),
        commitment.caller(),
        committed,
        failed);
  }

  @Override
  public void reported(Commitment commitment) {
    count("farsight.commitment.reports", "Reports that devices have taken, by site", commitment);
    log.info("{} knows of {}", commitment.caller(), commitment.transactionUid());
  }

  @Override
  public void delayed(Commitment commitment, String why) {
    count("farsight.commitment.retries", "Tries that did not work, by site", commitment);
    log.info("storage commitment {} waits: {}", commitment.transactionUid(), why);
  }

  @Override
  public void givenUp(Commitment commitment) {
    count("farsight.commitment.given.up", "Reports that were given up, by site", commitment);
    log.warn(
        "storage commitment {} was given up: {} could not be told",
        commitment.transactionUid(),
        commitment.caller());
  }

  private void count(String name, String description, Commitment commitment) {
    Counter.builder(name)
        .description(description)
        .tags("site", commitment.siteId())
        .register(registry)
        .increment();
  }

  private static String classAndPlace(Throwable cause) {
    StackTraceElement[] places = cause.getStackTrace();
    return cause.getClass().getName() + " at " + (places.length == 0 ? "?" : places[0]);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
