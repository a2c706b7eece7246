package org.farsight.app;

import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.farsight.critical.CriticalDesk;
import org.farsight.critical.CriticalListener;
import org.farsight.critical.CriticalPorts;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Step;
import org.farsight.exchange.StepListener;
import org.farsight.exchange.Steps;
import org.farsight.intake.Intake;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.CriticalHandlers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What sees to it that branches are told of critical values, and answer. */
final class CriticalServices implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CriticalServices.class);

  private final SqlLedger ledger;
  private final Supplier<InForce> inForce;
  private final CriticalDesk desk;
  private final InstantSource clock = InstantSource.system();

  /**
   * @param inForce what a reload changes
   * @param reading is told of what changes
   * @param killSwitch is told of what is kept
   */
  CriticalServices(
      SqlLedger ledger,
      ContentStore store,
      Intake intake,
      Supplier<InForce> inForce,
      ReadingServices reading,
      KillSwitch killSwitch) {
    this.ledger = ledger;
    this.inForce = inForce;
    desk =
        new CriticalDesk(
            new CriticalPorts(
                ledger,
                ledger.criticals(),
                store,
                ledger.interventions()::isRecalled,
                (incoming, facts) -> {
                  Receipt receipt = intake.keep(incoming, facts);
                  if (receipt instanceof Receipt.Kept) {
                    killSwitch.pass(
                        facts.format().equals(CriticalValues.NOTICE)
                            ? KillPoint.CRITICAL_NOTICE_KEPT
                            : KillPoint.CRITICAL_ANSWER_KEPT);
                  }
                  return receipt;
                },
                new CriticalExaminations(ledger.identities(), ledger.cases()),
                () -> inForce.get().sites(),
                () -> inForce.get().critical(),
                new Told(reading),
                clock));
  }

  /** Lets the desk look as soon as something may have been found or told. */
  StepListener telling(StepListener other) {
    return new StepListener() {
      @Override
      public void finished(Exchange exchange, String step, Steps.Result result, Duration took) {
        other.finished(exchange, step, result, took);
        boolean found = step.equals(Step.CONVERT) && exchange.kind() != Kind.CRITICAL;
        boolean told = !step.equals(Step.CONVERT) && exchange.kind() == Kind.CRITICAL;
        if (result == Steps.Result.DONE && (found || told)) {
          desk.wake();
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

  /** Begins to look, and answers. */
  void start(Router router) {
    new CriticalHandlers(
            ledger, ledger.criticals(), ledger.cases(), desk, () -> inForce.get().sites(), clock)
        .addTo(router);
    desk.start();
  }

  @Override
  public void close() {
    desk.close();
  }

  private static final class Told implements CriticalListener {
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);
    private static final int REMEMBERED = 1000;

    private final ReadingServices reading;

    /** When what was said last: what fails is tried every two seconds. */
    private final Map<String, Instant> said =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
          }
        };

    Told(ReadingServices reading) {
      this.reading = reading;
    }

    @Override
    public void changed(String examination) {
      reading.changed(examination);
    }

    @Override
    public synchronized void failed(String what, Throwable cause) {
      Instant now = Instant.now();
      Instant before = said.get(what);
      if (before != null && before.plus(SAY_AGAIN).isAfter(now)) {
        return;
      }
      said.put(what, now);
      StackTraceElement[] places = cause.getStackTrace();
      log.error(
          "{} failed and is tried again: {} at {}",
          what,
          cause.getClass().getName(),
          places.length == 0 ? "?" : places[0]);
    }
  }
}
