package org.farsight.dicom.service;

import java.io.InputStream;
import java.util.List;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AssociationException;

/** Answers C-ECHO, PS3.4 annex A. */
public final class VerificationScp implements DimseService {
  @Override
  public boolean serves(String abstractSyntax) {
    return abstractSyntax.equals(Uid.VERIFICATION);
  }

  @Override
  public List<Offer> offers() {
    return List.of(Offer.of(Uid.VERIFICATION, Syntaxes.PLAIN, Offer.Role.SCP));
  }

  @Override
  public void perform(Request request, InputStream dataSet, Responder responder)
      throws AssociationException {
    switch (request.message()) {
      case Message.CEchoRq echo ->
          responder.respond(
              new Message.CEchoRsp(echo.messageId(), Uid.VERIFICATION, Status.SUCCESS));
      case Message.Request other ->
          responder.respond(Kinds.response(other, Status.UNRECOGNIZED_OPERATION));
    }
  }
}
