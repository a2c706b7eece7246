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

/**
 * Takes modality performed procedure steps, PS3.4 §F.7: N-CREATE begins one in progress, N-SET goes
 * on with it, completes or discontinues it.
 */
public final class MppsScp implements DimseService {
  /** Performed Procedure Step Status (0040,0252) of a step that has begun. */
  static final String IN_PROGRESS = "IN PROGRESS";

  private static final List<String> STATES = List.of(IN_PROGRESS, "COMPLETED", "DISCONTINUED");

  /** N-SET of a step that is completed or discontinued: 0110H, Error ID A710H, PS3.4 §F.7.2.2.4. */
  public static final Status NO_LONGER_UPDATED =
      Status.PROCESSING_FAILURE.withComment("step may no longer be updated").withErrorId(0xA710);

  private final MppsHandler handler;

  /**
   * @param handler keeps the steps
   */
  public MppsScp(MppsHandler handler) {
    this.handler = handler;
  }

  @Override
  public boolean serves(String abstractSyntax) {
    return abstractSyntax.equals(Uid.MODALITY_PERFORMED_PROCEDURE_STEP);
  }

  @Override
  public Optional<String> transferSyntax(String abstractSyntax, List<String> proposed) {
    return Syntaxes.plain(proposed);
  }

  @Override
  public List<Offer> offers() {
    return List.of(Offer.of(Uid.MODALITY_PERFORMED_PROCEDURE_STEP, Syntaxes.PLAIN, Offer.Role.SCP));
  }

  @Override
  public void perform(Request request, InputStream dataSet, Responder responder)
      throws IOException {
    switch (request.message()) {
      case Message.NCreateRq create -> create(request, create, dataSet, responder);
      case Message.NSetRq set -> responder.respond(Kinds.response(set, set(request, set, dataSet)));
      case Message.Request other ->
          responder.respond(Kinds.response(other, Status.UNRECOGNIZED_OPERATION));
    }
  }

  private void create(
      Request request, Message.NCreateRq create, InputStream dataSet, Responder responder)
      throws IOException {
    // PS3.7 §10.1.5.1.4: the performer names what the invoker has left without a name
    String instance = create.sopInstance().isEmpty() ? Uid.random() : create.sopInstance();
    Status status = create(request, create, instance, dataSet);
    responder.respond(
        new Message.NCreateRsp(create.messageId(), create.sopClass(), instance, status, false));
  }

  private Status create(
      Request request, Message.NCreateRq create, String instance, InputStream dataSet)
      throws IOException {
    Optional<Status> objection = objection(create.sopClass());
    if (objection.isPresent()) {
      return objection.get();
    }
    if (!Uid.isValid(instance)) {
      return Status.INVALID_SOP_INSTANCE;
    }
    DataSet step;
    try {
      step = attributes(request, dataSet);
    } catch (DicomFormatException e) {
      return Status.PROCESSING_FAILURE.withComment(e.problem());
    }
    Optional<String> state = step.string(Tag.PERFORMED_PROCEDURE_STEP_STATUS);
    if (state.isEmpty()) {
      return fault(Status.MISSING_ATTRIBUTE, "no status");
    }
    return state.get().equals(IN_PROGRESS)
        ? handler.create(request.association(), instance, step)
        : fault(Status.INVALID_ATTRIBUTE_VALUE, "a step begins in progress");
  }

  private Status set(Request request, Message.NSetRq set, InputStream dataSet) throws IOException {
    Optional<Status> objection = objection(set.sopClass());
    if (objection.isPresent()) {
      return objection.get();
    }
    if (set.sopInstance().isEmpty()) {
      return Status.NO_SUCH_SOP_INSTANCE;
    }
    DataSet changes;
    try {
      changes = attributes(request, dataSet);
    } catch (DicomFormatException e) {
      return Status.PROCESSING_FAILURE.withComment(e.problem());
    }
    Optional<String> state = changes.string(Tag.PERFORMED_PROCEDURE_STEP_STATUS);
    return state.isEmpty() || STATES.contains(state.get())
        ? handler.set(request.association(), set.sopInstance(), changes)
        : fault(Status.INVALID_ATTRIBUTE_VALUE, "no status of a step");
  }

  private static DataSet attributes(Request request, InputStream dataSet) throws IOException {
    return request.message().hasDataSet()
        ? RequestDataSet.attributes(dataSet, request.context().transferSyntax())
        : new DataSet();
  }

  private static Optional<Status> objection(String sopClass) {
    return sopClass.equals(Uid.MODALITY_PERFORMED_PROCEDURE_STEP)
        ? Optional.empty()
        : Optional.of(
            Status.SOP_CLASS_NOT_SUPPORTED.withComment("not the abstract syntax of the context"));
  }

  private static Status fault(Status status, String why) {
    return status
        .withComment(why)
        .withOffendingElements(List.of(Tag.PERFORMED_PROCEDURE_STEP_STATUS));
  }
}
