package org.farsight.dicom.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.ul.AcceptedContext;

/**
 * The acceptor's side of storage commitment, PS3.4 annex J: takes requests of devices (N-ACTION)
 * and the reports of archives that call as SCP by role selection (N-EVENT-REPORT).
 */
public final class StorageCommitmentScp implements DimseService {
  /** More references than a study of any kind has. */
  private static final int MOST_REFERENCES = 50_000;

  static final int REQUEST_STORAGE_COMMITMENT = 1;

  private final CommitmentHandler handler;

  /**
   * @param handler commits, and learns what others have committed
   */
  public StorageCommitmentScp(CommitmentHandler handler) {
    this.handler = handler;
  }

  @Override
  public boolean serves(String abstractSyntax) {
    return abstractSyntax.equals(Uid.STORAGE_COMMITMENT_PUSH);
  }

  /** An archive that reports by an association of its own is the SCP of it. */
  @Override
  public boolean invokes(String abstractSyntax) {
    return abstractSyntax.equals(Uid.STORAGE_COMMITMENT_PUSH);
  }

  @Override
  public Optional<String> transferSyntax(String abstractSyntax, List<String> proposed) {
    return Syntaxes.plain(proposed);
  }

  @Override
  public List<Offer> offers() {
    return List.of(
        Offer.of(Uid.STORAGE_COMMITMENT_PUSH, Syntaxes.PLAIN, Offer.Role.SCP),
        Offer.of(Uid.STORAGE_COMMITMENT_PUSH, Syntaxes.PLAIN, Offer.Role.SCU));
  }

  @Override
  public void perform(Request request, InputStream dataSet, Responder responder)
      throws IOException {
    try {
      switch (request.message()) {
        case Message.NActionRq action -> action(request, action, dataSet, responder);
        case Message.NEventReportRq event ->
            responder.respond(Kinds.response(event, event(request, event, dataSet)));
        case Message.Request other ->
            responder.respond(Kinds.response(other, Status.UNRECOGNIZED_OPERATION));
      }
    } catch (DicomFormatException e) {
      responder.respond(
          Kinds.response(
              request.message(), Status.INVALID_ARGUMENT_VALUE.withComment(e.problem())));
    }
  }

  // ---------------------------------------------------------------- N-ACTION

  private void action(
      Request request, Message.NActionRq action, InputStream dataSet, Responder responder)
      throws IOException {
    Optional<Status> objection = objection(action);
    if (objection.isPresent()) {
      responder.respond(Kinds.response(action, objection.get()));
      return;
    }
    DataSet information =
        action.hasDataSet()
            ? RequestDataSet.attributes(dataSet, request.context().transferSyntax())
            : new DataSet();
    Optional<String> transaction = information.string(Tag.TRANSACTION_UID);
    Optional<List<SopReference>> references =
        CommitmentDataSets.references(information, Tag.REFERENCED_SOP_SEQUENCE);
    if (transaction.isEmpty()) {
      responder.respond(Kinds.response(action, invalid("no transaction", Tag.TRANSACTION_UID)));
    } else if (references.isEmpty() || references.get().isEmpty()) {
      responder.respond(
          Kinds.response(
              action, invalid("reference without UID, or none", Tag.REFERENCED_SOP_SEQUENCE)));
    } else if (references.get().size() > MOST_REFERENCES) {
      responder.respond(
          Kinds.response(
              action,
              Status.RESOURCE_LIMITATION.withComment(
                  "more than " + MOST_REFERENCES + " references")));
    } else {
      Channel channel = new Channel(responder.reverse(), request.context());
      try {
        Status status =
            handler.requested(
                new CommitmentRequest(request.association(), transaction.get(), references.get()),
                channel);
        responder.respond(Kinds.response(action, status));
      } finally {
        channel.answered.countDown();
      }
    }
  }

  private static Optional<Status> objection(Message.NActionRq action) {
    if (!action.sopClass().equals(Uid.STORAGE_COMMITMENT_PUSH)) {
      return Optional.of(
          Status.SOP_CLASS_NOT_SUPPORTED.withComment("not the abstract syntax of the context"));
    }
    if (!action.sopInstance().equals(Uid.STORAGE_COMMITMENT_PUSH_INSTANCE)) {
      return Optional.of(Status.NO_SUCH_SOP_INSTANCE);
    }
    return action.actionType() == REQUEST_STORAGE_COMMITMENT
        ? Optional.empty()
        : Optional.of(Status.NO_SUCH_ACTION);
  }

  private static Status invalid(String why, int tag) {
    return Status.INVALID_ARGUMENT_VALUE.withComment(why + " " + Tag.toString(tag));
  }

  // ---------------------------------------------------------------- N-EVENT-REPORT

  private Status event(Request request, Message.NEventReportRq event, InputStream dataSet)
      throws IOException {
    if (!event.sopInstance().equals(Uid.STORAGE_COMMITMENT_PUSH_INSTANCE)) {
      return Status.NO_SUCH_SOP_INSTANCE;
    }
    if (event.eventType() != 1 && event.eventType() != 2) {
      return Status.NO_SUCH_EVENT_TYPE;
    }
    DataSet information =
        event.hasDataSet()
            ? RequestDataSet.attributes(dataSet, request.context().transferSyntax())
            : new DataSet();
    Optional<CommitmentReport> report = CommitmentDataSets.report(information);
    return report.isEmpty()
        ? invalid("no transaction, or a reference without UID", Tag.TRANSACTION_UID)
        : handler.reported(request.association(), report.get());
  }

  // ---------------------------------------------------------------- the report

  /** Reports over the association of the request, whose default roles allow it. */
  private static final class Channel implements ReportChannel {
    private final ReverseInvoker reverse;
    private final AcceptedContext context;
    private final Thread performing = Thread.currentThread();
    private final CountDownLatch answered = new CountDownLatch(1);

    Channel(ReverseInvoker reverse, AcceptedContext context) {
      this.reverse = reverse;
      this.context = context;
    }

    @Override
    public Optional<Status> tryReport(CommitmentReport report, Duration patience) {
      long end = System.nanoTime() + patience.toNanos();
      if (Thread.currentThread().equals(performing) && answered.getCount() > 0) {
        throw new IllegalStateException("the request has to be answered first");
      }
      try {
        if (!answered.await(patience.toMillis(), TimeUnit.MILLISECONDS) || !reverse.isOpen()) {
          return Optional.empty();
        }
        byte[] bytes =
            DataSetWriter.toBytes(
                CommitmentDataSets.report(report), TransferSyntax.of(context.transferSyntax()));
        Message.Response response =
            reverse.invoke(
                context,
                id -> CommitmentDataSets.event(id, report),
                new ByteArrayInputStream(bytes),
                bytes.length,
                Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())));
        return Optional.of(response.status());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (IOException e) {
        // gone, or no answer: the caller reports by another association
        return Optional.empty();
      }
    }
  }
}
