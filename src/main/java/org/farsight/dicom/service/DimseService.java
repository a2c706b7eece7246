package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.AssociationInfo;

/** The provider of a service class. Called by the threads of many associations. */
public interface DimseService {
  /** Whether it provides the SOP class of this abstract syntax. */
  boolean serves(String abstractSyntax);

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
   */
  record Request(AssociationInfo association, AcceptedContext context, Message.Request message) {}

  /** Takes the responses. */
  interface Responder {
    /** Sends a response in the context of the request. */
    void respond(Message.Response response) throws AssociationException;
  }
}
