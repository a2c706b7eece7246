package org.farsight.dicom.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.UserItem;
import org.jspecify.annotations.Nullable;

/**
 * One association being served: requests one after the other, in the order in which they came, also
 * where the peer sends several without waiting for the answers (asynchronous operations, PS3.7
 * annex D.3.3.3). While one is performed, C-CANCEL-RQ for it and responses to requests of this side
 * are taken in between. Its thread is the only one that receives.
 */
final class ServedAssociation implements ReverseInvoker {
  private final Association association;
  private final AssociationObserver observer;
  private final Function<String, Optional<DimseService>> services;
  private final Map<String, Optional<DimseService>> known = new HashMap<>();
  private final MessageChannel channel;
  private final Thread thread = Thread.currentThread();
  private final Map<Integer, Asked> asked = new ConcurrentHashMap<>();
  private final AtomicInteger lastMessageId = new AtomicInteger();
  private volatile boolean ended;

  /** Came while another one was performed; nothing behind it is read before it has its turn. */
  private MessageChannel.@Nullable Incoming held;

  private @Nullable Replies current;

  /** A request of this side that waits for its response. */
  private record Asked(Message.Request request, CompletableFuture<Message.Response> answer) {}

  /**
   * Made by the thread that serves it.
   *
   * @param services the service for an abstract syntax
   */
  ServedAssociation(
      Association association,
      AssociationObserver observer,
      Function<String, Optional<DimseService>> services) {
    this.association = association;
    this.observer = observer;
    this.services = services;
    this.channel = new MessageChannel(association);
  }

  /** Serves until the peer releases it. */
  void serve() throws IOException {
    try {
      boolean more = true;
      while (more) {
        Optional<MessageChannel.Incoming> incoming = next();
        more = incoming.isPresent();
        if (more) {
          take(incoming.get());
        }
      }
    } finally {
      ended = true;
      for (Asked one : asked.values()) {
        one.answer().completeExceptionally(association.closedException());
      }
    }
  }

  private Optional<MessageChannel.Incoming> next() throws AssociationException {
    MessageChannel.Incoming first = held;
    held = null;
    return first == null ? channel.receive(association.timeouts().idle()) : Optional.of(first);
  }

  private void take(MessageChannel.Incoming incoming) throws IOException {
    switch (incoming.message()) {
      case Message.Request request when current == null && !isCancel(request) ->
          perform(incoming, request);
      default -> takeBetween(incoming);
    }
  }

  private static boolean isCancel(Message.Request request) {
    return request instanceof Message.CCancelRq;
  }

  /** What may come at any time; it never begins an operation. */
  private void takeBetween(MessageChannel.Incoming incoming) throws AssociationException {
    switch (incoming.message()) {
      case Message.CCancelRq cancel -> {
        // PS3.7 §9.3.2.3.3: one for what is answered already is ignored
        if (current != null && current.request().messageId() == cancel.messageId()) {
          current.cancelled = true;
        }
      }
      case Message.Response response -> {
        channel.finish(incoming);
        Asked one = asked.get(response.messageId());
        if (one == null || !Kinds.answers(one.request(), response)) {
          throw association.broken("a response to a request that was never sent");
        }
        asked.remove(response.messageId());
        one.answer().complete(response);
      }
      case Message.Request request -> {
        // without a window one operation at a time is what holds, PS3.7 annex D.3.3.3
        if (held != null || operations() == 1) {
          throw association.broken("a request while another one is being performed");
        }
        held = incoming;
      }
    }
  }

  /** How many operations the peer may have open, as was accepted. */
  private int operations() {
    return association
        .acceptance()
        .userInformation()
        .all(UserItem.AsynchronousOperationsWindow.class)
        .findFirst()
        .map(UserItem.AsynchronousOperationsWindow::invoked)
        .orElse(1);
  }

  /**
   * The response that is waited for comes behind the one that is held, whose data set may be of any
   * size: it is not kept, its sender is told to come again.
   */
  private void refuseHeld() throws AssociationException {
    MessageChannel.Incoming one = held;
    held = null;
    if (one != null && one.message() instanceof Message.Request request) {
      channel.finish(one);
      channel.send(
          one.context(),
          Kinds.response(
              request,
              Kinds.busy(request).withComment("retrieval on this association not yet done")));
    }
  }

  private void perform(MessageChannel.Incoming incoming, Message.Request message)
      throws IOException {
    DimseService.Request request =
        new DimseService.Request(
            association.info(),
            incoming.context(),
            association
                .acceptance()
                .userInformation()
                .extended(incoming.context().abstractSyntax()),
            message);
    Replies replies = new Replies(incoming, message);
    current = replies;
    try {
      Optional<DimseService> service =
          known.computeIfAbsent(incoming.context().abstractSyntax(), services);
      if (service.isPresent()) {
        service.get().perform(request, incoming.dataSet(), replies);
      } else {
        // accepted for the other direction only
        replies.respond(Kinds.response(message, Status.SOP_CLASS_NOT_SUPPORTED));
      }
    } catch (IOException | RuntimeException e) {
      if (!association.isOpen()) {
        if (e instanceof RequestFailedException failed && failed.ownFault()) {
          observer.failed(association.info(), e);
        }
        // whatever the service made of it: there is nobody left to answer
        throw e instanceof AssociationException broken
            ? broken
            : association.broken("the association broke");
      }
      observer.failed(association.info(), e);
      if (!replies.finished) {
        replies.respond(
            Kinds.response(
                message, Kinds.unable(message).withComment(e.getClass().getSimpleName())));
      }
    } finally {
      current = null;
    }
  }

  // ---------------------------------------------------------------- the other direction

  @Override
  public List<AcceptedContext> providerContexts() {
    return association.contexts().stream()
        .filter(
            context ->
                association
                    .acceptance()
                    .userInformation()
                    .all(UserItem.RoleSelection.class)
                    .anyMatch(
                        roles -> roles.scp() && roles.sopClass().equals(context.abstractSyntax())))
        .toList();
  }

  @Override
  public Duration patience() {
    return association.timeouts().response();
  }

  @Override
  public boolean isOpen() {
    return !ended && association.isOpen();
  }

  @Override
  public Message.Response invoke(
      AcceptedContext context,
      IntFunction<Message.Request> request,
      InputStream dataSet,
      long length,
      Duration patience)
      throws IOException {
    int id = lastMessageId.updateAndGet(last -> last % 0xFFFF + 1);
    Asked one = new Asked(request.apply(id), new CompletableFuture<>());
    asked.put(id, one);
    boolean sent = false;
    try {
      channel.send(context, one.request(), dataSet, length);
      sent = true;
      return Thread.currentThread().equals(thread) ? receive(one, patience) : await(one, patience);
    } catch (IOException e) {
      // an answer counts also where the peer released the association right behind it, before this
      // thread saw that all was sent or began to wait
      if (one.answer().state() == Future.State.SUCCESS) {
        return one.answer().resultNow();
      }
      if (!sent) {
        asked.remove(id);
      }
      throw new RequestFailedException(e, sent);
    }
  }

  /** On the association's own thread: whatever comes is taken until it is the response. */
  private Message.Response receive(Asked one, Duration patience) throws AssociationException {
    while (!one.answer().isDone()) {
      refuseHeld();
      Optional<MessageChannel.Incoming> incoming = channel.receive(patience);
      takeBetween(incoming.orElseThrow(association::closedException));
    }
    return one.answer().join();
  }

  /**
   * On another thread: a response that comes too late is still expected, so that nothing breaks.
   */
  private Message.Response await(Asked one, Duration patience) throws IOException {
    if (ended) {
      throw association.closedException(); // nobody would tell of the end any more
    }
    try {
      return one.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw association.closedException();
    } catch (TimeoutException e) {
      throw new IOException("no response within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a response", e);
    }
  }

  /** Sends responses after the rest of the request's data set has been taken. */
  private final class Replies implements DimseService.Responder {
    private final MessageChannel.Incoming incoming;
    private final Message.Request request;
    private boolean finished;
    private boolean cancelled;

    Replies(MessageChannel.Incoming incoming, Message.Request request) {
      this.incoming = incoming;
      this.request = request;
    }

    Message.Request request() {
      return request;
    }

    @Override
    public void respond(Message.Response response) throws AssociationException {
      begin(response);
      channel.send(incoming.context(), response);
    }

    @Override
    public void respond(Message.Response response, DataSet dataSet) throws AssociationException {
      byte[] bytes =
          DataSetWriter.toBytes(dataSet, TransferSyntax.of(incoming.context().transferSyntax()));
      begin(response);
      try {
        channel.send(incoming.context(), response, new ByteArrayInputStream(bytes), bytes.length);
      } catch (AssociationException e) {
        throw e;
      } catch (IOException e) {
        throw new IllegalStateException("memory refused to be read", e);
      }
    }

    private void begin(Message.Response response) throws AssociationException {
      channel.finish(incoming);
      finished = response.status().category() != Status.Category.PENDING;
    }

    @Override
    public boolean cancelled() throws AssociationException {
      channel.finish(incoming);
      while (!cancelled && held == null && association.somethingWaits()) {
        Optional<MessageChannel.Incoming> next = channel.receive(association.timeouts().idle());
        takeBetween(next.orElseThrow(association::closedException));
      }
      return cancelled;
    }

    @Override
    public ReverseInvoker reverse() {
      return ServedAssociation.this;
    }
  }
}
