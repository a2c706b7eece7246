package org.farsight.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageHandler;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Listener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadClientTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final Set<String> instances = ConcurrentHashMap.newKeySet();
  private final Set<String> studies = ConcurrentHashMap.newKeySet();
  private final Set<Long> associations = ConcurrentHashMap.newKeySet();

  @Test
  void everyObjectHasItsOwnUidInCommandAndDataSet() throws Exception {
    try (Listener listener = listener(this::note)) {
      Workload workload = workload(3, 0, 5, 40);
      Run run = new LoadClient("TESTER").run(workload, address(listener));
      assertThat(run.objects()).isEqualTo(40);
      assertThat(run.bytes()).isEqualTo(40 * BenchObjects.ecg().length());
      assertThat(run.latencies()).hasSize(40);
      assertThat(Arrays.stream(run.latencies())).allMatch(nanos -> nanos > 0);
      assertThat(run.percentileMillis(100)).isLessThanOrEqualTo(run.seconds() * 1000);
      assertThat(instances).hasSize(40);
      assertThat(studies).hasSizeBetween(8, 11);
      assertThat(associations).hasSizeBetween(1, 3);
    }
  }

  @Test
  void associationsEndAfterSoManyObjects() throws Exception {
    try (Listener listener = listener(this::note)) {
      var unused = new LoadClient("TESTER").run(workload(2, 1, 1, 12), address(listener));
      assertThat(instances).hasSize(12);
      assertThat(studies).hasSize(12);
      assertThat(associations.size()).isBetween(12, 14);
    }
  }

  @Test
  void timeEndsAWorkloadThatIsTooLong() throws Exception {
    try (Listener listener = listener(this::note)) {
      Workload endless =
          new Workload("endless", BenchObjects::ecg, 1, 0, 1, 100_000, Duration.ofSeconds(2));
      Run run = new LoadClient("TESTER").run(endless, address(listener));
      assertThat(run.objects()).isBetween(1, 99_999);
      assertThat(run.latencies()).hasSize(run.objects());
    }
  }

  @Test
  void aRefusedObjectEndsTheMeasurement() throws Exception {
    AtomicInteger count = new AtomicInteger();
    StorageHandler full =
        (request, dataSet) ->
            count.incrementAndGet() > 3 ? Status.OUT_OF_RESOURCES : Status.SUCCESS;
    try (Listener listener = listener(full)) {
      LoadClient client = new LoadClient("TESTER");
      assertThatThrownBy(() -> client.run(workload(1, 0, 1, 10), address(listener)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not take an object");
    }
  }

  @Test
  void theLimitsTakeWhatTheyAreSent() throws Exception {
    try (LimitPeer discard = LimitPeer.discard();
        LimitPeer append =
            LimitPeer.groupCommit(java.nio.file.Files.createDirectory(folder.resolve("limit")))) {
      for (LimitPeer peer : List.of(discard, append)) {
        Run run = new LoadClient("TESTER").run(workload(4, 0, 1, 20), peer.address());
        assertThat(run.objects()).isEqualTo(20);
        assertThat(peer.isLimit()).isTrue();
      }
      assertThat(folder.resolve("limit/log")).hasSize(20 * BenchObjects.ecg().length());
      append.forget();
      assertThat(folder.resolve("limit/log")).isEmptyFile();
      var unused = new LoadClient("TESTER").run(workload(1, 0, 1, 1), append.address());
      assertThat(folder.resolve("limit/log")).hasSize(BenchObjects.ecg().length());
    }
    assertThat(folder.resolve("limit")).doesNotExist();
  }

  @Test
  void theCommitLimitCountsWhatIsDurable() throws Exception {
    CommitLimit limit = CommitLimit.measure(folder, 10_000, 4, 42);
    assertThat(limit.perSecond()).isPositive();
    assertThat(folder).isEmptyDirectory();
  }

  private Status note(StoreRequest request, InputStream in) throws IOException {
    DataSet dataSet =
        DataSetReader.read(in, TransferSyntax.of(request.transferSyntax()), ReadOptions.DEFAULT);
    assertThat(dataSet.string(Tag.SOP_INSTANCE_UID)).contains(request.sopInstance());
    instances.add(request.sopInstance());
    studies.add(dataSet.string(Tag.STUDY_INSTANCE_UID).orElseThrow());
    associations.add(request.association().id());
    return Status.SUCCESS;
  }

  private static Workload workload(int clients, int perAssociation, int perStudy, int objects) {
    return new Workload(
        "test",
        BenchObjects::ecg,
        clients,
        perAssociation,
        perStudy,
        objects,
        Duration.ofMinutes(1));
  }

  private static Listener listener(StorageHandler handler) throws IOException {
    return Listener.start(
        Listener.Configuration.of(
            new InetSocketAddress("127.0.0.1", 0),
            new ServiceRegistry(List.of(new StorageScp(handler)))));
  }

  private static AeAddress address(Listener listener) {
    return new AeAddress("TEST", "127.0.0.1", listener.port());
  }
}
