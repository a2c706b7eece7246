package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.UserItem;

/** The provider of a service class. Called by the threads of many associations. */
public interface DimseService {
  /** Whether it provides the SOP class of this abstract syntax. */
  boolean serves(String abstractSyntax);

  /**
   * Whether it has to do with requestors that are providers of this SOP class themselves: then a
   * proposed SCP role is accepted (role selection, PS3.7 annex D.3.3.4).
   */
  default boolean invokes(String abstractSyntax) {
    return false;
  }

  /**
   * Which of the proposed transfer syntaxes is accepted for a SOP class it serves or invokes; empty
   * if none. By default the first, whatever it is.
   *
   * @param proposed UIDs, at least one
   */
  default Optional<String> transferSyntax(String abstractSyntax, List<String> proposed) {
    return Optional.of(proposed.get(0));
  }

  /**
   * What is answered to a proposed SOP class extended negotiation, PS3.7 annex D.3.3.5.
   *
   * @param sopClass one that it serves
   * @param proposed the service class application information of the request
   * @return the same of the answer; empty for no answer
   */
  default Optional<byte[]> negotiate(String sopClass, byte[] proposed) {
    return Optional.empty();
  }

  /** What it offers, for the conformance statement. */
  List<Offer> offers();

  /**
   * Performs a request and answers it.
   *
   * @param dataSet of the request as it arrives; what is not read is dropped before the response
   * @throws AssociationException where the association broke; there is nobody to answer then
   * @throws IOException where this side failed; the peer gets a processing failure
   */
  void perform(Request request, InputStream dataSet, Responder responder) throws IOException;

  /**
   * A request with its surroundings.
   *
   * @param context that it was sent in
   * @param negotiated what was answered for the SOP class of the context in extended negotiation
   */
  record Request(
      AssociationInfo association,
      AcceptedContext context,
      Optional<UserItem.ExtendedNegotiation> negotiated,
      Message.Request message) {}

  /** Takes the responses. Used by the thread that performs the request. */
  interface Responder {
    /** Sends a response in the context of the request. */
    void respond(Message.Response response) throws AssociationException;

    /**
     * Sends a response with a data set, encoded in the transfer syntax of the context.
     *
     * @param response whose {@code hasDataSet} is true
     */
    void respond(Message.Response response, DataSet dataSet) throws AssociationException;

    /**
     * Whether the peer has cancelled this request (C-CANCEL-RQ), or ended the association. Looks at
     * what has arrived and does not wait; what is left unread of the request's data set is dropped.
     *
     * @throws AssociationException where the association has ended
     */
    boolean cancelled() throws AssociationException;

    /** The other direction of the association; may be kept and used by other threads. */
    ReverseInvoker reverse();
  }
}
