package org.farsight.dicom.ul;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Accepts associations on a port: one platform thread for each, at most a fixed number at a time.
 * What comes beyond is rejected ({@code local limit exceeded}, transient) by a few more threads;
 * what comes beyond these is closed.
 */
public final class Listener implements AutoCloseable {
  /** Connections that may wait to be accepted by this program. */
  private static final int BACKLOG = 128;

  /** Threads that do nothing but reject. */
  private static final int REJECTORS = 8;

  /**
   * What a listener needs.
   *
   * @param address to bind; port 0 = any free one, see {@link Listener#address}
   * @param associations at a time, at least 1
   * @param maximumLength of the P-DATA-TF PDUs it takes, 4 KiB to 16 MiB
   * @param timeouts of each association
   * @param policy decides who may open one
   * @param observer is told
   * @param user serves them
   * @param tls how what is accepted is secured; empty for plain connections
   * @param ids gives each connection its number; listeners that report to one observer share it
   */
  public record Configuration(
      InetSocketAddress address,
      int associations,
      int maximumLength,
      Timeouts timeouts,
      AssociationPolicy policy,
      AssociationObserver observer,
      ServiceUser user,
      Optional<TlsServer> tls,
      LongSupplier ids) {
    /** A command and 128 KiB less the headers fit in one read of the JDK's sockets. */
    public static final int STANDARD_MAXIMUM_LENGTH = 128 * 1024;

    public Configuration {
      if (associations < 1) {
        throw new IllegalArgumentException("associations " + associations + ", at least 1");
      }
      if (maximumLength < 4096 || maximumLength > 16 * 1024 * 1024) {
        throw new IllegalArgumentException(
            "maximum PDU length " + maximumLength + ", not within 4 KiB to 16 MiB");
      }
    }

    /** Plain, with numbers of its own, from 1. */
    public Configuration(
        InetSocketAddress address,
        int associations,
        int maximumLength,
        Timeouts timeouts,
        AssociationPolicy policy,
        AssociationObserver observer,
        ServiceUser user) {
      this(
          address,
          associations,
          maximumLength,
          timeouts,
          policy,
          observer,
          user,
          Optional.empty(),
          new AtomicLong()::incrementAndGet);
    }

    /** The same, secured. */
    public Configuration securedBy(TlsServer server) {
      return new Configuration(
          address,
          associations,
          maximumLength,
          timeouts,
          policy,
          observer,
          user,
          Optional.of(server),
          ids);
    }

    /** 100 associations, 128 KiB, standard time-outs, everybody accepted, nobody told. */
    public static Configuration of(InetSocketAddress address, ServiceUser user) {
      return new Configuration(
          address,
          100,
          STANDARD_MAXIMUM_LENGTH,
          Timeouts.standard(),
          AssociationPolicy.acceptAll(),
          AssociationObserver.none(),
          user);
    }
  }

  private final Configuration configuration;
  private final ServerSocket server;
  private final Thread acceptor;
  // guarded by this
  private final Set<Thread> serving = new HashSet<>();
  private final Set<Thread> rejecting = new HashSet<>();
  private final Set<Association> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean stopping;

  private Listener(Configuration configuration) throws IOException {
    this.configuration = configuration;
    this.server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(configuration.address(), BACKLOG);
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "cannot listen on " + configuration.address() + ": " + e.getMessage(), e);
    }
    this.acceptor = Thread.ofPlatform().daemon().name("dicom-" + port()).unstarted(this::accept);
  }

  /**
   * Binds and starts to accept.
   *
   * @throws IOException where the address cannot be bound
   */
  public static Listener start(Configuration configuration) throws IOException {
    Listener listener = new Listener(configuration);
    listener.acceptor.start();
    return listener;
  }

  /** The address it is bound to, with the port that was chosen. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** The port it is bound to. */
  public int port() {
    return server.getLocalPort();
  }

  /** How many associations are open or being negotiated. */
  public synchronized int connections() {
    return serving.size();
  }

  /**
   * Stops: takes no more connections, lets each association finish the message it is at, then
   * aborts it; idle ones are aborted at once. Returns when all have ended, or soon after the grace.
   *
   * @param grace how long that may take; what is not done by then is aborted where it stands, but a
   *     handler that waits for something else than the peer keeps its (daemon) thread
   */
  public void stop(Duration grace) throws InterruptedException, IOException {
    stopping = true;
    stopped.countDown();
    server.close();
    open.forEach(Association::endWhenIdle);
    if (!awaitEnd(grace)) {
      open.forEach(association -> association.abortNow("this side has stopped"));
      awaitEnd(Duration.ofSeconds(1));
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Stops without grace. */
  @Override
  public void close() throws IOException {
    try {
      stop(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitEnd(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!serving.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private void accept() {
    while (!stopping) {
      try {
        take(server.accept());
      } catch (IOException e) {
        if (!stopping) {
          configuration.observer().listenerFailed(e);
          pause();
        }
      }
    }
  }

  /** Out of file descriptors, mostly: some will be free soon. */
  private void pause() {
    try {
      if (stopped.await(200, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  private synchronized void take(Socket socket) throws IOException {
    boolean full = serving.size() >= configuration.associations();
    Set<Thread> group = full ? rejecting : serving;
    if (full && rejecting.size() >= REJECTORS) {
      socket.close();
      configuration
          .observer()
          .refused((InetSocketAddress) socket.getRemoteSocketAddress(), "too many connections");
      return;
    }
    Optional<AssociateRj> rejectAnyway =
        full
            ? Optional.of(AssociateRj.transientFor(AssociateRj.Reason.LOCAL_LIMIT_EXCEEDED))
            : Optional.empty();
    long id = configuration.ids().getAsLong();
    Acceptance acceptance = new Acceptance(socket, id, configuration, rejectAnyway, this::opened);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("dicom-" + port() + "-" + id)
            .unstarted(() -> run(acceptance, socket, group));
    group.add(thread);
    sockets.add(socket);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      group.remove(thread);
      sockets.remove(socket);
      socket.close();
      throw new IOException("no thread for another association", e);
    }
  }

  private void run(Acceptance acceptance, Socket socket, Set<Thread> group) {
    try {
      acceptance.run();
    } finally {
      synchronized (this) {
        group.remove(Thread.currentThread());
        sockets.remove(socket);
        open.removeIf(association -> !association.isOpen());
        notifyAll();
      }
    }
  }

  private void opened(Association association) {
    open.add(association);
    if (stopping) {
      association.endWhenIdle();
    }
  }
}
