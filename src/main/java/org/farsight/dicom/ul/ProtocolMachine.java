package org.farsight.dicom.ul;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes the state table on a socket: turns what arrives into events, events into steps, steps
 * into PDUs sent and the connection closed. One thread reads at a time; others may send data and
 * abort.
 */
final class ProtocolMachine {
  /** How long sending an A-ABORT may keep whoever stops everything. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  /** How long an A-ASSOCIATE PDU may be; 128 contexts of 60 transfer syntaxes stay below. */
  private static final int MOST_ASSOCIATE_BYTES = 512 * 1024;

  /** Some devices count the PDU or PDV header into, others out of, the maximum length. */
  private static final int LENGTH_TOLERANCE = PDataTf.PDU_HEADER + PDataTf.PDV_HEADER;

  private final Transport transport;
  private final boolean requestor;
  private final Timeouts timeouts;
  private final long maximumLength;
  private final TransportInput in;
  private final TransportOutput out;
  private final Function<AssociateRq, Optional<AssociateRj>> providerCheck;
  // guards state, ending and writing
  private final ReentrantLock lock = new ReentrantLock();
  // held by the thread that takes bytes of the peer; never taken within the other lock
  private final ReentrantLock reading = new ReentrantLock();
  private State state = State.Sta1;
  private @Nullable Ending ending;
  private @Nullable Pdu lastReceived;
  private @Nullable TlsProblem problem;
  private boolean outOfStep;
  private int dataLeft;

  /**
   * @param maximumLength of the P-DATA-TF that this side announces
   * @param providerCheck decides whether a request is acceptable to the provider (AE-6)
   */
  ProtocolMachine(
      Transport transport,
      boolean requestor,
      Timeouts timeouts,
      int maximumLength,
      int bufferSize,
      Function<AssociateRq, Optional<AssociateRj>> providerCheck)
      throws IOException {
    this.transport = transport;
    this.requestor = requestor;
    this.timeouts = timeouts;
    this.maximumLength = maximumLength;
    this.providerCheck = providerCheck;
    this.in = new TransportInput(transport, bufferSize, requestor);
    this.out = new TransportOutput(transport, timeouts.write());
  }

  TransportInput input() {
    return in;
  }

  State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Null while the association lives. */
  @Nullable Ending ending() {
    lock.lock();
    try {
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /** The PDU that the last event of {@link #next} was about; null for P-DATA-TF and no PDU. */
  @Nullable Pdu lastReceived() {
    return lastReceived;
  }

  /** Bytes of the current P-DATA-TF that were not yet taken from {@link #input}. */
  int dataLeft() {
    return dataLeft;
  }

  void dataTaken(int count) {
    dataLeft -= count;
  }

  /** A primitive of the local user or of the transport that sends nothing of its own. */
  void fire(Event event) {
    step(event, null, Abort.Reason.NOT_SPECIFIED, "");
  }

  /** A primitive that sends this PDU. */
  void fire(Event event, Pdu toSend) {
    step(event, toSend, Abort.Reason.NOT_SPECIFIED, "");
  }

  /** A-ABORT request of the local user, without effect where nothing is open any more. */
  void abort(String why) {
    lock.lock();
    try {
      if (UpperLayer.find(state, Event.Evt15).isPresent()) {
        step(Event.Evt15, null, Abort.Reason.NOT_SPECIFIED, why);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The peer broke the protocol within a P-DATA-TF: Evt19. */
  void invalid(String why) {
    outOfStep = true;
    step(Event.Evt19, null, Abort.Reason.INVALID_PDU_PARAMETER, why);
  }

  /** The connection ended within a P-DATA-TF: Evt17. */
  void lost(String why) {
    step(Event.Evt17, null, Abort.Reason.NOT_SPECIFIED, why);
  }

  /** Waits for the next PDU and executes what the table says about it. */
  void next() {
    reading.lock();
    try {
      takeNext();
    } finally {
      reading.unlock();
    }
  }

  private void takeNext() {
    lastReceived = null;
    try {
      Optional<PduReader.Header> header = PduReader.header(in);
      if (header.isEmpty()) {
        lost("closed by the peer");
      } else if (header.get().type() == PDataTf.TYPE) {
        PduReader.check(header.get(), maximumLength + LENGTH_TOLERANCE);
        dataLeft = (int) header.get().length();
        fire(Event.Evt10);
      } else {
        problem = PduReader.isTlsRecord(header.get()) ? TlsProblem.ONLY_TLS : problem;
        Pdu pdu = PduReader.body(in, header.get(), MOST_ASSOCIATE_BYTES);
        lastReceived = pdu;
        step(pdu.received(), null, Abort.Reason.UNEXPECTED_PDU, "unexpected " + pdu.name());
      }
    } catch (PduFormatException e) {
      outOfStep = true;
      step(Event.Evt19, null, e.reason(), String.valueOf(e.getMessage()));
    } catch (SocketTimeoutException e) {
      timedOut("the peer sent nothing in time");
    } catch (IOException e) {
      lost(why(e));
    }
  }

  /**
   * A peer that refused our certificate has closed the connection, and the request cannot be sent;
   * but why it did so may still be read.
   */
  private IOException afterword(IOException failed) {
    if (state != State.Sta5 || !transport.isSecured()) {
      return failed;
    }
    try {
      transport.timeout(200);
      transport.input().read();
      return failed;
    } catch (IOException e) {
      return TlsProblem.isOne(e) ? e : failed;
    }
  }

  /** In TLS 1.3 a peer may refuse our certificate after the handshake. */
  private String why(IOException e) {
    if (!TlsProblem.isOne(e)) {
      return String.valueOf(e.getMessage());
    }
    TlsProblem found = TlsProblem.of(e);
    problem = found;
    return found.describe(e);
  }

  /** What is wrong with TLS, if the association has failed because of it. */
  Optional<TlsProblem> tlsProblem() {
    return Optional.ofNullable(problem);
  }

  /** A wait for the peer has ended: ARTIM where it runs, else the local user gives up. */
  void timedOut(String why) {
    lock.lock();
    try {
      if (UpperLayer.find(state, Event.Evt18).isPresent()) {
        step(Event.Evt18, null, Abort.Reason.NOT_SPECIFIED, why);
      } else {
        abort(why);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends bytes that hold whole P-DATA-TF PDUs. */
  void sendData(byte[] bytes, int length) {
    lock.lock();
    try {
      if (ending == null) {
        state = UpperLayer.step(state, Event.Evt9).next();
        out.write(bytes, 0, length);
      }
    } catch (IOException e) {
      lost(String.valueOf(e.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  /** Takes bytes of a P-DATA-TF, as the only thread that does. */
  int take(Taking taking) throws IOException {
    reading.lock();
    try {
      return taking.from(in);
    } finally {
      reading.unlock();
    }
  }

  /** What {@link #take} does. */
  interface Taking {
    int from(TransportInput input) throws IOException;
  }

  /**
   * In Sta13: takes and ignores what comes until the peer closes the connection or ARTIM ends.
   * Returns at once where another thread reads: that one will see the end.
   */
  void awaitClose() {
    if (!reading.tryLock()) {
      return;
    }
    try {
      dropUntilClosed();
    } finally {
      reading.unlock();
    }
  }

  private void dropUntilClosed() {
    while (state() == State.Sta13) {
      try {
        if (dataLeft > 0 || outOfStep) {
          int dropped = in.drop(outOfStep ? Integer.MAX_VALUE : dataLeft);
          if (dropped < 0) {
            lost("closed by the peer");
          }
          dataLeft -= outOfStep ? 0 : Math.max(0, dropped);
        } else {
          next();
        }
      } catch (SocketTimeoutException e) {
        timedOut("the peer did not close the connection");
      } catch (IOException e) {
        lost(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Aborts from another thread and wakes the one that reads. A peer that takes nothing is given a
   * second for the A-ABORT, then it is cut off.
   */
  void abortNow(String why) {
    if (!abortedOrderly(why)) {
      transport.cut();
    }
  }

  private boolean abortedOrderly(String why) {
    try {
      // the thread of the association holds the lock while it writes to a peer that takes nothing
      if (!lock.tryLock(100, TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    CompletableFuture<Boolean> over = transport.cutAfter(LAST_WORD);
    try {
      abort(why);
      transport.shutdown();
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      over.complete(false);
      lock.unlock();
    }
  }

  private void step(Event event, @Nullable Pdu toSend, Abort.Reason reason, String why) {
    lock.lock();
    try {
      if (state == State.Sta1 && (event == Event.Evt17 || event == Event.Evt19)) {
        return; // closed already: nobody is left to be told
      }
      UpperLayer.Step step = UpperLayer.step(state, event);
      state = step.next();
      execute(step, toSend, reason, why);
    } catch (IOException e) {
      step(Event.Evt17, null, Abort.Reason.NOT_SPECIFIED, why(afterword(e)));
    } finally {
      lock.unlock();
    }
  }

  private void execute(UpperLayer.Step step, @Nullable Pdu toSend, Abort.Reason reason, String why)
      throws IOException {
    switch (step.action()) {
      case AE_1, AE_3, DT_1, DT_2, AR_2, AR_6, AR_7, AR_10, AA_6 -> {
        // the caller goes on: it opens, is told, sends or takes the data itself
      }
      case AE_2, AE_7, AR_1 -> send(toSend);
      case AE_4 -> {
        end(new Ending.Rejected((AssociateRj) received()));
        close();
      }
      case AE_5 -> in.within(timeouts.artim());
      case AE_6 -> judge(step, (AssociateRq) received());
      case AE_8 -> reject((AssociateRj) Objects.requireNonNull(toSend));
      case AR_3 -> {
        end(new Ending.Released(false));
        close();
      }
      case AR_4 -> {
        end(new Ending.Released(true));
        send(new ReleaseRp());
        in.within(timeouts.artim());
      }
      case AR_5, AA_2, AA_5 -> {
        end(new Ending.Lost(why));
        close();
      }
      case AR_8 -> state = step.next(requestor);
      case AR_9 -> send(new ReleaseRp());
      case AA_1 -> sendAbort(Abort.byUser(), why);
      case AA_3 -> {
        end(new Ending.Aborted((Abort) received(), true, ""));
        close();
      }
      case AA_4 -> {
        end(new Ending.Lost(why));
        close();
      }
      case AA_7 -> send(Abort.byProvider(reason));
      case AA_8 -> sendAbort(Abort.byProvider(reason), why);
    }
  }

  private void judge(UpperLayer.Step step, AssociateRq request) throws IOException {
    Optional<AssociateRj> objection = providerCheck.apply(request);
    state = step.next(objection.isEmpty());
    if (objection.isPresent()) {
      reject(objection.get());
    }
  }

  private void reject(AssociateRj rejection) throws IOException {
    end(new Ending.Rejected(rejection));
    send(rejection);
    in.within(timeouts.artim());
  }

  private void sendAbort(Abort abort, String why) throws IOException {
    end(new Ending.Aborted(abort, false, why));
    in.within(timeouts.artim());
    send(abort);
  }

  private void send(@Nullable Pdu pdu) throws IOException {
    byte[] bytes = PduWriter.encode(Objects.requireNonNull(pdu));
    out.write(bytes, 0, bytes.length);
  }

  private Pdu received() {
    return Objects.requireNonNull(lastReceived, "event of a PDU without the PDU");
  }

  /** The first end counts: what follows is its consequence. */
  private void end(Ending how) {
    if (ending == null) {
      ending = how;
    }
  }

  private void close() {
    out.close();
    transport.close();
  }
}
