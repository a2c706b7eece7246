package org.farsight.camel.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.Found;
import org.farsight.dicom.service.MppsScu;
import org.farsight.dicom.service.PooledStorage;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryOptions;
import org.farsight.dicom.service.QueryScu;
import org.farsight.dicom.service.RetrieveScu;
import org.farsight.dicom.service.Retrieved;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.service.StorageCommitmentScu;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.service.StoredObject;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.service.WorklistScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.jspecify.annotations.Nullable;

/** Asks a peer for what the option or the header says, on the thread of the exchange. */
public final class DicomProducer extends DefaultProducer {

  private final DicomEndpoint endpoint;
  private final DicomProducerConfiguration configuration;
  private final AeAddress peer;
  private final DicomHealthCheck health;

  DicomProducer(DicomEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    this.configuration = endpoint.getProducing();
    this.peer = endpoint.peer();
    this.health = DicomHealthCheck.ofProducer(endpoint);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    DicomHealthCheck.register(health, endpoint, true);
  }

  @Override
  protected void doStop() throws Exception {
    DicomHealthCheck.register(health, endpoint, false);
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    DicomOperation operation =
        header(message, DicomHeaders.OPERATION, DicomOperation.class, configuration.getOperation());
    Status status =
        switch (operation) {
          case echo -> new VerificationScu(endpoint.connector(), calling()).echo(peer);
          case store -> store(message);
          case find -> find(message);
          case worklist -> worklist(message);
          case move -> move(message);
          case get -> get(message);
          case commit -> commit(message);
          case mppsCreate -> mpps(message, true);
          case mppsSet -> mpps(message, false);
        };
    message.setHeader(DicomHeaders.STATUS, status.code());
    message.removeHeader(DicomHeaders.ERROR_COMMENT);
    status.comment().ifPresent(text -> message.setHeader(DicomHeaders.ERROR_COMMENT, text));
    // the limit of a query is the route's own wish
    boolean wanted = status.done() || status.category() == Status.Category.CANCEL;
    if (!wanted && configuration.isThrowExceptionOnFailure()) {
      throw new DicomStatusException(operation, status);
    }
  }

  private String calling() {
    return configuration.getCallingAet();
  }

  private Status store(Message message) throws Exception {
    StoredObject object = OutgoingObject.of(message);
    StoragePool.Peer where = new StoragePool.Peer(endpoint.connector(), calling(), peer);
    try (PooledStorage association =
        endpoint
            .pool()
            .take(where, StorageScu.contexts(object.sopClass(), object.transferSyntax()))) {
      StorageScu.Stored stored = association.store(object);
      message.setHeader(DicomHeaders.SOP_CLASS_UID, object.sopClass());
      message.setHeader(DicomHeaders.SOP_INSTANCE_UID, object.sopInstance());
      message.setHeader(DicomHeaders.SENT_TRANSFER_SYNTAX_UID, stored.transferSyntax());
      return stored.status();
    }
  }

  private Status find(Message message) throws Exception {
    QueryOptions wanted = ProposedOptions.of(configuration.getExtendedNegotiation());
    try (QueryScu query =
        QueryScu.open(
            endpoint.connector(), calling(), peer, configuration.getInformationModel(), wanted)) {
      message.setHeader(DicomHeaders.EXTENDED_NEGOTIATION, ProposedOptions.words(query.options()));
      Found found = query.find(level(message), Keys.of(message), configuration.getLimit());
      message.setBody(found.matches());
      return found.status();
    }
  }

  private Status worklist(Message message) throws Exception {
    try (WorklistScu query = WorklistScu.open(endpoint.connector(), calling(), peer)) {
      Found found = query.find(Keys.of(message), configuration.getLimit());
      message.setBody(found.matches());
      return found.status();
    }
  }

  private Status move(Message message) throws Exception {
    String destination =
        required(message, DicomHeaders.DESTINATION, configuration.getDestination(), "destination");
    try (RetrieveScu retrieve =
        RetrieveScu.forMove(
            endpoint.connector(), calling(), peer, configuration.getInformationModel())) {
      Retrieved retrieved =
          retrieve.move(level(message), Keys.of(message), destination, counts -> isRunAllowed());
      message.setBody(retrieved);
      return counted(message, retrieved);
    }
  }

  private Status get(Message message) throws Exception {
    ReceivedFiles files =
        new ReceivedFiles(
            Path.of(required(message, DicomHeaders.FOLDER, configuration.getFolder(), "folder")));
    try (RetrieveScu retrieve =
        RetrieveScu.forGet(
            endpoint.connector(),
            calling(),
            peer,
            configuration.getInformationModel(),
            RetrieveContexts.of(configuration.getStorageContexts()))) {
      Retrieved retrieved =
          retrieve.get(level(message), Keys.of(message), files, counts -> isRunAllowed());
      message.setBody(files.files());
      return counted(message, retrieved);
    }
  }

  private static Status counted(Message message, Retrieved retrieved) {
    count(message, DicomHeaders.COMPLETED, retrieved.counts().completed());
    count(message, DicomHeaders.FAILED, retrieved.counts().failed());
    count(message, DicomHeaders.WARNING, retrieved.counts().warning());
    message.setHeader(DicomHeaders.FAILED_SOP_INSTANCE_UIDS, retrieved.failed());
    return retrieved.status();
  }

  private static void count(Message message, String header, OptionalInt count) {
    message.removeHeader(header);
    count.ifPresent(number -> message.setHeader(header, number));
  }

  private Status commit(Message message) throws Exception {
    List<SopReference> references = References.of(message);
    String transaction = header(message, DicomHeaders.TRANSACTION_UID, String.class, Uid.random());
    message.setHeader(DicomHeaders.TRANSACTION_UID, transaction);
    try (StorageCommitmentScu scu =
        StorageCommitmentScu.open(endpoint.connector(), calling(), peer)) {
      Status status = scu.request(transaction, references);
      if (status.done() && configuration.getReportTimeout() > 0) {
        Optional<CommitmentReport> report = report(scu, transaction);
        report.ifPresent(
            said -> {
              message.setHeader(DicomHeaders.COMPLETED, said.committed().size());
              message.setHeader(DicomHeaders.FAILED, said.failed().size());
            });
        message.setBody(report.orElse(null));
      }
      return status;
    }
  }

  /** The report of this transaction; one of another is passed over. */
  private Optional<CommitmentReport> report(StorageCommitmentScu scu, String transaction)
      throws IOException {
    long end = System.nanoTime() + Duration.ofMillis(configuration.getReportTimeout()).toNanos();
    Optional<CommitmentReport> report;
    do {
      report = scu.awaitReport(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    } while (report.isPresent() && !report.get().transactionUid().equals(transaction));
    return report;
  }

  private Status mpps(Message message, boolean create) throws Exception {
    String step =
        create
            ? header(message, DicomHeaders.SOP_INSTANCE_UID, String.class, Uid.random())
            : required(message, DicomHeaders.SOP_INSTANCE_UID, null, null);
    message.setHeader(DicomHeaders.SOP_INSTANCE_UID, step);
    Connector connector = endpoint.connector();
    try (MppsScu scu = MppsScu.open(connector, calling(), peer)) {
      return create ? scu.create(step, Keys.of(message)) : scu.set(step, Keys.of(message));
    }
  }

  private QueryLevel level(Message message) {
    return header(
        message, DicomHeaders.QUERY_LEVEL, QueryLevel.class, configuration.getQueryLevel());
  }

  private static <T> T header(Message message, String name, Class<T> type, T otherwise) {
    T value = message.getHeader(name, type);
    return value == null ? otherwise : value;
  }

  private static String required(
      Message message, String header, @Nullable String otherwise, @Nullable String option) {
    String value = message.getHeader(header, String.class);
    if (value == null) {
      value = otherwise;
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "neither the header "
              + header
              + (option == null ? "" : " nor the option " + option)
              + " is set");
    }
    return value;
  }
}
