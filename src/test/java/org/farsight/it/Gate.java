package org.farsight.it;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An address at which nobody listens until it is opened; then it is the way to a server. What a
 * server looks like that is down for a while.
 */
final class Gate implements Closeable {

  private final URI server;
  private final int port;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  private Gate(URI server, int port) {
    this.server = server;
    this.port = port;
  }

  /** A closed gate in front of a server. */
  static Gate to(String url) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Gate(URI.create(url), free.getLocalPort());
    }
  }

  /** The server's address by way of the gate. */
  String url() {
    return "http://127.0.0.1:" + port + server.getRawPath();
  }

  /** Lets connections through from now on. */
  void open() throws IOException {
    ServerSocket listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    open.add(listener);
    Thread.ofVirtual().start(() -> accept(listener));
  }

  private void accept(ServerSocket listener) {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(server.getHost(), server.getPort());
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> carry(near, far));
        Thread.ofVirtual().start(() -> carry(far, near));
      }
    } catch (IOException e) {
      close(); // ends with the listener; what is under way ends with it
    }
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // one end closed the connection, which closes the other: that is all a gate has to do
      return;
    }
  }

  @Override
  public void close() {
    for (Closeable one : open) {
      try {
        one.close();
      } catch (IOException e) {
        throw new IllegalStateException("a socket cannot be closed", e);
      }
    }
    open.clear();
  }
}
