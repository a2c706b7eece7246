package org.farsight.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.farsight.dicom.ul.Pdu;
import org.farsight.dicom.ul.PduReader;
import org.farsight.dicom.ul.PduWriter;

/**
 * A DICOM peer that does what a test tells it, byte by byte, right or wrong. Each step blocks, for
 * at most 20 s.
 */
public final class ScriptedPeer implements Closeable {
  private final Socket socket;

  private ScriptedPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
  }

  /** Connects to a listener on this machine. */
  public static ScriptedPeer connect(int port) throws IOException {
    return new ScriptedPeer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** The other role: waits for connections. */
  public static final class Server implements Closeable {
    private final ServerSocket server;

    public Server() throws IOException {
      server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.setSoTimeout(20_000);
    }

    public int port() {
      return server.getLocalPort();
    }

    public ScriptedPeer accept() throws IOException {
      return new ScriptedPeer(server.accept());
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  public ScriptedPeer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  public ScriptedPeer send(Pdu pdu) throws IOException {
    return send(PduWriter.encode(pdu));
  }

  /** Each byte in a packet of its own. */
  public ScriptedPeer sendByteByByte(byte[] bytes) throws IOException {
    for (byte one : bytes) {
      socket.getOutputStream().write(one);
    }
    return this;
  }

  /** Sends a few bytes at a time with a pause after each; goes on silently if nobody listens. */
  public ScriptedPeer trickle(byte[] bytes, int atATime, Duration pause) {
    for (int i = 0; i < bytes.length; i += atATime) {
      sendUntilRefused(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + atATime)), 1);
      LockSupport.parkNanos(pause.toNanos());
    }
    return this;
  }

  /** Sends again and again until the other side takes no more; returns how often. */
  public int sendUntilRefused(byte[] bytes, int most) {
    int sent = 0;
    try {
      while (sent < most) {
        socket.getOutputStream().write(bytes);
        sent++;
      }
    } catch (SocketException e) {
      return sent;
    } catch (IOException e) {
      throw new AssertionError("not refused but failed", e);
    }
    return sent;
  }

  /** Sends no more, but goes on reading. */
  public ScriptedPeer halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Breaks the connection without a farewell (TCP reset). */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The next PDU that arrives. */
  public Pdu receive() throws IOException {
    Optional<Pdu> pdu = PduReader.read(socket.getInputStream(), 64L << 20);
    return pdu.orElseThrow(() -> new AssertionError("closed instead of a PDU"));
  }

  /** The next PDU that arrives must be of this kind. */
  public <T extends Pdu> T receive(Class<T> kind) throws IOException {
    Pdu pdu = receive();
    assertThat(pdu).isInstanceOf(kind);
    return kind.cast(pdu);
  }

  /** The next PDU must be equal to this one. */
  public ScriptedPeer expect(Pdu pdu) throws IOException {
    assertThat(receive()).isEqualTo(pdu);
    return this;
  }

  /** Leaves all unread for a while, then counts what there is up to the end of the connection. */
  public long receiveUntilClosed(Duration pause) throws IOException {
    LockSupport.parkNanos(pause.toNanos());
    return countToEnd();
  }

  /** Sends no more and counts what there is up to the end of the connection. */
  public long halfCloseAndReadAll() throws IOException {
    try {
      socket.shutdownOutput();
    } catch (SocketException e) {
      assertThat(socket.isConnected()).isTrue(); // the other side was faster
    }
    return countToEnd();
  }

  private long countToEnd() throws IOException {
    long count = 0;
    try {
      byte[] buffer = new byte[8192];
      for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
        count += n;
      }
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    return count;
  }

  /** Nothing more may come but the end of the connection, orderly or by reset. */
  public void expectClosed() throws IOException {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
