package org.farsight.delivery;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.farsight.hl7v2.Mllp;

/**
 * Sends one message over MLLP and reads acknowledgements until the one that is meant has come. A
 * connection of its own for each message: a branch behind NAT loses idle ones without a word.
 */
record MllpExchange(InetSocketAddress peer, Duration connect, Duration answer) {
  private static final int LONGEST_ANSWER = 1 << 20;

  /** Whether an answer is the one that is waited for. */
  interface Meant<T> {
    /** What it says; empty: it answers another message. */
    Optional<T> of(byte[] answer) throws IOException;
  }

  /** The peer was not reached: it knows nothing of the message. */
  static final class NotReached extends IOException {
    private static final long serialVersionUID = 1L;

    NotReached(IOException cause) {
      super(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    }
  }

  /**
   * Sends and waits.
   *
   * @throws NotReached where nothing was sent
   * @throws SocketTimeoutException where no answer came in time
   * @throws IOException where the connection broke, or what came is no answer: it may have been
   *     taken all the same
   */
  <T> T send(byte[] message, Meant<T> meant) throws IOException {
    try (Socket socket = new Socket()) {
      try {
        socket.connect(
            new InetSocketAddress(peer.getHostString(), peer.getPort()),
            Math.toIntExact(connect.toMillis()));
      } catch (IOException e) {
        throw new NotReached(e);
      }
      socket.setTcpNoDelay(true);
      long end = System.nanoTime() + answer.toNanos();
      socket.getOutputStream().write(Mllp.frame(message));
      socket.getOutputStream().flush();
      InputStream in = new BufferedInputStream(new Patient(socket, end));
      while (true) {
        byte[] one =
            Mllp.read(in, LONGEST_ANSWER)
                .orElseThrow(() -> new IOException("closed without an acknowledgement"));
        Optional<T> said = meant.of(one);
        if (said.isPresent()) {
          return said.get();
        }
      }
    }
  }

  /** Reads until a time, however slowly the bytes come. */
  private static final class Patient extends FilterInputStream {
    private final Socket socket;
    private final long end;

    Patient(Socket socket, long end) throws IOException {
      super(socket.getInputStream());
      this.socket = socket;
      this.end = end;
    }

    private void hurry() throws IOException {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("no acknowledgement in time");
      }
      socket.setSoTimeout(Math.toIntExact(left));
    }

    @Override
    public int read() throws IOException {
      hurry();
      return super.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      hurry();
      return super.read(into, from, length);
    }
  }
}
