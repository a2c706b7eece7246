package org.farsight.dicom.service;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.PresentationContext;
import org.jspecify.annotations.Nullable;

/**
 * Associations for C-STORE that stay open between uses, so that an object does not pay for a
 * connection and a negotiation. A new one proposes what is asked for and what was asked for at the
 * same peer before; one that the peer has ended meanwhile is replaced. Safe for many threads.
 */
public final class StoragePool implements AutoCloseable {

  /** How long associations may take to be released when the pool is closed. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** How long one that is replaced may take to be released before the next is opened. */
  private static final Duration RELEASE = Duration.ofSeconds(2);

  /** An association that rested for less is not looked at before it is used again. */
  private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(500);

  /** What was asked for at a peer is forgotten when it was not used for this long. */
  private static final long MEMORY = TimeUnit.HOURS.toNanos(1);

  private final Limits limits;
  private final ScheduledExecutorService timer;
  private final Map<Peer, Open> peers = new HashMap<>();
  private boolean closed;

  /**
   * Bounds.
   *
   * @param associations at a time with one peer, in use and resting
   * @param patience how long {@link #take} waits when that many are in use
   * @param idle an association that rests longer is released; shorter than what peers usually allow
   */
  public record Limits(int associations, Duration patience, Duration idle) {

    /** 4 associations, 60 s of patience, 15 s of rest (Orthanc aborts after 30 s). */
    public static final Limits DEFAULT =
        new Limits(4, Duration.ofSeconds(60), Duration.ofSeconds(15));

    public Limits {
      if (associations < 1 || patience.isNegative() || idle.isNegative() || idle.isZero()) {
        throw new IllegalArgumentException(
            associations + " associations, patience " + patience + ", idle " + idle);
      }
    }
  }

  /**
   * With whom: associations are shared among those who agree in all three.
   *
   * @param connector how: its time-outs and its TLS
   * @param callingAeTitle of this side
   * @param address of the peer
   */
  public record Peer(Connector connector, String callingAeTitle, AeAddress address) {}

  private record Resting(StorageScu association, long since) {}

  /** What is open with one peer. */
  private static final class Open {
    final Deque<Resting> resting = new ArrayDeque<>();
    final LinkedHashSet<StorageContext> remembered = new LinkedHashSet<>();
    int inUse;
    long lastUse;

    void remember(Collection<StorageContext> contexts) {
      remembered.removeAll(contexts);
      remembered.addAll(contexts);
      Iterator<StorageContext> oldest = remembered.iterator();
      while (remembered.size() > PresentationContext.MOST) {
        oldest.next();
        oldest.remove();
      }
    }
  }

  /** An empty pool. */
  public StoragePool(Limits limits) {
    this.limits = limits;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("dicom-pool").unstarted(task));
    long period = Math.max(50, limits.idle().toMillis() / 4);
    var unused = timer.scheduleWithFixedDelay(this::expire, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes an association that has proposed these contexts, or opens one.
   *
   * @param contexts 1 to 128 different ones, see {@link StorageScu#plan}
   * @throws AssociationException where none can be opened, saying why
   * @throws PoolExhaustedException where all stayed in use for too long
   */
  public PooledStorage take(Peer peer, Collection<StorageContext> contexts) throws IOException {
    Set<StorageContext> wanted = new LinkedHashSet<>(contexts);
    if (wanted.isEmpty() || wanted.size() > PresentationContext.MOST) {
      throw new IllegalArgumentException(wanted.size() + " contexts for one association");
    }
    reserve(peer, wanted);
    try {
      StorageScu rested = rested(peer, wanted);
      return rested != null
          ? new PooledStorage(this, peer, wanted, rested, true)
          : new PooledStorage(this, peer, wanted, open(peer, wanted), false);
    } catch (IOException | RuntimeException e) {
      unreserve(peer);
      throw e;
    }
  }

  /** Waits until one more association may be in use. */
  private synchronized void reserve(Peer peer, Set<StorageContext> wanted) throws IOException {
    long deadline = System.nanoTime() + limits.patience().toNanos();
    Open open = peers.computeIfAbsent(peer, p -> new Open());
    while (!closed && open.inUse >= limits.associations()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new PoolExhaustedException(
            open.inUse + " associations with " + peer.address() + " are in use");
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PoolExhaustedException("interrupted while waiting for " + peer.address());
      }
    }
    if (closed) {
      throw new PoolExhaustedException("the pool is closed");
    }
    peers.putIfAbsent(peer, open); // it may have been forgotten meanwhile
    open.inUse++;
    open.lastUse = System.nanoTime();
    open.remember(wanted);
  }

  private synchronized void unreserve(Peer peer) {
    of(peer).inUse--;
    notifyAll();
  }

  /** One that rests, has proposed all of this and was left alone by the peer; else null. */
  private @Nullable StorageScu rested(Peer peer, Set<StorageContext> wanted) {
    while (true) {
      Resting candidate = null;
      synchronized (this) {
        Iterator<Resting> resting = of(peer).resting.iterator();
        while (candidate == null && resting.hasNext()) {
          Resting next = resting.next();
          if (next.association().proposes(wanted)) {
            candidate = next;
            resting.remove();
          }
        }
      }
      if (candidate == null) {
        return null;
      }
      boolean fresh = System.nanoTime() - candidate.since() < FRESH;
      if (candidate.association().isOpen() && (fresh || candidate.association().isUndisturbed())) {
        return candidate.association();
      }
      release(candidate.association());
    }
  }

  /**
   * Opens one for a place that is reserved. Resting ones that can do no more than it will are
   * released first: an archive that serves one association at a time would not answer before.
   */
  StorageScu open(Peer peer, Set<StorageContext> wanted) throws AssociationException {
    Set<StorageContext> proposals = new LinkedHashSet<>(wanted);
    List<StorageScu> outdated = new ArrayList<>();
    synchronized (this) {
      Open open = of(peer);
      List<StorageContext> latestFirst = new ArrayList<>(open.remembered).reversed();
      for (StorageContext known : latestFirst) {
        if (proposals.size() < PresentationContext.MOST) {
          proposals.add(known);
        }
      }
      takeOutdated(open, proposals, outdated);
      if (open.inUse + open.resting.size() > limits.associations()) {
        outdated.add(open.resting.removeLast().association());
      }
    }
    awaitReleased(outdated, RELEASE);
    return StorageScu.open(peer.connector(), peer.callingAeTitle(), peer.address(), proposals);
  }

  /** Takes those that rest and can do no more than one with these proposals. */
  private static void takeOutdated(
      Open open, Set<StorageContext> proposals, List<StorageScu> outdated) {
    open.resting.removeIf(
        resting -> {
          boolean less = proposals.containsAll(resting.association().proposals());
          if (less) {
            outdated.add(resting.association());
          }
          return less;
        });
  }

  /** Takes an association back. */
  void giveBack(Peer peer, StorageScu association) {
    boolean kept;
    synchronized (this) {
      kept = !closed && association.isOpen();
      if (kept) {
        of(peer).resting.addFirst(new Resting(association, System.nanoTime()));
      }
    }
    unreserve(peer);
    if (!kept) {
      release(association);
    }
  }

  private void expire() {
    List<StorageScu> expired = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      for (Open open : peers.values()) {
        while (!open.resting.isEmpty()
            && now - open.resting.getLast().since() > limits.idle().toNanos()) {
          expired.add(open.resting.removeLast().association());
        }
      }
      peers.values().removeIf(o -> o.inUse == 0 && o.resting.isEmpty() && now - o.lastUse > MEMORY);
    }
    expired.forEach(this::release);
  }

  /** Number of associations that are open, in use or resting. */
  public synchronized int size() {
    return peers.values().stream().mapToInt(open -> open.inUse + open.resting.size()).sum();
  }

  /** Releases beside: a peer that does not answer holds up nobody. */
  private Thread release(StorageScu association) {
    return Thread.ofVirtual().name("dicom-release").start(() -> closeQuietly(association));
  }

  /** What was answered stays answered, however the release goes: it may have failed long ago. */
  private static boolean closeQuietly(StorageScu association) {
    try {
      association.close();
      return true;
    } catch (AssociationException e) {
      return false;
    }
  }

  private Open of(Peer peer) {
    return peers.computeIfAbsent(peer, p -> new Open());
  }

  /** Releases what rests; what is in use is released when it is given back. */
  @Override
  public void close() {
    timer.shutdownNow();
    List<StorageScu> resting = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (Open open : peers.values()) {
        open.resting.forEach(r -> resting.add(r.association()));
        open.resting.clear();
      }
      notifyAll();
    }
    awaitReleased(resting, GRACE);
  }

  /** Releases all at once and waits, but not for ever. */
  private void awaitReleased(List<StorageScu> associations, Duration patience) {
    List<Thread> releases = associations.stream().map(this::release).toList();
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (Thread release : releases) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        release.join(Duration.ofMillis(Math.max(1, left)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
