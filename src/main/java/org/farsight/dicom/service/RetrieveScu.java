package org.farsight.dicom.service;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.PresentationContext;
import org.jspecify.annotations.Nullable;

/**
 * Has a peer send objects, to another (C-MOVE) or over the same association (C-GET), PS3.4 §C.4.2
 * and §C.4.3. Used by one thread.
 */
public final class RetrieveScu implements AutoCloseable {
  /** The most contexts for objects of C-GET: one is needed for the C-GET itself. */
  public static final int MOST_CONTEXTS = PresentationContext.MOST - 1;

  private final Association association;
  private final InformationModel model;
  private final Invoker invoker;
  private final AcceptedContext context;

  private RetrieveScu(Association association, InformationModel model) throws IOException {
    this.association = association;
    this.model = model;
    this.invoker = new Invoker(association);
    this.context = Proposal.first(association);
  }

  /** What it may ask for. */
  public static List<Offer> offers() {
    return Arrays.stream(InformationModel.values())
        .flatMap(model -> Stream.of(model.move(), model.get()))
        .map(sopClass -> Offer.of(sopClass, Proposal.SYNTAXES, Offer.Role.SCU))
        .toList();
  }

  /**
   * Opens an association for C-MOVE.
   *
   * @param callingAeTitle of this side
   * @throws AssociationException where there is none, saying why
   * @throws ContextNotAcceptedException where the peer does not offer it
   */
  public static RetrieveScu forMove(
      Connector connector, String callingAeTitle, AeAddress peer, InformationModel model)
      throws IOException {
    return new RetrieveScu(Proposal.of(model.move()).open(connector, callingAeTitle, peer), model);
  }

  /**
   * Opens an association for C-GET, as provider of the SOP classes of the objects.
   *
   * @param callingAeTitle of this side
   * @param contexts in which objects may come, at most {@link #MOST_CONTEXTS} different ones
   * @throws AssociationException where there is none, saying why
   * @throws ContextNotAcceptedException where the peer does not offer it
   */
  public static RetrieveScu forGet(
      Connector connector,
      String callingAeTitle,
      AeAddress peer,
      InformationModel model,
      Collection<StorageContext> contexts)
      throws IOException {
    Set<StorageContext> distinct = new LinkedHashSet<>(contexts);
    if (distinct.size() > MOST_CONTEXTS) {
      throw new IllegalArgumentException(
          distinct.size() + " contexts do not fit in one association");
    }
    Proposal proposal = Proposal.of(model.get());
    distinct.forEach(one -> proposal.add(one.sopClass(), List.of(one.transferSyntax())));
    distinct.stream()
        .map(StorageContext::sopClass)
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .forEach(proposal::asProvider);
    return new RetrieveScu(proposal.open(connector, callingAeTitle, peer), model);
  }

  /**
   * Has objects sent to another.
   *
   * @param keys the unique keys; the level is added
   * @param destination AE title that the peer knows
   * @param progress is told the counts of each pending response; when it says false, the retrieve
   *     is cancelled
   * @throws RequestFailedException where the association broke or the peer answered nonsense
   */
  public Retrieved move(
      QueryLevel level, DataSet keys, String destination, Predicate<SubOperations> progress)
      throws IOException {
    require(model.move());
    Message.CMoveRq request =
        new Message.CMoveRq(
            invoker.nextMessageId(), model.move(), Priority.MEDIUM, destination, true);
    invoker.send(context, request, identifier(level, keys));
    return responses(request, progress, new Stores(null));
  }

  /**
   * Has objects sent over this association.
   *
   * @param keys the unique keys; the level is added
   * @param handler takes the objects; where it fails, the retrieve is cancelled
   * @param progress is told the counts of each pending response; when it says false, the retrieve
   *     is cancelled
   * @throws RequestFailedException where the association broke or the peer answered nonsense
   * @throws IOException where the handler failed, after the end of the retrieve
   */
  public Retrieved get(
      QueryLevel level, DataSet keys, StorageHandler handler, Predicate<SubOperations> progress)
      throws IOException {
    require(model.get());
    Message.CGetRq request =
        new Message.CGetRq(invoker.nextMessageId(), model.get(), Priority.MEDIUM, true);
    invoker.send(context, request, identifier(level, keys));
    Stores stores = new Stores(handler);
    Retrieved retrieved = responses(request, progress, stores);
    if (stores.failure != null) {
      throw stores.failure;
    }
    return retrieved;
  }

  private void require(String sopClass) {
    if (!context.abstractSyntax().equals(sopClass)) {
      throw new IllegalStateException("the association was opened for the other operation");
    }
  }

  private DataSet identifier(QueryLevel level, DataSet keys) {
    if (!model.has(level)) {
      throw new IllegalArgumentException(model + " has no level " + level);
    }
    return keys.copy().put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, level.name());
  }

  private Retrieved responses(
      Message.Request request, Predicate<SubOperations> progress, Stores stores)
      throws IOException {
    boolean cancelled = false;
    long end = 0;
    while (true) {
      MessageChannel.Incoming incoming = invoker.receive();
      boolean goOn;
      if (incoming.message() instanceof Message.CStoreRq store && stores.handler != null) {
        goOn = stores.take(incoming, store);
      } else {
        Retrieved now = response(request, incoming);
        if (now.status().category() != Status.Category.PENDING) {
          return now;
        }
        goOn = progress.test(now.counts());
      }
      if (!goOn && !cancelled) {
        cancelled = true;
        invoker.send(context, new Message.CCancelRq(request.messageId()));
        end = System.nanoTime() + association.timeouts().response().toNanos();
      } else if (cancelled && System.nanoTime() > end) {
        throw invoker.broken("the retrieve goes on after the cancel");
      }
    }
  }

  /** What a response says, be it pending or the last one. */
  private Retrieved response(Message.Request request, MessageChannel.Incoming incoming)
      throws IOException {
    Status status;
    SubOperations counts;
    switch (incoming.message()) {
      case Message.CMoveRsp rsp when Kinds.answers(request, rsp) -> {
        status = rsp.status();
        counts = rsp.counts();
      }
      case Message.CGetRsp rsp when Kinds.answers(request, rsp) -> {
        status = rsp.status();
        counts = rsp.counts();
      }
      case Message other -> throw invoker.broken("a message that is not the response");
    }
    List<String> failed =
        incoming.message().hasDataSet()
            ? invoker
                .dataSet(incoming, RequestDataSet.ATTRIBUTES)
                .strings(RetrieveTally.FAILED_SOP_INSTANCE_UID_LIST)
            : List.of();
    invoker.finish(incoming);
    return new Retrieved(status, counts, failed);
  }

  /** Takes the objects of a C-GET; without a handler none may come. */
  private final class Stores {
    private final @Nullable StorageHandler handler;
    private @Nullable IOException failure;

    Stores(@Nullable StorageHandler handler) {
      this.handler = handler;
    }

    /** Takes an object and answers; false after the handler has failed. */
    boolean take(MessageChannel.Incoming incoming, Message.CStoreRq store) throws IOException {
      Status status = keep(incoming, store);
      invoker.finish(incoming);
      invoker.send(
          incoming.context(),
          new Message.CStoreRsp(store.messageId(), store.sopClass(), store.sopInstance(), status));
      return failure == null;
    }

    private Status keep(MessageChannel.Incoming incoming, Message.CStoreRq store)
        throws IOException {
      if (handler == null || failure != null) {
        return Status.PROCESSING_FAILURE;
      }
      StoreRequest request =
          new StoreRequest(
              association.info(),
              store.messageId(),
              store.priority(),
              store.sopClass(),
              store.sopInstance(),
              incoming.context().transferSyntax());
      try {
        return handler.store(request, incoming.dataSet());
      } catch (IOException e) {
        if (!association.isOpen()) {
          throw e;
        }
        failure = e;
        return Status.PROCESSING_FAILURE;
      }
    }
  }

  /** Releases the association if it is open. */
  @Override
  public void close() throws AssociationException {
    association.close();
  }
}
