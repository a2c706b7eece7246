package org.farsight.dicom.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.Association;

/** One C-FIND after the other over an association, PS3.7 §9.3.2. */
final class FindInvocation {
  private final Association association;
  private final Invoker invoker;
  private final AcceptedContext context;

  FindInvocation(Association association) throws IOException {
    this.association = association;
    this.invoker = new Invoker(association);
    this.context = Proposal.first(association);
  }

  /**
   * Asks.
   *
   * @param taker of each match; when it says false, the query is cancelled
   * @return the status of the final response
   */
  Status find(DataSet identifier, Predicate<DataSet> taker) throws IOException {
    Message.CFindRq request =
        new Message.CFindRq(
            invoker.nextMessageId(), context.abstractSyntax(), Priority.MEDIUM, true);
    invoker.send(context, request, identifier);
    boolean cancelled = false;
    long end = 0;
    while (true) {
      MessageChannel.Incoming incoming = invoker.receive();
      if (!(incoming.message() instanceof Message.CFindRsp response)
          || !Kinds.answers(request, response)) {
        throw invoker.broken("a message that is not the response");
      }
      if (response.status().category() != Status.Category.PENDING) {
        invoker.finish(incoming);
        return response.status();
      }
      if (!response.hasDataSet()) {
        throw invoker.broken("a match without an identifier");
      }
      if (!cancelled) {
        cancelled = !taker.test(invoker.dataSet(incoming, RequestDataSet.ATTRIBUTES));
        if (cancelled) {
          invoker.send(context, new Message.CCancelRq(request.messageId()));
          end = System.nanoTime() + association.timeouts().response().toNanos();
        }
      } else if (System.nanoTime() > end) {
        throw invoker.broken("matches go on after the cancel");
      }
    }
  }

  /** Asks for so many matches at most. */
  Found find(DataSet identifier, int limit) throws IOException {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + ", at least 1");
    }
    List<DataSet> matches = new ArrayList<>();
    boolean[] more = new boolean[1];
    Status status =
        find(
            identifier,
            match -> {
              more[0] = matches.size() == limit;
              if (!more[0]) {
                matches.add(match);
              }
              return !more[0];
            });
    // a peer may have answered all before it saw the cancel
    return new Found(matches, more[0] && status.done() ? Status.CANCEL : status);
  }
}
