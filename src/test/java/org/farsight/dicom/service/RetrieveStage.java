package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;

/**
 * One who retrieves, a provider with a few objects and a destination, over sockets. The provider
 * knows {@code TARGET}, and {@code CLOSED} where nobody listens.
 */
final class RetrieveStage implements RetrieveHandler, Closeable {
  static final DataSet STUDY = new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3");

  final Connector connector = new Connector(Timeouts.standard());
  final List<StoredObject> objects = new ArrayList<>();
  final List<RetrieveRequest> asked = new CopyOnWriteArrayList<>();
  final List<String> unreadable = new CopyOnWriteArrayList<>();
  final List<Status> ends = new CopyOnWriteArrayList<>();
  final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  final List<StoreRequest> stores = new CopyOnWriteArrayList<>();
  Optional<Status> refusal = Optional.empty();
  StorageHandler keeping = this::keep;
  final Served source;
  final Served target;

  private static int closedPort() {
    try (ServerSocket closed = new ServerSocket(0)) {
      return closed.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  RetrieveStage() throws IOException {
    source = Served.by(new RetrieveScp(this, "SOURCE"));
    target = Served.by(new StorageScp((request, data) -> keeping.store(request, data)));
  }

  @Override
  public void close() throws IOException {
    source.close();
    target.close();
    assertThat(source.recorder.failures).isEmpty();
  }

  @Override
  public Retrieval select(RetrieveRequest request) {
    asked.add(request);
    return refusal
        .<Retrieval>map(Retrieval.Refused::new)
        .orElseGet(() -> new Retrieval.Objects(objects));
  }

  @Override
  public Optional<Destination> destination(AssociationInfo caller, String aeTitle) {
    return switch (aeTitle) {
      case "TARGET" -> Optional.of(new Destination(target.address(), connector));
      case "CLOSED" ->
          Optional.of(
              new Destination(new AeAddress("CLOSED", "127.0.0.1", closedPort()), connector));
      default -> Optional.empty();
    };
  }

  @Override
  public void unreadable(RetrieveRequest request, StoredObject object, Exception cause) {
    unreadable.add(object.sopInstance());
  }

  @Override
  public void retrieved(RetrieveRequest request, Status status, SubOperations counts) {
    ends.add(status);
  }

  Status keep(StoreRequest request, InputStream dataSet) throws IOException {
    stores.add(request);
    kept.put(request.sopInstance(), dataSet.readAllBytes());
    return Status.SUCCESS;
  }

  static DataSet data(String sopClass, int number) {
    return new DataSet()
        .put(Tag.SOP_CLASS_UID, VR.UI, sopClass)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, "1.2.3." + number)
        .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[1000 * number]);
  }

  byte[] add(String sopClass, int number, String transferSyntax) {
    byte[] bytes = DataSetWriter.toBytes(data(sopClass, number), TransferSyntax.of(transferSyntax));
    objects.add(
        new StoredObject(
            sopClass,
            "1.2.3." + number,
            transferSyntax,
            bytes.length,
            () -> new ByteArrayInputStream(bytes)));
    return bytes;
  }

  RetrieveScu mover() throws IOException {
    return RetrieveScu.forMove(connector, "VIEWER", source.address(), InformationModel.STUDY_ROOT);
  }

  RetrieveScu getter(StorageContext... contexts) throws IOException {
    return RetrieveScu.forGet(
        connector, "VIEWER", source.address(), InformationModel.STUDY_ROOT, List.of(contexts));
  }

  static StorageContext context(String sopClass, String transferSyntax) {
    return new StorageContext(sopClass, transferSyntax);
  }
}
