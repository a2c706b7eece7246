package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.SopClass;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Recoding;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.PresentationContextAnswer;
import org.farsight.dicom.ul.UserInformation;

/**
 * Stores objects at a peer over one association, PS3.4 annex B. Each SOP class is proposed once for
 * each transfer syntax, so that the peer says for each whether it takes it. Used by one thread.
 */
public final class StorageScu implements AutoCloseable {
  private static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();

  private final Association association;
  private final Invoker invoker;
  private final Map<StorageContext, PresentationContext> proposed;

  private StorageScu(Association association, Map<StorageContext, PresentationContext> proposed) {
    this.association = association;
    this.invoker = new Invoker(association);
    this.proposed = proposed;
  }

  /** The storage SOP classes of the standard, in whatever transfer syntax an object has. */
  public static List<Offer> offers() {
    return SopClass.all().stream()
        .filter(SopClass::isStorage)
        .map(known -> Offer.of(known.uid(), Syntaxes.ALL, Offer.Role.SCU))
        .toList();
  }

  /**
   * Splits contexts into groups that fit in one association each, in the order given and without
   * repetitions.
   */
  public static List<List<StorageContext>> plan(Collection<StorageContext> contexts) {
    List<StorageContext> distinct = List.copyOf(new LinkedHashSet<>(contexts));
    List<List<StorageContext>> groups = new ArrayList<>();
    for (int from = 0; from < distinct.size(); from += PresentationContext.MOST) {
      groups.add(
          distinct.subList(from, Math.min(distinct.size(), from + PresentationContext.MOST)));
    }
    return groups;
  }

  /**
   * Opens an association.
   *
   * @param callingAeTitle of this side
   * @param contexts 1 to 128 different ones, see {@link #plan}
   * @throws AssociationException where there is none, saying why: {@link
   *     AssociationException.ConnectFailed}, {@link AssociationException.Rejected}, {@link
   *     AssociationException.Aborted} or {@link AssociationException.Lost}
   */
  public static StorageScu open(
      Connector connector,
      String callingAeTitle,
      AeAddress peer,
      Collection<StorageContext> contexts)
      throws AssociationException {
    List<List<StorageContext>> groups = plan(contexts);
    if (groups.size() != 1) {
      throw new IllegalArgumentException(
          contexts.size() + " contexts do not fit in one association, see plan");
    }
    Map<StorageContext, PresentationContext> proposed = new HashMap<>();
    List<PresentationContext> inOrder = new ArrayList<>();
    for (StorageContext context : groups.get(0)) {
      PresentationContext next =
          new PresentationContext(
              2 * inOrder.size() + 1, context.sopClass(), List.of(context.transferSyntax()));
      inOrder.add(next);
      proposed.put(context, next);
    }
    AssociateRq request =
        AssociateRq.of(
            peer.aeTitle(),
            callingAeTitle,
            inOrder,
            UserInformation.ofThisImplementation(Listener.Configuration.STANDARD_MAXIMUM_LENGTH));
    return new StorageScu(connector.open(peer, request), proposed);
  }

  /** Whether the peer takes objects of this SOP class in this transfer syntax. */
  public boolean accepted(String sopClass, String transferSyntax) {
    return context(new StorageContext(sopClass, transferSyntax)).isPresent();
  }

  /** Whether each of these was proposed, be it accepted or not. */
  boolean proposes(Collection<StorageContext> contexts) {
    return proposed.keySet().containsAll(contexts);
  }

  /** What was proposed. */
  Set<StorageContext> proposals() {
    return Collections.unmodifiableSet(proposed.keySet());
  }

  /** Whether the peer has left it alone since it was used last, see {@link Association}. */
  boolean isUndisturbed() {
    return association.isUndisturbed();
  }

  /** Whether it can be used further. */
  public boolean isOpen() {
    return association.isOpen();
  }

  /**
   * Stores an object.
   *
   * @param transferSyntax in which the data set is; nothing is converted
   * @param dataSet without file meta information; read to its length, or to its end
   * @param length of the data set in bytes, -1 if not known
   * @return what the peer answers, which may be a failure
   * @throws ContextNotAcceptedException where the peer does not take it; nothing was sent and the
   *     association goes on
   * @throws RequestFailedException where the association broke or the data set could not be read;
   *     it tells whether the peer may have the object
   */
  public Status store(
      String sopClass, String sopInstance, String transferSyntax, InputStream dataSet, long length)
      throws IOException {
    StorageContext wanted = new StorageContext(sopClass, transferSyntax);
    return store(
        wanted,
        Message.CStoreRq.of(invoker.nextMessageId(), sopClass, sopInstance),
        dataSet,
        length);
  }

  /** Stores an object as a sub-operation of a C-MOVE; else as the other one. */
  Status store(
      StorageContext wanted,
      String sopInstance,
      Priority priority,
      Message.MoveOriginator originator,
      InputStream dataSet,
      long length)
      throws IOException {
    return store(
        wanted,
        new Message.CStoreRq(
            invoker.nextMessageId(),
            wanted.sopClass(),
            sopInstance,
            priority,
            Optional.of(originator),
            true),
        dataSet,
        length);
  }

  private Status store(
      StorageContext wanted, Message.CStoreRq request, InputStream dataSet, long length)
      throws IOException {
    AcceptedContext context =
        context(wanted)
            .orElseThrow(
                () ->
                    new ContextNotAcceptedException(
                        wanted.sopClass(), wanted.transferSyntax(), why(wanted)));
    return invoker.invoke(context, request, dataSet, length);
  }

  /**
   * What to propose for objects of this class and syntax: just that, and where the data set can be
   * re-encoded also implicit VR little endian, which every storage SCP has to take (PS3.5 §10.1).
   */
  public static List<StorageContext> contexts(String sopClass, String transferSyntax) {
    StorageContext own = new StorageContext(sopClass, transferSyntax);
    return Recoding.possible(TransferSyntax.of(transferSyntax))
        ? List.of(own, new StorageContext(sopClass, IMPLICIT))
        : List.of(own);
  }

  /**
   * What became of an object.
   *
   * @param status what the peer answered, which may be a failure
   * @param transferSyntax UID, in which it was sent
   */
  public record Stored(Status status, String transferSyntax) {}

  /**
   * Stores an object in its own transfer syntax or, where the peer does not take that and the
   * object is not compressed, re-encoded in implicit VR little endian, see {@link #contexts}.
   *
   * @throws ContextNotAcceptedException where the peer takes neither; nothing was sent and the
   *     association goes on
   * @throws RequestFailedException where the association broke or the data set could not be read;
   *     it tells whether the peer may have the object
   */
  public Stored store(StoredObject object) throws IOException {
    String own = object.transferSyntax();
    TransferSyntax syntax = TransferSyntax.of(own);
    boolean recoded =
        !accepted(object.sopClass(), own)
            && Recoding.possible(syntax)
            && accepted(object.sopClass(), IMPLICIT);
    try (InputStream stored = object.opener().open();
        InputStream sent =
            recoded ? Recoding.toImplicitLittleEndian(stored, object.length(), syntax) : stored) {
      String sentAs = recoded ? IMPLICIT : own;
      long length = recoded ? -1 : object.length();
      return new Stored(
          store(object.sopClass(), object.sopInstance(), sentAs, sent, length), sentAs);
    }
  }

  /** Releases the association if it is open. */
  @Override
  public void close() throws AssociationException {
    association.close();
  }

  private Optional<AcceptedContext> context(StorageContext wanted) {
    return Optional.ofNullable(proposed.get(wanted))
        .flatMap(context -> association.context(context.id()));
  }

  private String why(StorageContext wanted) {
    return Optional.ofNullable(proposed.get(wanted))
        .flatMap(context -> association.acceptance().context(context.id()))
        .flatMap(PresentationContextAnswer::result)
        .map(result -> "not accepted: " + result.meaning())
        .orElse("not proposed or not answered");
  }
}
