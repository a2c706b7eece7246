package org.farsight.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a server of this machine; it can break after a request, before its answer. */
final class Cable implements Closeable {
  private final ServerSocket listener;
  private final int server;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private volatile boolean breaks;

  private Cable(ServerSocket listener, int server) {
    this.listener = listener;
    this.server = server;
  }

  /** To a port. */
  static Cable to(int server) throws IOException {
    Cable cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
    Thread.ofVirtual().start(cable::accept);
    return cable;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Loses the next answer, and breaks every connection then; new ones are whole. */
  void loseTheNextAnswer() {
    breaks = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
        ends.add(near);
        ends.add(far);
        Thread.ofVirtual().start(() -> carry(near, far, false));
        Thread.ofVirtual().start(() -> carry(far, near, true));
      }
    } catch (IOException e) {
      cut(); // the listener was closed
    }
  }

  private void carry(Socket from, Socket to, boolean answers) {
    byte[] piece = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int n = in.read(piece); n > 0; n = in.read(piece)) {
        if (answers && breaks) {
          breaks = false;
          cut();
          return;
        }
        to.getOutputStream().write(piece, 0, n);
      }
    } catch (IOException e) {
      return; // one end closed, which closes the other
    }
  }

  private void cut() {
    // whoever notices may be back before the last is closed, and is not to be cut off again
    for (Socket end : List.copyOf(ends)) {
      ends.remove(end);
      try {
        end.close();
      } catch (IOException e) {
        throw new IllegalStateException("a socket cannot be closed", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
