package org.farsight.commitment;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.farsight.commitment.Reporting.Try.Failed;
import org.farsight.commitment.Reporting.Try.Taken;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.ReportChannel;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.service.StorageCommitmentReporter;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Commitment.Stage;
import org.farsight.exchange.Commitments.Standing;
import org.farsight.exchange.Node;
import org.farsight.exchange.StoryLine.Event;
import org.jspecify.annotations.Nullable;

/**
 * Tells devices what was decided: over the association they asked by if they keep it open, else
 * over a new one to their address; again until they take it. Safe for many threads.
 */
final class Reporting {
  private final CommitmentPorts ports;
  private final CommitmentOptions options;
  private final Function<Node, Connector> connectors;
  private final Map<Long, ReportChannel> channels = new ConcurrentHashMap<>();

  /** What became of a try. */
  sealed interface Try {
    /** The device has it. */
    record Taken(String how) implements Try {}

    /** It has not. */
    record Failed(String why) implements Try {}
  }

  Reporting(
      CommitmentPorts ports, CommitmentOptions options, Function<Node, Connector> connectors) {
    this.ports = ports;
    this.options = options;
    this.connectors = connectors;
  }

  /** The association by which a request was made last; told in the transaction that keeps it. */
  void channel(long id, ReportChannel channel) {
    channels.put(id, channel);
  }

  /** Tries once. */
  void run(Commitment request) {
    ReportChannel channel = channels.get(request.id());
    CommitmentReport report = report(request);
    Try outcome =
        Optional.ofNullable(channel)
            .flatMap(open -> open.tryReport(report, options.device()))
            .map(status -> of(request, status, "over the association it asked by"))
            .filter(Taken.class::isInstance)
            .orElseGet(() -> call(request, report));
    switch (outcome) {
      case Taken taken -> {
        ports.listener().taken(request);
        var unused = end(request, channel, Stage.REPORTED, taken.how());
        ports.listener().reported(request);
      }
      case Failed failed -> failed(request, channel, failed.why());
    }
  }

  /** Whether the device has come back meanwhile; within a transaction nobody else comes. */
  private boolean askedAgain(Commitment request, @Nullable ReportChannel channel) {
    return channel != channels.get(request.id());
  }

  private static CommitmentReport report(Commitment request) {
    List<SopReference> committed = new ArrayList<>();
    List<CommitmentReport.Failure> failed = new ArrayList<>();
    for (Commitment.Reference one : request.references()) {
      SopReference reference = new SopReference(one.sopClass(), one.sopInstance());
      if (one.committed()) {
        committed.add(reference);
      } else {
        int reason = one.outcome().orElse(CommitmentReport.PROCESSING_FAILURE);
        failed.add(new CommitmentReport.Failure(reference, reason));
      }
    }
    return new CommitmentReport(request.transactionUid(), committed, failed);
  }

  private static Try of(Commitment request, Status status, String how) {
    return status.done()
        ? new Taken(request.caller() + " " + how + ", transaction " + request.transactionUid())
        : new Failed(request.caller() + " answers " + status.describe());
  }

  private Try call(Commitment request, CommitmentReport report) {
    Optional<Node> node =
        ports.sites().get().ofExchange(request.siteId()).addresses().stream()
            .filter(address -> address.aet().equals(request.caller()))
            .findFirst();
    if (node.isEmpty()) {
      return new Failed(
          request.caller()
              + " has not kept its association, and no address of it is known: sites."
              + request.siteId()
              + ".addresses");
    }
    AeAddress peer = new AeAddress(node.get().aet(), node.get().host(), node.get().port());
    try {
      Status status =
          StorageCommitmentReporter.report(
              connectors.apply(node.get()), request.called(), peer, report);
      return of(request, status, "by an association to " + peer.host() + ":" + peer.port());
    } catch (IOException e) {
      return new Failed(String.valueOf(e.getMessage()));
    }
  }

  private void failed(Commitment request, @Nullable ReportChannel channel, String why) {
    Instant now = ports.now();
    Instant last = request.decidedAtIfAny().orElse(request.requestedAt()).plus(options.report());
    if (!now.isBefore(last) && end(request, channel, Stage.GIVEN_UP, why)) {
      ports.listener().givenUp(request);
      return;
    }
    ports.listener().delayed(request, why);
    Instant later = now.plus(options.retry().after(request.attempts() + 1));
    Set<String> exchanges = request.attempts() == 0 ? exchanges(request) : Set.of();
    ports
        .ledger()
        .<Void>write(
            tx -> {
              Instant next = askedAgain(request, channel) ? now : later;
              tx.commitments()
                  .commitment(request.id())
                  .filter(current -> current.stage() == Stage.REPORTING)
                  .ifPresent(current -> tx.commitments().put(current.failed(next)));
              exchanges.forEach(
                  id -> Verdicts.line(tx, id, now, Event.COMMITMENT_NOT_REPORTED, why));
              return null;
            });
  }

  /** Ends it, but not where the device has asked again meanwhile: it waits to be told again. */
  private boolean end(
      Commitment request, @Nullable ReportChannel channel, Stage stage, String detail) {
    Instant now = ports.now();
    Event event = stage == Stage.REPORTED ? Event.COMMITMENT_REPORTED : Event.COMMITMENT_GIVEN_UP;
    Set<String> exchanges = exchanges(request);
    return ports
        .ledger()
        .write(
            tx -> {
              boolean ended = !askedAgain(request, channel);
              if (ended) {
                channels.remove(request.id());
                tx.commitments()
                    .commitment(request.id())
                    .ifPresent(current -> tx.commitments().put(current.to(stage, null)));
              }
              if (ended || stage == Stage.REPORTED) {
                exchanges.forEach(id -> Verdicts.line(tx, id, now, event, detail));
              }
              return ended;
            });
  }

  private Set<String> exchanges(Commitment request) {
    Set<String> exchanges = new TreeSet<>();
    for (Standing one : ports.commitments().standing(request.id())) {
      one.keptIfAny()
          .filter(kept -> kept.siteId().equals(request.siteId()))
          .ifPresent(kept -> exchanges.add(kept.exchangeId()));
    }
    return exchanges;
  }
}
