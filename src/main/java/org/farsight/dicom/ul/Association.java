package org.farsight.dicom.ul;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.data.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * An open association, seen from either side (PS3.8 §7). One thread receives, and blocks; any
 * thread may send, also while another one waits in {@link #receive}: each message leaves as a
 * whole. It ends by {@link #release}, by {@link #abort}, by the peer's release (then {@link
 * #receive} is empty) or by an {@link AssociationException}.
 */
public final class Association implements AutoCloseable {
  private final ProtocolMachine machine;
  private final AssociationInfo info;
  private final AssociateRq request;
  private final AssociateAc acceptance;
  private final Timeouts timeouts;
  private final Map<Integer, AcceptedContext> contexts;
  private final PDataWriter writer;
  private @Nullable MessageStream current;
  private volatile boolean between = true;
  private volatile boolean ending;

  Association(
      ProtocolMachine machine,
      AssociationInfo info,
      AssociateRq request,
      AssociateAc acceptance,
      UserInformation peer,
      Timeouts timeouts) {
    this.machine = machine;
    this.info = info;
    this.request = request;
    this.acceptance = acceptance;
    this.timeouts = timeouts;
    this.contexts = accepted(request, acceptance);
    this.writer = new PDataWriter(this::sendData, peer.maximumLength());
  }

  private static Map<Integer, AcceptedContext> accepted(AssociateRq request, AssociateAc answer) {
    Map<Integer, AcceptedContext> accepted = new LinkedHashMap<>();
    for (PresentationContext proposed : request.contexts()) {
      answer
          .context(proposed.id())
          .filter(PresentationContextAnswer::accepted)
          .map(PresentationContextAnswer::transferSyntax)
          .filter(proposed.transferSyntaxes()::contains)
          .ifPresent(
              syntax ->
                  accepted.put(
                      proposed.id(),
                      new AcceptedContext(proposed.id(), proposed.abstractSyntax(), syntax)));
    }
    return Collections.unmodifiableMap(accepted);
  }

  /** Who talks to whom. */
  public AssociationInfo info() {
    return info;
  }

  /** The request as sent or received. */
  public AssociateRq request() {
    return request;
  }

  /** The acceptance as sent or received. */
  public AssociateAc acceptance() {
    return acceptance;
  }

  /** How long this side waits. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** The accepted presentation contexts in the order proposed. */
  public Collection<AcceptedContext> contexts() {
    return contexts.values();
  }

  /** The accepted presentation context of this id. */
  public Optional<AcceptedContext> context(int id) {
    return Optional.ofNullable(contexts.get(id));
  }

  /** True until released, aborted or lost. */
  public boolean isOpen() {
    return machine.ending() == null;
  }

  /** How it ended, empty while it is open. */
  public Optional<Ending> ending() {
    return Optional.ofNullable(machine.ending());
  }

  /**
   * Waits for the next message: its command. What was left unread of the message before is dropped,
   * and that message counts as done.
   *
   * @param patience how long the first byte may take
   * @return empty if the peer released the association
   */
  public Optional<MessageStream> receive(Duration patience) throws AssociationException {
    dropCurrent();
    between = true;
    if (ending) {
      // a stop does not wait for the peer to close
      machine.abortNow("this side is stopping");
    }
    requireOpen();
    if (machine.dataLeft() == 0) {
      machine.input().idle(patience);
      machine.next();
      if (machine.state() == State.Sta8) {
        machine.fire(Event.Evt14);
        machine.awaitClose();
        return Optional.empty();
      }
      requireOpen();
    }
    between = false;
    return Optional.of(begin(pdvHeader()));
  }

  /**
   * Whether the peer has sent something after the message that was received last, so that {@link
   * #receive} will not wait long: the next message (a C-CANCEL-RQ, say), a release or an abort.
   * Does not wait. False as long as that message is not read to its end. For the thread that
   * receives.
   */
  public boolean somethingWaits() throws AssociationException {
    requireOpen();
    if (current != null && !current.isFinished()) {
      return false;
    }
    try {
      return machine.dataLeft() > 0 || machine.input().hasArrived();
    } catch (IOException e) {
      machine.lost(String.valueOf(e.getMessage()));
      throw AssociationException.of(ended());
    }
  }

  /**
   * Whether it is open and the peer has neither closed the connection nor sent anything since the
   * last message. Waits a millisecond. For the thread that receives, between messages.
   */
  public boolean isUndisturbed() {
    return isOpen() && machine.dataLeft() == 0 && machine.input().isQuiet();
  }

  /** Waits for the data set of the message whose command came last. */
  public MessageStream receiveDataSet() throws AssociationException {
    dropCurrent();
    return begin(nextFragment());
  }

  private MessageStream begin(MessageStream.PdvHeader first) {
    machine.input().idle(timeouts.idle());
    machine.input().resetWaited();
    MessageStream stream = new MessageStream(this, first);
    current = stream;
    return stream;
  }

  /**
   * From another thread: aborts now if no message is being worked on, else after it. Does not wait:
   * the association's own thread may write to a peer that takes nothing. It says that it is between
   * messages before it looks whether to end, and here it is the other way round: one of both sees
   * it.
   */
  void endWhenIdle() {
    ending = true;
    if (between) {
      machine.abortNow("this side is stopping");
    }
  }

  /**
   * Sends a command without a data set.
   *
   * @param command the encoded command set
   */
  public void send(int contextId, byte[] command) throws AssociationException {
    requireOpen();
    writer.message(contextId, command);
  }

  /**
   * Sends a command and its data set, as it is but for one case: where deflated data have an odd
   * length, the zero byte that PS3.5 §A.5 asks for is put behind them (DCMTK aborts without it).
   *
   * @param command the encoded command set
   * @param data in the transfer syntax of the context; read to its end or to its length
   * @param length of the data in bytes, -1 if not known
   * @throws EOFException if data ends before its length; the association is aborted, so that the
   *     peer does not take the part for the whole
   * @throws IOException if data cannot be read; the association is aborted as well
   */
  public void send(int contextId, byte[] command, InputStream data, long length)
      throws IOException {
    requireOpen();
    try {
      writer.message(contextId, command, data, length, isPadded(contextId));
    } catch (AssociationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      abort("the data to be sent cannot be read");
      throw e;
    }
  }

  private boolean isPadded(int contextId) {
    return context(contextId)
        .map(context -> TransferSyntax.of(context.transferSyntax()).deflated())
        .orElse(false);
  }

  /**
   * True if the last fragment of the latest message was given to the transport: if the association
   * breaks now, the peer may or may not have the message.
   */
  public boolean messageMayHaveArrived() {
    return writer.lastFragmentGiven();
  }

  /** Releases the association and waits until the connection is closed, PS3.8 §7.2. */
  public void release() throws AssociationException {
    requireOpen();
    machine.input().within(timeouts.response());
    machine.fire(Event.Evt11, new ReleaseRq());
    while (machine.state() != State.Sta1 && machine.state() != State.Sta13) {
      dropPdu();
      if (UpperLayer.find(machine.state(), Event.Evt14).isPresent()) {
        machine.fire(Event.Evt14); // release collision
      } else {
        machine.next();
      }
    }
    machine.awaitClose();
    if (!(machine.ending() instanceof Ending.Released)) {
      requireOpen();
    }
  }

  /** Aborts (A-ABORT by the service-user), without effect on an association that has ended. */
  public void abort(String why) {
    machine.abort(why);
    machine.awaitClose();
  }

  /** From another thread: aborts even if the association's thread is busy with it. */
  void abortNow(String why) {
    machine.abortNow(why);
  }

  /** Releases the association if it is open. */
  @Override
  public void close() throws AssociationException {
    if (isOpen()) {
      release();
    }
  }

  // what MessageStream asks for

  /** Header of the next fragment of the message at hand. */
  MessageStream.PdvHeader nextFragment() throws AssociationException {
    if (machine.dataLeft() == 0) {
      machine.next();
      if (machine.state() == State.Sta8) {
        abort("A-RELEASE-RQ within a message");
      }
      requireOpen();
    }
    return pdvHeader();
  }

  int readData(byte[] target, int offset, int length, long before) throws AssociationException {
    return take(before, input -> input.read(target, offset, length));
  }

  int dropData(int length, long before) throws AssociationException {
    return take(before, input -> input.drop(length));
  }

  int buffered(int fragmentLeft) {
    return Math.min(fragmentLeft, machine.input().available());
  }

  /**
   * The peer has broken the protocol, here or in the layer above: aborts (A-ABORT by the provider,
   * invalid parameter).
   *
   * @return what the caller is to throw
   */
  public AssociationException broken(String why) {
    machine.invalid(why);
    machine.awaitClose();
    return AssociationException.of(ended());
  }

  private int take(long before, ProtocolMachine.Taking taking) throws AssociationException {
    int taken = -1;
    String why = "closed by the peer within a message";
    try {
      taken = machine.take(taking);
    } catch (SocketTimeoutException e) {
      abort("the peer sent nothing in time");
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    if (taken < 0) {
      machine.lost(why);
      throw AssociationException.of(ended());
    }
    machine.dataTaken(taken);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(machine.input().waited());
    long patience = timeouts.idle().toSeconds() + 1;
    if (seconds > patience
        && before + taken < (seconds - patience) * MessageStream.SLOWEST_BYTES_PER_SECOND) {
      abort("the peer sends too slowly");
      throw AssociationException.of(ended());
    }
    return taken;
  }

  private MessageStream.PdvHeader pdvHeader() throws AssociationException {
    if (machine.dataLeft() < PDataTf.PDV_HEADER) {
      throw broken("P-DATA-TF with " + machine.dataLeft() + " bytes left for a PDV");
    }
    byte[] header = new byte[PDataTf.PDV_HEADER];
    for (int got = 0; got < header.length; ) {
      got += readData(header, got, header.length - got, Long.MAX_VALUE / 2);
    }
    long length =
        (header[0] & 0xFFL) << 24
            | (header[1] & 0xFFL) << 16
            | (header[2] & 0xFFL) << 8
            | header[3] & 0xFFL;
    int contextId = header[4] & 0xFF;
    if (length < 2 || length - 2 > machine.dataLeft()) {
      throw broken("PDV of length " + length + ", " + machine.dataLeft() + " bytes are left");
    }
    if (!contexts.containsKey(contextId)) {
      throw broken("presentation context " + contextId + " is not accepted");
    }
    return new MessageStream.PdvHeader(
        contextId,
        (header[5] & PDataTf.COMMAND_BIT) != 0,
        (header[5] & PDataTf.LAST_BIT) != 0,
        (int) length - 2);
  }

  private void dropCurrent() throws AssociationException {
    if (current != null) {
      current.drain();
      current = null;
    }
  }

  private void dropPdu() throws AssociationException {
    while (machine.dataLeft() > 0) {
      dropData(machine.dataLeft(), Long.MAX_VALUE / 2);
    }
  }

  private void sendData(byte[] bytes, int length) throws AssociationException {
    machine.sendData(bytes, length);
    requireOpen();
  }

  private void requireOpen() throws AssociationException {
    Ending how = machine.ending();
    if (how != null) {
      machine.awaitClose();
      throw AssociationException.of(how);
    }
  }

  /** What is to be thrown by one who needs an association that has ended. */
  public AssociationException closedException() {
    return AssociationException.of(ended());
  }

  private Ending ended() {
    Ending how = machine.ending();
    return how != null ? how : new Ending.Lost("ended");
  }
}
