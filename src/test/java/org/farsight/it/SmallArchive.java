package org.farsight.it;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.CommitmentHandler;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentRequest;
import org.farsight.dicom.service.Matches;
import org.farsight.dicom.service.QueryHandler;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryRequest;
import org.farsight.dicom.service.QueryScp;
import org.farsight.dicom.service.ReportChannel;
import org.farsight.dicom.service.Retrieval;
import org.farsight.dicom.service.RetrieveHandler;
import org.farsight.dicom.service.RetrieveRequest;
import org.farsight.dicom.service.RetrieveScp;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageCommitmentScp;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.service.StoredObject;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.service.WorklistScp;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;

/**
 * All services of {@code org.farsight.dicom.service} over a few objects in memory: the counterpart
 * for other people's programs where the engine itself is not the point.
 */
final class SmallArchive
    implements Closeable, QueryHandler, RetrieveHandler, CommitmentHandler, AssociationObserver {
  static final String AE_TITLE = "FARSIGHT";

  /** An object with its attributes but for the pixels. */
  record Kept(String sopClass, String transferSyntax, byte[] bytes, DataSet attributes) {}

  final Map<String, Kept> objects = new ConcurrentHashMap<>();
  final Map<String, AeAddress> destinations = new ConcurrentHashMap<>();
  final List<DataSet> worklist = new CopyOnWriteArrayList<>();
  final List<StoreRequest> stores = new CopyOnWriteArrayList<>();
  final List<String> ends = new CopyOnWriteArrayList<>();
  final List<Throwable> failures = new CopyOnWriteArrayList<>();
  final BlockingQueue<CommitmentRequest> requests = new LinkedBlockingQueue<>();
  final BlockingQueue<CommitmentReport> reports = new LinkedBlockingQueue<>();
  final Connector connector =
      new Connector(Timeouts.standard().withResponse(Duration.ofSeconds(20)));
  private final Listener listener;

  SmallArchive() throws IOException {
    listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                20,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                Timeouts.standard(),
                AssociationPolicy.acceptAll(),
                this,
                new ServiceRegistry(
                    List.of(
                        new VerificationScp(),
                        new StorageScp(this::keep),
                        new QueryScp(this),
                        new RetrieveScp(this, AE_TITLE),
                        new WorklistScp(this::worklist),
                        new StorageCommitmentScp(this)))));
  }

  AeAddress address() {
    return new AeAddress(AE_TITLE, "127.0.0.1", listener.port());
  }

  String port() {
    return Integer.toString(listener.port());
  }

  /** Takes a file as if it had been sent. */
  Kept add(Path file) throws IOException {
    try (Part10File part10 = Part10File.open(file)) {
      byte[] bytes = part10.dataSet().readAllBytes();
      return add(
          part10.sopClass().orElseThrow(),
          part10.sopInstance().orElseThrow(),
          part10.transferSyntax().uid(),
          bytes);
    }
  }

  private Kept add(String sopClass, String sopInstance, String transferSyntax, byte[] bytes)
      throws IOException {
    DataSet attributes =
        DataSetReader.read(
            bytes,
            TransferSyntax.of(transferSyntax),
            ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA));
    Kept kept = new Kept(sopClass, transferSyntax, bytes, attributes);
    objects.put(sopInstance, kept);
    return kept;
  }

  private Status keep(StoreRequest request, InputStream dataSet) throws IOException {
    stores.add(request);
    add(
        request.sopClass(),
        request.sopInstance(),
        request.transferSyntax(),
        dataSet.readAllBytes());
    return Status.SUCCESS;
  }

  // ---------------------------------------------------------------- query and retrieve

  private List<Kept> matching(DataSet identifier, QueryLevel level) {
    return objects.values().stream()
        .filter(
            kept -> {
              for (QueryLevel each : QueryLevel.values()) {
                List<String> wanted = identifier.strings(each.uniqueKey());
                if (each.compareTo(level) <= 0
                    && !String.join("", wanted).isEmpty()
                    && !wanted.contains(kept.attributes().string(each.uniqueKey()).orElse(""))) {
                  return false;
                }
              }
              return true;
            })
        .toList();
  }

  @Override
  public Status find(QueryRequest request, Matches matches) throws IOException {
    Map<String, DataSet> entities = new TreeMap<>();
    for (Kept kept : matching(request.identifier(), request.level())) {
      DataSet match = new DataSet();
      Element characterSet = kept.attributes().element(Tag.SPECIFIC_CHARACTER_SET);
      if (characterSet != null) {
        match.put(characterSet);
      }
      for (Element key : request.identifier()) {
        Element own = kept.attributes().element(key.tag());
        match.put(own == null ? key : own);
      }
      entities.put(kept.attributes().string(request.level().uniqueKey()).orElse(""), match);
    }
    for (DataSet match : entities.values()) {
      if (!matches.match(match.put(Tag.RETRIEVE_AE_TITLE, VR.AE, AE_TITLE))) {
        return Status.CANCEL;
      }
    }
    return Status.SUCCESS;
  }

  @Override
  public Retrieval select(RetrieveRequest request) {
    List<StoredObject> selected = new ArrayList<>();
    for (Kept kept : matching(request.identifier(), request.level())) {
      selected.add(
          new StoredObject(
              kept.sopClass(),
              kept.attributes().string(Tag.SOP_INSTANCE_UID).orElseThrow(),
              kept.transferSyntax(),
              kept.bytes().length,
              () -> new ByteArrayInputStream(kept.bytes())));
    }
    return new Retrieval.Objects(selected);
  }

  @Override
  public Optional<Destination> destination(AssociationInfo caller, String aeTitle) {
    return Optional.ofNullable(destinations.get(aeTitle)).map(to -> new Destination(to, connector));
  }

  @Override
  public void retrieved(RetrieveRequest request, Status status, SubOperations counts) {
    ends.add(status.describe());
  }

  private Status worklist(AssociationInfo caller, DataSet identifier, Matches matches)
      throws IOException {
    for (DataSet step : worklist) {
      matches.match(step.copy());
    }
    return Status.SUCCESS;
  }

  // ---------------------------------------------------------------- storage commitment

  @Override
  public Status requested(CommitmentRequest request, ReportChannel channel) {
    requests.add(request);
    return Status.SUCCESS;
  }

  @Override
  public Status reported(AssociationInfo association, CommitmentReport report) {
    reports.add(report);
    return Status.SUCCESS;
  }

  @Override
  public void failed(AssociationInfo association, Throwable cause) {
    failures.add(cause);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
