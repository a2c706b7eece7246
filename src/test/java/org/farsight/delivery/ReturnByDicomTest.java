package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Node;
import org.farsight.peer.Pydicom;
import org.farsight.report.ReportFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encapsulated PDF by C-STORE to a branch's archive that answers what the test says. */
@SuppressWarnings("NullAway.Init")
class ReturnByDicomTest {
  private static final Timeouts TIMEOUTS =
      Timeouts.standard().withResponse(Duration.ofSeconds(5)).withArtim(Duration.ofSeconds(5));

  private record Stored(StoreRequest request, byte[] bytes) {}

  private final List<Stored> received = Collections.synchronizedList(new ArrayList<>());
  private final List<Status> answers = Collections.synchronizedList(new ArrayList<>());
  private final StoragePool pool = new StoragePool(StoragePool.Limits.DEFAULT);
  @TempDir Path folder;
  private Listener archive;

  @BeforeEach
  void start() throws IOException {
    StorageScp scp =
        new StorageScp(
            (StoreRequest request, InputStream dataSet) -> {
              received.add(new Stored(request, dataSet.readAllBytes()));
              return answers.isEmpty() ? Status.SUCCESS : answers.removeFirst();
            });
    archive =
        Listener.start(
            Listener.Configuration.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ServiceRegistry(List.of(new VerificationScp(), scp))));
  }

  @AfterEach
  void stop() throws IOException {
    pool.close();
    archive.close();
  }

  private DeliveryOutcome store(ReportFile report) {
    Document.Read read = Returned.read(report);
    BranchWay.Dicom way =
        new BranchWay.Dicom(
            "zhaojiawan", true, new Node("ZJW", "127.0.0.1", archive.port()), "FARSIGHT");
    return new ReturnByDicom(way, pool, new Connector(TIMEOUTS)).report(Returned.work(read), read);
  }

  private String readByPydicom(Stored stored) throws Exception {
    Path file = folder.resolve(stored.request().sopInstance() + ".dcm");
    Files.write(file, part10(stored));
    return Pydicom.run(ReturnByDicomTest.class, "read_report.py", file.toString());
  }

  private static byte[] part10(Stored stored) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.writeHeader(
        out,
        stored.request().sopClass(),
        stored.request().sopInstance(),
        TransferSyntax.of(stored.request().transferSyntax()),
        "FARSIGHT");
    out.write(stored.bytes());
    return out.toByteArray();
  }

  @Test
  void anotherReadersLibraryFindsTheReportInTheStudyThatItIsAbout() throws Exception {
    ReportFile report = Returned.versions().getFirst();
    DeliveryOutcome outcome = store(report);
    Stored stored = received.getFirst();
    assertThat(outcome)
        .isEqualTo(new Accepted(stored.request().sopInstance() + " stored at ZJW, 0000H success"));
    assertThat(readByPydicom(stored).lines())
        .containsExactly(
            "Encapsulated PDF Storage",
            "1.2.826.0.1.3680043.10.1338.77",
            "王建国",
            "诊断报告 Report, version 1",
            "VERIFIED application/pdf %PDF-",
            report.sha256());
  }

  @Test
  void theSameVersionIsTheSameObjectAndEachVersionAnother() {
    List<ReportFile> versions = Returned.versions();
    store(versions.get(0));
    store(versions.get(0));
    store(versions.get(1));
    assertThat(received.get(1).bytes()).isEqualTo(received.get(0).bytes());
    assertThat(received.get(1).request().sopInstance())
        .isEqualTo(received.get(0).request().sopInstance())
        .isNotEqualTo(received.get(2).request().sopInstance());
  }

  @Test
  void aVersionThatCountsNoMoreIsNotVerified() throws Exception {
    store(Returned.versions().getLast());
    assertThat(readByPydicom(received.getFirst())).contains("已作废报告", "UNVERIFIED");
  }

  @Test
  void whatTheArchiveAnswersDecidesWhatFollows() throws IOException {
    ReportFile report = Returned.versions().getFirst();
    answers.addAll(
        List.of(
            Status.OUT_OF_RESOURCES,
            Status.DUPLICATE_SOP_INSTANCE,
            Status.CANNOT_UNDERSTAND,
            Status.of(0xB000)));
    assertThat(store(report))
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.cause()).isEqualTo(Cause.TARGET));
    assertThat(store(report)).isInstanceOf(Accepted.class);
    assertThat(store(report)).isInstanceOf(Refused.class);
    assertThat(store(report)).isInstanceOf(Accepted.class);
    archive.close();
    assertThat(store(report)).isInstanceOf(Retry.class);
  }
}
