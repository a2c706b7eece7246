package org.farsight.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;

/**
 * Sends what a workload says, from as many threads as it has clients. Every object has UIDs of its
 * own, each association one outstanding C-STORE.
 */
public final class LoadClient {
  private final Connector connector = new Connector(Timeouts.standard());
  private final BenchUids uids = new BenchUids();
  private final String callingAeTitle;

  /**
   * @param callingAeTitle by which it calls
   */
  public LoadClient(String callingAeTitle) {
    this.callingAeTitle = callingAeTitle;
  }

  /** Gives UIDs to objects that go beside a workload. */
  BenchUids uids() {
    return uids;
  }

  /** Opens an association for one object. */
  StorageScu open(AeAddress peer, ObjectTemplate object) throws IOException {
    return StorageScu.open(connector, callingAeTitle, peer, List.of(object.context()));
  }

  /** Stores the object as it is now. */
  static void store(StorageScu association, ObjectTemplate object) throws IOException {
    Status status;
    try (InputStream in = object.open()) {
      status =
          association.store(
              object.context().sopClass(),
              object.instance(),
              object.context().transferSyntax(),
              in,
              object.length());
    }
    if (!status.equals(Status.SUCCESS)) {
      throw new IOException("the server did not take an object: " + status.describe());
    }
  }

  /**
   * Runs a workload to its end.
   *
   * @throws IOException where the server refused an object, or an association failed
   */
  public Run run(Workload workload, AeAddress peer) throws IOException, InterruptedException {
    AtomicInteger left = new AtomicInteger(workload.objects());
    ObjectTemplate template = workload.object().get();
    List<Callable<long[]>> clients = new ArrayList<>();
    for (int i = 0; i < workload.clients(); i++) {
      ObjectTemplate own = template.copy();
      clients.add(() -> client(workload, peer, own, left));
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            workload.clients(), Thread.ofPlatform().name("bench-client-", 0).factory())) {
      long start = System.nanoTime();
      List<Future<long[]>> running = threads.invokeAll(clients);
      double seconds = (System.nanoTime() - start) / 1e9;
      List<long[]> each = new ArrayList<>();
      for (Future<long[]> one : running) {
        each.add(one.get());
      }
      long[] latencies = each.stream().flatMapToLong(Arrays::stream).toArray();
      return new Run(latencies.length, latencies.length * template.length(), seconds, latencies);
    } catch (ExecutionException e) {
      throw new IOException(workload.name() + " at " + peer + ": " + e.getCause(), e.getCause());
    }
  }

  private long[] client(
      Workload workload, AeAddress peer, ObjectTemplate object, AtomicInteger left)
      throws IOException {
    long[] latencies = new long[workload.objects()];
    int sent = 0;
    long end = System.nanoTime() + workload.limit().toNanos();
    String study = uids.next();
    String series = uids.next();
    while (left.get() > 0 && System.nanoTime() < end) {
      try (StorageScu association = open(peer, object)) {
        int over = 0;
        while ((workload.perAssociation() == 0 || over < workload.perAssociation())
            && System.nanoTime() < end
            && left.getAndDecrement() > 0) {
          if (sent > 0 && sent % workload.perStudy() == 0) {
            study = uids.next();
            series = uids.next();
          }
          object.become(study, series, uids.next());
          long start = System.nanoTime();
          store(association, object);
          latencies[sent++] = System.nanoTime() - start;
          over++;
        }
      }
    }
    return Arrays.copyOf(latencies, sent);
  }
}
