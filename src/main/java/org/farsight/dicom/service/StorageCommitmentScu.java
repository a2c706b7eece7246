package org.farsight.dicom.service;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;

/**
 * Asks an archive to commit itself to objects, PS3.4 §J.3.2. The report comes over this association
 * if it is kept, or by one of the archive's own: see {@link StorageCommitmentScp}. Used by one
 * thread.
 */
public final class StorageCommitmentScu implements AutoCloseable {
  private static final String PUSH = Uid.STORAGE_COMMITMENT_PUSH;

  private final Association association;
  private final Invoker invoker;
  private final AcceptedContext context;
  private final Deque<CommitmentReport> reports = new ArrayDeque<>();

  private StorageCommitmentScu(Association association) throws IOException {
    this.association = association;
    this.invoker = new Invoker(association);
    this.context = Proposal.first(association);
  }

  /** What it may ask for. */
  public static List<Offer> offers() {
    return List.of(Offer.of(PUSH, Proposal.SYNTAXES, Offer.Role.SCU));
  }

  /**
   * Opens an association.
   *
   * @param callingAeTitle of this side
   * @throws AssociationException where there is none, saying why
   * @throws ContextNotAcceptedException where the peer does not offer storage commitment
   */
  public static StorageCommitmentScu open(
      Connector connector, String callingAeTitle, AeAddress peer) throws IOException {
    return new StorageCommitmentScu(Proposal.of(PUSH).open(connector, callingAeTitle, peer));
  }

  /**
   * Asks.
   *
   * @param transactionUid by which the report will refer to it, used once
   * @param references the objects, at least one
   * @return what the archive answers; on success a report will follow
   * @throws RequestFailedException where there is no answer
   */
  public Status request(String transactionUid, List<SopReference> references) throws IOException {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("a request for nothing");
    }
    Message.NActionRq request =
        new Message.NActionRq(
            invoker.nextMessageId(),
            PUSH,
            Uid.STORAGE_COMMITMENT_PUSH_INSTANCE,
            StorageCommitmentScp.REQUEST_STORAGE_COMMITMENT,
            true);
    invoker.send(context, request, CommitmentDataSets.request(transactionUid, references));
    while (true) {
      MessageChannel.Incoming incoming = invoker.receive();
      switch (incoming.message()) {
        case Message.NActionRsp response when Kinds.answers(request, response) -> {
          invoker.finish(incoming);
          return response.status();
        }
        // some archives report before they answer
        case Message.NEventReportRq event -> take(incoming, event);
        case Message other -> throw invoker.broken("a message that is not the response");
      }
    }
  }

  /**
   * Waits for the next report over this association, and answers it by success: the caller must not
   * lose it.
   *
   * @param patience when it is over, the association is aborted
   * @return empty where none came in time, or the archive ended the association
   */
  public Optional<CommitmentReport> awaitReport(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (reports.isEmpty()) {
      MessageChannel.Incoming incoming;
      try {
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        incoming = invoker.next(left);
      } catch (AssociationException e) {
        return Optional.empty();
      }
      switch (incoming.message()) {
        case Message.NEventReportRq event -> take(incoming, event);
        case Message other -> throw invoker.broken("a message that is no report");
      }
    }
    return Optional.of(reports.remove());
  }

  private void take(MessageChannel.Incoming incoming, Message.NEventReportRq event)
      throws IOException {
    Status status = Status.NO_SUCH_EVENT_TYPE;
    if (event.hasDataSet() && (event.eventType() == 1 || event.eventType() == 2)) {
      Optional<CommitmentReport> report =
          CommitmentDataSets.report(invoker.dataSet(incoming, RequestDataSet.ATTRIBUTES));
      report.ifPresent(reports::add);
      status = report.isPresent() ? Status.SUCCESS : Status.INVALID_ARGUMENT_VALUE;
    }
    invoker.finish(incoming);
    invoker.send(incoming.context(), Kinds.response(event, status));
  }

  /** Releases the association if it is open. */
  @Override
  public void close() throws AssociationException {
    association.close();
  }
}
