package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;

/** Answers C-FIND of the modality worklist, PS3.4 annex K. */
public final class WorklistScp implements DimseService {
  private final WorklistHandler handler;
  private final int mostMatches;

  /**
   * @param handler finds what matches
   */
  public WorklistScp(WorklistHandler handler) {
    this(handler, FindResponses.MOST_MATCHES);
  }

  /**
   * @param handler finds what matches
   * @param mostMatches of one query; one with more ends by A700H after so many
   */
  public WorklistScp(WorklistHandler handler, int mostMatches) {
    this.handler = handler;
    this.mostMatches = mostMatches;
  }

  @Override
  public boolean serves(String abstractSyntax) {
    return abstractSyntax.equals(Uid.MODALITY_WORKLIST_FIND);
  }

  @Override
  public Optional<String> transferSyntax(String abstractSyntax, List<String> proposed) {
    return Syntaxes.plain(proposed);
  }

  @Override
  public List<Offer> offers() {
    return List.of(Offer.of(Uid.MODALITY_WORKLIST_FIND, Syntaxes.PLAIN, Offer.Role.SCP));
  }

  @Override
  public void perform(Request request, InputStream dataSet, Responder responder)
      throws IOException {
    switch (request.message()) {
      case Message.CFindRq find -> find(request, find, dataSet, responder);
      case Message.Request other ->
          responder.respond(Kinds.response(other, Status.UNRECOGNIZED_OPERATION));
    }
  }

  private void find(Request request, Message.CFindRq find, InputStream dataSet, Responder responder)
      throws IOException {
    if (!find.sopClass().equals(Uid.MODALITY_WORKLIST_FIND)) {
      responder.respond(
          Kinds.response(
              find,
              Status.SOP_CLASS_NOT_SUPPORTED.withOffendingElements(
                  List.of(Tag.AFFECTED_SOP_CLASS_UID))));
      return;
    }
    if (!find.hasDataSet()) {
      responder.respond(
          Kinds.response(
              find, Status.IDENTIFIER_DOES_NOT_MATCH_SOP_CLASS.withComment("no identifier")));
      return;
    }
    DataSet identifier;
    try {
      identifier = RequestDataSet.identifier(dataSet, request.context().transferSyntax());
    } catch (DicomFormatException e) {
      responder.respond(Kinds.response(find, Status.CANNOT_UNDERSTAND.withComment(e.problem())));
      return;
    }
    FindResponses responses =
        new FindResponses(find, identifier, Optional.empty(), mostMatches, responder);
    responses.finish(handler.find(request.association(), identifier, responses));
  }
}
