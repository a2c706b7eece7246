package org.farsight.app;

import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Sites;
import org.farsight.exchange.StepListener;
import org.farsight.exchange.Steps;
import org.farsight.exchange.Target;
import org.farsight.fhir.SignedReads;
import org.farsight.ledger.SqlLedger;
import org.farsight.reading.Claims;
import org.farsight.reading.ReadingOptions;
import org.farsight.reading.ReadingRoom;
import org.farsight.reading.ReportKeeping;
import org.farsight.web.ExaminationHandlers;
import org.farsight.web.WorklistEvents;
import org.farsight.web.WorklistHandlers;
import org.jspecify.annotations.Nullable;

/** The reading room, and what it shows over HTTP. */
final class ReadingServices implements AutoCloseable {
  private final SqlLedger ledger;
  private final String target;
  private final Optional<ReadingRoom> room;
  private final InstantSource clock = InstantSource.system();
  private volatile @Nullable WorklistEvents events;

  ReadingServices(
      Configuration configuration, SqlLedger ledger, ReportKeeping keeping, KillSwitch killSwitch) {
    this.ledger = ledger;
    ReadingSettings settings = configuration.reading();
    target = settings.target().orElse("");
    room =
        configuration.targets().stream()
            .filter(Target.FhirServer.class::isInstance)
            .map(Target.FhirServer.class::cast)
            .filter(server -> server.id().equals(target))
            .findFirst()
            .map(
                server ->
                    new ReadingRoom(
                        ledger,
                        ledger.cases(),
                        ledger.returns(),
                        new ReadingOptions(
                            target,
                            server.url(),
                            settings.poll(),
                            settings.groups(),
                            settings.escalate(),
                            settings.subscription()),
                        keeping,
                        clock,
                        killSwitch));
  }

  /** Lets the room know of what the FHIR server has accepted, beside whom else it is told to. */
  StepListener telling(StepListener other) {
    return new StepListener() {
      @Override
      public void finished(Exchange exchange, String step, Steps.Result result, Duration took) {
        other.finished(exchange, step, result, took);
        boolean back = step.startsWith(BranchWay.PREFIX);
        if (result == Steps.Result.DONE && (back || step.equals(target))) {
          room.ifPresent(ReadingRoom::told);
        }
      }

      @Override
      public void progressed(Exchange exchange, String step, int revision) {
        other.progressed(exchange, step, revision);
      }

      @Override
      public void unexpected(Exchange exchange, String step, Throwable cause) {
        other.unexpected(exchange, step, cause);
      }
    };
  }

  /** Shows the room what deliveries write at its server. */
  SignedReads reads() {
    return room.map(ReadingRoom::reads).orElse(SignedReads.NONE);
  }

  /** Something has changed that a task is to be told of. */
  void told() {
    room.ifPresent(ReadingRoom::told);
  }

  /** Lets whoever listens know that what is shown beside the cases of an exchange has changed. */
  void changed(String exchangeId) {
    WorklistEvents told = events;
    if (told != null) {
      ledger.cases().ofExchange(exchangeId).forEach(told::changed);
    }
  }

  /** Who has which case; empty: there is no FHIR server. */
  Optional<Claims> claims() {
    return room.map(ReadingRoom::claims);
  }

  /**
   * Begins to follow, and answers.
   *
   * @param core id of the FHIR server that must have accepted a report before a branch sees it
   */
  void start(Router router, Supplier<Sites> sites, Supplier<Optional<String>> core) {
    WorklistEvents told = new WorklistEvents(ledger.cases(), ledger.criticals(), sites, clock);
    events = told;
    told.addTo(router);
    new WorklistHandlers(ledger, ledger.cases(), ledger.criticals(), room, sites, clock)
        .addTo(router);
    new ExaminationHandlers(
            ledger, ledger.cases(), ledger.returns(), ledger.criticals(), sites, clock, core)
        .addTo(router);
    room.ifPresent(
        here -> {
          here.tell(told);
          here.start();
        });
  }

  @Override
  public void close() {
    room.ifPresent(ReadingRoom::close);
    WorklistEvents told = events;
    if (told != null) {
      told.close();
    }
  }
}
