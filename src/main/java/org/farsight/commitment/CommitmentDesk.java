package org.farsight.commitment;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentHandler;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentRequest;
import org.farsight.dicom.service.ReportChannel;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Commitment.Reference;
import org.farsight.exchange.Commitment.Stage;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Node;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;

/**
 * Takes requests of devices and reports of archives, writes them down before it answers, and works
 * on what is due: a bell rings when something has come, and each second it looks by itself.
 */
public final class CommitmentDesk implements CommitmentHandler, AutoCloseable {
  private static final int WORKERS = 4;
  private static final int PORTION = 100;
  private static final int MOST_OPEN = 10_000;

  /** The device used a transaction UID again for other objects, PS3.4 §J.3.3.1.2. */
  static final Status DUPLICATE_TRANSACTION =
      Status.of(CommitmentReport.DUPLICATE_TRANSACTION_UID)
          .withComment("this transaction UID stands for other objects");

  private final CommitmentPorts ports;
  private final Function<AssociationInfo, Optional<Site>> callers;
  private final CommitmentOptions options;
  private final Asking asking;
  private final Deciding deciding;
  private final Reporting reporting;
  private final Set<Long> running = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("commitment-ticker").factory());
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          WORKERS, Thread.ofPlatform().daemon().name("commitment-", 1).factory());

  /**
   * Opens the desk; {@link #start} begins the work.
   *
   * @param callers the site whose device has opened an association
   * @param archives calls an archive
   * @param devices calls devices
   */
  public CommitmentDesk(
      CommitmentPorts ports,
      Function<AssociationInfo, Optional<Site>> callers,
      Function<Target.Archive, Connector> archives,
      Function<Node, Connector> devices,
      CommitmentOptions options) {
    this.ports = ports;
    this.callers = callers;
    this.options = options;
    this.asking = new Asking(ports, options, new Archives(archives));
    this.deciding = new Deciding(ports, options, asking);
    this.reporting = new Reporting(ports, options, devices);
  }

  /** Begins with what is left from before, and looks each second. */
  public void start() {
    ticker.execute(this::resume);
    var unused = ticker.scheduleWithFixedDelay(this::sweep, 0, 1, TimeUnit.SECONDS);
  }

  private void ring() {
    try {
      ticker.execute(this::sweep);
    } catch (RejectedExecutionException e) {
      // the engine is stopping: what is due is found at the next start
    }
  }

  /** What waits for an answer from before the start may wait for nothing: looked at anew. */
  private void resume() {
    sweep(ports.now().plus(options.answer()), MOST_OPEN);
  }

  private void sweep() {
    sweep(ports.now(), PORTION);
  }

  private void sweep(Instant dueBy, int most) {
    try {
      for (long id : ports.commitments().due(dueBy, most)) {
        if (running.add(id)) {
          workers.execute(() -> work(id));
        }
      }
    } catch (RuntimeException e) {
      if (!ticker.isShutdown()) {
        ports.listener().unexpected(e);
      }
    }
  }

  private void work(long id) {
    try {
      Optional<Commitment> request = ports.commitments().commitment(id);
      if (request.isPresent()) {
        switch (request.get().stage()) {
          case DECIDING -> deciding.run(request.get());
          case REPORTING -> reporting.run(request.get());
          case REPORTED, GIVEN_UP -> {
            // done since it was found
          }
        }
      }
    } catch (RuntimeException | Error e) {
      if (!workers.isShutdown()) {
        ports.listener().unexpected(e);
        putOff(id);
      }
    } finally {
      running.remove(id);
      ring();
    }
  }

  private void putOff(long id) {
    try {
      ports
          .ledger()
          .<Void>write(
              tx -> {
                tx.commitments()
                    .commitment(id)
                    .filter(request -> request.dueAt() != null)
                    .ifPresent(
                        request ->
                            tx.commitments()
                                .put(
                                    request.failed(
                                        ports
                                            .now()
                                            .plus(options.retry().after(request.attempts() + 1)))));
                return null;
              });
    } catch (RuntimeException e) {
      ports.listener().unexpected(e); // the ledger itself: the sweep comes back to it
    }
  }

  /** What was done with a request. */
  private record Written(Optional<Commitment> commitment, boolean repeated) {}

  @Override
  public Status requested(CommitmentRequest request, ReportChannel channel) {
    Optional<Site> site = callers.apply(request.association());
    if (site.isEmpty()) {
      return Status.NOT_AUTHORIZED.withComment("this AE title belongs to no site");
    }
    if (ports.commitments().open() >= MOST_OPEN) {
      return Status.RESOURCE_LIMITATION.withComment("too many open requests");
    }
    Instant now = ports.now();
    Commitment asked = commitment(request, site.get(), now);
    Written written =
        ports
            .ledger()
            .write(
                tx -> {
                  Written outcome = write(tx, asked, now);
                  // before anybody can find the request: whoever reports finds its association
                  outcome.commitment().ifPresent(kept -> reporting.channel(kept.id(), channel));
                  return outcome;
                });
    if (written.commitment().isEmpty()) {
      return DUPLICATE_TRANSACTION;
    }
    Commitment kept = written.commitment().get();
    ports.listener().requested(kept, written.repeated());
    ring();
    return Status.SUCCESS;
  }

  private static Commitment commitment(CommitmentRequest request, Site site, Instant now) {
    List<Reference> references =
        request.references().stream()
            .distinct()
            .map(one -> new Reference(one.sopClass(), one.sopInstance(), OptionalInt.empty()))
            .toList();
    AssociationInfo association = request.association();
    return new Commitment(
        0,
        request.transactionUid(),
        association.callingAeTitle().strip(),
        association.calledAeTitle().strip(),
        site.id(),
        now,
        Stage.DECIDING,
        0,
        now,
        null,
        references);
  }

  /** A device that has crashed asks again: it is told again, and nothing is doubled. */
  private static Written write(Ledger.Transaction tx, Commitment asked, Instant now) {
    Optional<Commitment> known = tx.commitments().find(asked.transactionUid(), asked.caller());
    if (known.isEmpty()) {
      long id = tx.commitments().open(asked);
      return new Written(tx.commitments().commitment(id), false);
    }
    Commitment before = known.get();
    if (!objects(before).equals(objects(asked)) || !before.siteId().equals(asked.siteId())) {
      return new Written(Optional.empty(), true);
    }
    tx.commitments()
        .put(
            switch (before.stage()) {
              case DECIDING -> before.later(now);
              case REPORTING, REPORTED, GIVEN_UP -> before.to(Stage.REPORTING, now);
            });
    return new Written(Optional.of(before), true);
  }

  private static Set<SopReference> objects(Commitment commitment) {
    Set<SopReference> objects = new HashSet<>();
    commitment
        .references()
        .forEach(one -> objects.add(new SopReference(one.sopClass(), one.sopInstance())));
    return objects;
  }

  @Override
  public Status reported(AssociationInfo association, CommitmentReport report) {
    if (!asking.relay(association.callingAeTitle().strip(), report)) {
      return Status.INVALID_ARGUMENT_VALUE.withComment("no such transaction of this archive");
    }
    ring();
    return Status.SUCCESS;
  }

  /**
   * Ends the work; what is under way is done again after the next start. Nobody is interrupted,
   * since that would hurt files; who waits for a peer is left behind.
   */
  @Override
  public void close() {
    ticker.shutdownNow();
    workers.shutdown();
    try {
      var unused = workers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
