package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;

/** The requestor of a C-GET, to whom the objects go over its own association, PS3.4 §C.4.3. */
final class GetRequestor implements ObjectSink {
  private final ReverseInvoker reverse;
  private final List<AcceptedContext> contexts;
  private final Priority priority;
  private final ObjectSink.Unreadable unreadable;

  GetRequestor(ReverseInvoker reverse, Priority priority, ObjectSink.Unreadable unreadable) {
    this.reverse = reverse;
    this.contexts = reverse.providerContexts();
    this.priority = priority;
    this.unreadable = unreadable;
  }

  @Override
  public Status store(StoredObject object) throws IOException {
    Optional<AcceptedContext> context =
        ObjectSink.transferSyntax(object, syntax -> context(object, syntax).isPresent())
            .flatMap(syntax -> context(object, syntax));
    if (context.isEmpty()) {
      return Status.SOP_CLASS_NOT_SUPPORTED.withComment(
          "no context for it in " + TransferSyntax.of(object.transferSyntax()).name());
    }
    ObjectSink.Opened opened;
    try {
      opened = ObjectSink.open(object, context.get().transferSyntax());
    } catch (IOException | RuntimeException e) {
      unreadable.tell(object, e);
      return UNREADABLE;
    }
    try (InputStream in = opened.dataSet()) {
      return reverse
          .invoke(
              context.get(),
              id ->
                  new Message.CStoreRq(
                      id,
                      object.sopClass(),
                      object.sopInstance(),
                      priority,
                      Optional.empty(),
                      true),
              in,
              opened.length(),
              reverse.patience())
          .status();
    }
  }

  private Optional<AcceptedContext> context(StoredObject object, String transferSyntax) {
    return contexts.stream()
        .filter(context -> context.abstractSyntax().equals(object.sopClass()))
        .filter(context -> context.transferSyntax().equals(transferSyntax))
        .findFirst();
  }

  @Override
  public void close() {
    // the association is the requestor's
  }
}
