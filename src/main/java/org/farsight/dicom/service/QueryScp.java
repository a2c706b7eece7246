package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;

/**
 * Answers C-FIND of the study root and patient root models, PS3.4 §C.4.1. That upper unique keys
 * are demanded where relational queries were not negotiated is left to the handler.
 */
public final class QueryScp implements DimseService {
  private final QueryHandler handler;
  private final int mostMatches;

  /**
   * @param handler finds what matches
   */
  public QueryScp(QueryHandler handler) {
    this(handler, FindResponses.MOST_MATCHES);
  }

  /**
   * @param handler finds what matches
   * @param mostMatches of one query; one with more ends by A700H after so many
   */
  public QueryScp(QueryHandler handler, int mostMatches) {
    this.handler = handler;
    this.mostMatches = mostMatches;
  }

  @Override
  public boolean serves(String abstractSyntax) {
    return Arrays.stream(InformationModel.values())
        .anyMatch(model -> model.find().equals(abstractSyntax));
  }

  @Override
  public Optional<String> transferSyntax(String abstractSyntax, List<String> proposed) {
    return Syntaxes.plain(proposed);
  }

  @Override
  public Optional<byte[]> negotiate(String sopClass, byte[] proposed) {
    return proposed.length == 0
        ? Optional.empty()
        : Optional.of(QueryOptions.ofFind(proposed).and(handler.options()).answer(proposed.length));
  }

  @Override
  public List<Offer> offers() {
    return Arrays.stream(InformationModel.values())
        .map(model -> Offer.of(model.find(), Syntaxes.PLAIN, Offer.Role.SCP))
        .toList();
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

  private static QueryOptions options(Request request) {
    return request
        .negotiated()
        .map(answered -> QueryOptions.ofFind(answered.information()))
        .orElse(QueryOptions.NONE);
  }

  private void find(Request request, Message.CFindRq find, InputStream dataSet, Responder responder)
      throws IOException {
    InformationModel model = InformationModel.of(request.context().abstractSyntax()).orElseThrow();
    LeveledIdentifier read;
    try {
      read = LeveledIdentifier.read(request, find.sopClass(), model, dataSet);
    } catch (DicomFormatException e) {
      responder.respond(Kinds.response(find, Status.CANNOT_UNDERSTAND.withComment(e.problem())));
      return;
    }
    switch (read) {
      case LeveledIdentifier.Unfit unfit -> responder.respond(Kinds.response(find, unfit.status()));
      case LeveledIdentifier.Fit fit -> {
        DataSet identifier = fit.identifier();
        FindResponses responses =
            new FindResponses(find, identifier, Optional.of(fit.level()), mostMatches, responder);
        responses.finish(
            handler.find(
                new QueryRequest(
                    request.association(), model, fit.level(), options(request), identifier),
                responses));
      }
    }
  }
}
