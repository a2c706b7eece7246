package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.farsight.dicom.data.SopClass;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;

/** Receives C-STORE of every storage SOP class and transfer syntax, PS3.4 annex B. */
public final class StorageScp implements DimseService {
  private final StorageHandler handler;

  /**
   * @param handler keeps the objects
   */
  public StorageScp(StorageHandler handler) {
    this.handler = handler;
  }

  /** All that is not known to belong to another service class. */
  @Override
  public boolean serves(String abstractSyntax) {
    return StorageClasses.contains(abstractSyntax);
  }

  /** The storage SOP classes of the standard; others are taken as well. */
  @Override
  public List<Offer> offers() {
    return SopClass.all().stream()
        .filter(SopClass::isStorage)
        .map(known -> Offer.of(known.uid(), Syntaxes.ALL, Offer.Role.SCP))
        .toList();
  }

  @Override
  public void perform(Request request, InputStream dataSet, Responder responder)
      throws IOException {
    switch (request.message()) {
      case Message.CStoreRq store -> {
        Status status = store(request, store, dataSet);
        responder.respond(
            new Message.CStoreRsp(
                store.messageId(), store.sopClass(), store.sopInstance(), status));
      }
      case Message.Request other ->
          responder.respond(Kinds.response(other, Status.UNRECOGNIZED_OPERATION));
    }
  }

  private Status store(Request request, Message.CStoreRq store, InputStream dataSet)
      throws IOException {
    if (!store.sopClass().equals(request.context().abstractSyntax())) {
      return Status.SOP_CLASS_NOT_SUPPORTED
          .withComment("not the abstract syntax of the context")
          .withOffendingElements(List.of(Tag.AFFECTED_SOP_CLASS_UID));
    }
    if (store.sopInstance().isEmpty()) {
      return Status.INVALID_SOP_INSTANCE
          .withComment("Affected SOP Instance UID is missing")
          .withOffendingElements(List.of(Tag.AFFECTED_SOP_INSTANCE_UID));
    }
    if (!store.hasDataSet()) {
      return Status.CANNOT_UNDERSTAND.withComment("no data set");
    }
    StoreRequest storeRequest =
        new StoreRequest(
            request.association(),
            store.messageId(),
            store.priority(),
            store.sopClass(),
            store.sopInstance(),
            request.context().transferSyntax());
    return handler.store(storeRequest, dataSet);
  }
}
