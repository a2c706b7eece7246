package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.ul.AcceptedContext;

/**
 * Sends requests to the requestor of an association that is being served: the sub-operations of
 * C-GET, notifications. Safe for many threads; each waits for its own response.
 */
public interface ReverseInvoker {
  /** The contexts in which the requestor was accepted as provider, by role selection. */
  List<AcceptedContext> providerContexts();

  /** Whether the association is still there. */
  boolean isOpen();

  /** How long this side is used to wait for a response. */
  Duration patience();

  /**
   * Sends a request with its data set and waits for the response, whose data set is dropped.
   *
   * @param context one of the association
   * @param request made for a message ID
   * @param dataSet in the transfer syntax of the context
   * @param length in bytes, -1 if not known
   * @param patience for the response. The thread that serves the association aborts it when the
   *     time is over; another thread leaves it as it is
   * @throws RequestFailedException where there is no response in time; it tells whether the peer
   *     may have performed the request
   */
  Message.Response invoke(
      AcceptedContext context,
      IntFunction<Message.Request> request,
      InputStream dataSet,
      long length,
      Duration patience)
      throws IOException;
}
