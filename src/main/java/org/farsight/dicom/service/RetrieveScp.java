package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;

/**
 * Answers C-MOVE and C-GET of the study root and patient root models, PS3.4 §C.4.2 and §C.4.3. An
 * object is sent in the transfer syntax it is stored in; an uncompressed one that the receiver does
 * not take so, in implicit VR little endian. After each object there is a pending response.
 */
public final class RetrieveScp implements DimseService {
  private final RetrieveHandler handler;
  private final String ourAeTitle;

  /**
   * @param handler selects the objects and knows the destinations
   * @param ourAeTitle the calling AE title of associations with destinations
   */
  public RetrieveScp(RetrieveHandler handler, String ourAeTitle) {
    this.handler = handler;
    this.ourAeTitle = ourAeTitle;
  }

  @Override
  public boolean serves(String abstractSyntax) {
    return Arrays.stream(InformationModel.values())
        .anyMatch(
            model -> model.move().equals(abstractSyntax) || model.get().equals(abstractSyntax));
  }

  /** Who retrieves by C-GET is the provider of storage. */
  @Override
  public boolean invokes(String abstractSyntax) {
    return StorageClasses.contains(abstractSyntax);
  }

  /**
   * Of those proposed for objects of C-GET, implicit VR little endian where the first is no
   * compressed one: every uncompressed object can be sent in it.
   */
  @Override
  public Optional<String> transferSyntax(String abstractSyntax, List<String> proposed) {
    if (serves(abstractSyntax)) {
      return Syntaxes.plain(proposed);
    }
    String implicit = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
    String first = proposed.get(0);
    return Optional.of(
        !TransferSyntax.of(first).encapsulated() && proposed.contains(implicit) ? implicit : first);
  }

  @Override
  public Optional<byte[]> negotiate(String sopClass, byte[] proposed) {
    QueryOptions done = new QueryOptions(handler.relational(), false, false);
    return proposed.length == 0
        ? Optional.empty()
        : Optional.of(QueryOptions.ofRetrieval(proposed).and(done).answer(proposed.length));
  }

  @Override
  public List<Offer> offers() {
    return Arrays.stream(InformationModel.values())
        .flatMap(
            model ->
                List.of(
                    Offer.of(model.move(), Syntaxes.PLAIN, Offer.Role.SCP),
                    Offer.of(model.get(), Syntaxes.PLAIN, Offer.Role.SCP))
                    .stream())
        .toList();
  }

  @Override
  public void perform(Request request, InputStream dataSet, Responder responder)
      throws IOException {
    switch (request.message()) {
      case Message.CMoveRq move when isMove(request) -> {
        Answers answers =
            (status, counts, failures) ->
                new Message.CMoveRsp(move.messageId(), move.sopClass(), status, counts, failures);
        begin(request, move.sopClass(), dataSet, responder, answers);
      }
      case Message.CGetRq get when !isMove(request) -> {
        Answers answers =
            (status, counts, failures) ->
                new Message.CGetRsp(get.messageId(), get.sopClass(), status, counts, failures);
        begin(request, get.sopClass(), dataSet, responder, answers);
      }
      case Message.Request other ->
          responder.respond(Kinds.response(other, Status.UNRECOGNIZED_OPERATION));
    }
  }

  private static boolean isMove(Request request) {
    return Arrays.stream(InformationModel.values())
        .anyMatch(model -> model.move().equals(request.context().abstractSyntax()));
  }

  /** Makes the responses of one operation. */
  private interface Answers {
    Message.Response of(Status status, SubOperations counts, boolean failures);
  }

  private void begin(
      Request request, String sopClass, InputStream dataSet, Responder responder, Answers answers)
      throws IOException {
    InformationModel model = InformationModel.of(request.context().abstractSyntax()).orElseThrow();
    Status refusal;
    try {
      switch (LeveledIdentifier.read(request, sopClass, model, dataSet)) {
        case LeveledIdentifier.Unfit unfit -> refusal = unfit.status();
        case LeveledIdentifier.Fit fit -> {
          Optional<Status> objection = objection(fit);
          if (objection.isEmpty()) {
            retrieve(request, model, fit, responder, answers);
            return;
          }
          refusal = objection.get();
        }
      }
    } catch (DicomFormatException e) {
      refusal = Status.CANNOT_UNDERSTAND.withComment(e.problem());
    }
    responder.respond(answers.of(refusal, SubOperations.NONE, false));
  }

  /**
   * PS3.4 §C.4.2.2.1: the unique key of the level names what is wanted, each value for itself. The
   * keys of the levels above are left to the handler.
   */
  private static Optional<Status> objection(LeveledIdentifier.Fit fit) {
    int key = fit.level().uniqueKey();
    List<String> wanted = fit.identifier().strings(key);
    if (wanted.isEmpty() || wanted.stream().anyMatch(String::isBlank)) {
      return Optional.of(LeveledIdentifier.unfit("no unique key of the level", key));
    }
    boolean named = wanted.stream().allMatch(value -> key == Tag.PATIENT_ID || Uid.isValid(value));
    return named
        ? Optional.empty()
        : Optional.of(LeveledIdentifier.unfit("unique key that is no UID", key));
  }

  private void retrieve(
      Request request,
      InformationModel model,
      LeveledIdentifier.Fit fit,
      Responder responder,
      Answers answers)
      throws IOException {
    Optional<RetrieveHandler.Destination> destination = Optional.empty();
    if (request.message() instanceof Message.CMoveRq move) {
      destination = handler.destination(request.association(), move.destination());
      if (destination.isEmpty()) {
        responder.respond(answers.of(Status.MOVE_DESTINATION_UNKNOWN, SubOperations.NONE, false));
        return;
      }
    }
    RetrieveRequest retrieve =
        new RetrieveRequest(
            request.association(),
            model,
            fit.level(),
            request
                .negotiated()
                .filter(answered -> QueryOptions.ofRetrieval(answered.information()).relational())
                .isPresent(),
            fit.identifier(),
            destination.map(RetrieveHandler.Destination::address));
    switch (handler.select(retrieve)) {
      case Retrieval.Refused refused ->
          responder.respond(answers.of(refused.status(), SubOperations.NONE, false));
      case Retrieval.Objects selected -> {
        RetrieveTally tally = new RetrieveTally(selected.objects().size());
        Status end;
        try (ObjectSink sink =
            sink(request, retrieve, destination, selected.objects(), responder)) {
          end = send(selected.objects(), sink, tally, responder, answers);
        }
        // the association with the destination is released by now
        SubOperations counts = end.equals(Status.CANCEL) ? tally.counts() : tally.counts().atEnd();
        handler.retrieved(retrieve, end, counts);
        Optional<DataSet> failures = tally.failures();
        if (failures.isEmpty()) {
          responder.respond(answers.of(end, counts, false));
        } else {
          responder.respond(answers.of(end, counts, true), failures.get());
        }
      }
    }
  }

  private ObjectSink sink(
      Request request,
      RetrieveRequest retrieve,
      Optional<RetrieveHandler.Destination> destination,
      List<StoredObject> objects,
      Responder responder) {
    ObjectSink.Unreadable unreadable =
        (object, cause) -> handler.unreadable(retrieve, object, cause);
    return switch (request.message()) {
      case Message.CMoveRq move ->
          new MoveDestination(
              destination.orElseThrow().connector(),
              ourAeTitle,
              destination.orElseThrow().address(),
              objects,
              move.priority(),
              new Message.MoveOriginator(request.association().callingAeTitle(), move.messageId()),
              unreadable);
      case Message.CGetRq get -> new GetRequestor(responder.reverse(), get.priority(), unreadable);
      case Message.Request other -> throw new IllegalArgumentException("neither C-MOVE nor C-GET");
    };
  }

  /** Sends one after the other; returns what the final response says. */
  private static Status send(
      List<StoredObject> objects,
      ObjectSink sink,
      RetrieveTally tally,
      Responder responder,
      Answers answers)
      throws IOException {
    for (StoredObject object : objects) {
      if (responder.cancelled()) {
        return Status.CANCEL;
      }
      tally.add(object.sopInstance(), sink.store(object));
      if (tally.remaining() > 0) {
        responder.respond(answers.of(Status.PENDING, tally.counts(), false));
      }
    }
    return tally.end();
  }
}
