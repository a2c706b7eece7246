package org.farsight.camel.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.CommitmentHandler;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentRequest;
import org.farsight.dicom.service.Matches;
import org.farsight.dicom.service.QueryHandler;
import org.farsight.dicom.service.QueryLevel;
import org.farsight.dicom.service.QueryOptions;
import org.farsight.dicom.service.QueryRequest;
import org.farsight.dicom.service.QueryScp;
import org.farsight.dicom.service.ReportChannel;
import org.farsight.dicom.service.Retrieval;
import org.farsight.dicom.service.RetrieveHandler;
import org.farsight.dicom.service.RetrieveRequest;
import org.farsight.dicom.service.RetrieveScp;
import org.farsight.dicom.service.Retrieved;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.service.StorageCommitmentScp;
import org.farsight.dicom.service.StoredObject;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries, retrieves, steps and commitment, asked by producers and answered by routes. */
@Timeout(60)
class DicomOperationsTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final List<Map<String, Object>> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<DataSet> bodies = Collections.synchronizedList(new ArrayList<>());
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private CamelApplication answering(String options, Object reply) throws Exception {
    return start(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(CamelApplication.LISTEN + options)
                .routeId("in")
                .process(
                    e -> {
                      asked.add(Map.copyOf(e.getIn().getHeaders()));
                      bodies.add(e.getIn().getBody(DataSet.class));
                      if (reply instanceof Integer status) {
                        e.getMessage().setHeader(DicomHeaders.STATUS, status);
                      } else {
                        e.getMessage().setBody(reply);
                      }
                    });
          }
        });
  }

  private CamelApplication start(RouteBuilder routes) throws Exception {
    CamelApplication application = new CamelApplication(routes);
    open.add(application);
    return application;
  }

  private static DataSet study(String id) {
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
        .put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY")
        .put(Tag.PATIENT_ID, VR.LO, id)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2." + id);
  }

  @Test
  void aQueryIsAnsweredByTheRoutesBody() throws Exception {
    CamelApplication application =
        answering("&operations=store,find", List.of(study("1"), study("2"), study("3")));
    Exchange found =
        application
            .template()
            .request(
                application.address("in") + "?operation=find",
                e -> e.getIn().setBody("PatientID=1*\nStudyInstanceUID=\n"));
    assertThat(found.getException()).isNull();
    List<?> matches = found.getMessage().getBody(List.class);
    assertThat(matches.stream().map(m -> ((DataSet) m).string(Tag.PATIENT_ID).orElse("")))
        .containsExactly("1", "2", "3");
    assertThat(bodies.getFirst().string(Tag.PATIENT_ID)).contains("1*");
    assertThat(asked.getFirst())
        .containsEntry(DicomHeaders.QUERY_LEVEL, QueryLevel.STUDY)
        .containsEntry(DicomHeaders.REQUESTED_OPERATION, DicomOperation.find);
  }

  @Test
  void aQueryEndsAtItsLimit() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Iterable<DataSet> many =
        () ->
            new java.util.Iterator<>() {
              @Override
              public boolean hasNext() {
                return made.get() < 100_000;
              }

              @Override
              public DataSet next() {
                return study(Integer.toString(made.incrementAndGet()));
              }
            };
    CamelApplication application = answering("&operations=find", many);
    Exchange found =
        application
            .template()
            .request(
                application.address("in") + "?operation=find&limit=5",
                e -> e.getIn().setBody(Map.of("PatientID", "", "StudyInstanceUID", "")));
    assertThat(found.getException()).isNull();
    assertThat((List<?>) found.getMessage().getBody(List.class)).hasSize(5);
    assertThat(found.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0xFE00);
  }

  @Test
  void aQueryProposesWhatItWantsAndIsToldWhatOfItIsDone() throws Exception {
    List<QueryOptions> negotiated = new CopyOnWriteArrayList<>();
    QueryHandler fuzzy =
        new QueryHandler() {
          @Override
          public QueryOptions options() {
            return new QueryOptions(false, true, true);
          }

          @Override
          public Status find(QueryRequest request, Matches matches) {
            negotiated.add(request.options());
            return Status.SUCCESS;
          }
        };
    CamelApplication application = withService(new QueryScp(fuzzy), "");
    Map<String, String> answers = new LinkedHashMap<>();
    for (String option :
        List.of("", "&extendedNegotiation=relational,fuzzy", "&extendedNegotiation=datetime")) {
      Exchange found =
          application
              .template()
              .request(
                  application.address("in") + "?operation=find" + option,
                  e -> e.getIn().setBody("PatientName=wang"));
      assertThat(found.getException()).isNull();
      answers.put(
          option, found.getMessage().getHeader(DicomHeaders.EXTENDED_NEGOTIATION, String.class));
    }
    assertThat(answers.values()).containsExactly("", "fuzzy", "datetime");
    assertThat(negotiated)
        .containsExactly(
            QueryOptions.NONE,
            new QueryOptions(false, false, true),
            new QueryOptions(false, true, false));
    Exchange wrong =
        application
            .template()
            .request(
                application.address("in") + "?operation=find&extendedNegotiation=exact",
                e -> e.getIn().setBody("PatientName=wang"));
    assertThat(wrong.getException()).hasMessageContaining("there are relational, datetime, fuzzy");
  }

  @Test
  void aQueryThatTheRouteRefusesFails() throws Exception {
    CamelApplication application = answering("&operations=find", 0xA700);
    Exchange found =
        application
            .template()
            .request(
                application.address("in") + "?operation=find",
                e -> e.getIn().setBody("PatientID=1"));
    assertThat(found.getException(DicomStatusException.class).getCode()).isEqualTo(0xA700);
  }

  @Test
  void keysThatDoNotExistAreNamed() throws Exception {
    CamelApplication application = answering("&operations=find", List.of());
    Exchange found =
        application
            .template()
            .request(
                application.address("in") + "?operation=find",
                e -> e.getIn().setBody("PatientIdent=1"));
    assertThat(found.getException()).hasMessageContaining("'PatientIdent'");
  }

  @Test
  void theWorklistIsAnsweredByTheRoutesBody() throws Exception {
    DataSet step = new DataSet().put(Tag.PATIENT_ID, VR.LO, "7");
    CamelApplication application = answering("&operations=worklist", step);
    Exchange found =
        application
            .template()
            .request(
                application.address("in") + "?operation=worklist",
                e -> e.getIn().setBody(Map.of("PatientID", "7")));
    assertThat(found.getException()).isNull();
    assertThat((List<?>) found.getMessage().getBody(List.class)).hasSize(1);
    assertThat(asked.getFirst())
        .containsEntry(DicomHeaders.REQUESTED_OPERATION, DicomOperation.worklist);
  }

  @Test
  void aPerformedStepIsBegunAndCompleted() throws Exception {
    CamelApplication application = answering("&operations=mpps", "kept");
    String to = application.address("in");
    Exchange begun =
        application
            .template()
            .request(
                to + "?operation=mppsCreate",
                e -> e.getIn().setBody("PerformedProcedureStepStatus=IN PROGRESS"));
    assertThat(begun.getException()).isNull();
    String step = begun.getMessage().getHeader(DicomHeaders.SOP_INSTANCE_UID, String.class);
    assertThat(Uid.isValid(step)).isTrue();
    Exchange ended =
        application
            .template()
            .request(
                to + "?operation=mppsSet",
                e -> {
                  e.getIn().setHeader(DicomHeaders.SOP_INSTANCE_UID, step);
                  e.getIn().setBody("PerformedProcedureStepStatus=COMPLETED");
                });
    assertThat(ended.getException()).isNull();
    assertThat(asked)
        .extracting(headers -> headers.get(DicomHeaders.REQUESTED_OPERATION))
        .containsExactly(DicomOperation.mppsCreate, DicomOperation.mppsSet);
    assertThat(asked)
        .extracting(headers -> headers.get(DicomHeaders.SOP_INSTANCE_UID))
        .containsOnly(step);
  }

  /** Has one object, and knows one destination. */
  private static final class OneObject implements RetrieveHandler {
    private final DataSet image;
    private Optional<AeAddress> destination = Optional.empty();

    OneObject(DataSet image) {
      this.image = image;
    }

    @Override
    public Retrieval select(RetrieveRequest request) {
      byte[] bytes = DataSetWriter.toBytes(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      return new Retrieval.Objects(
          List.of(
              new StoredObject(
                  Uid.CT_IMAGE_STORAGE,
                  image.string(Tag.SOP_INSTANCE_UID).orElseThrow(),
                  TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                  bytes.length,
                  () -> new ByteArrayInputStream(bytes))));
    }

    @Override
    public Optional<Destination> destination(AssociationInfo caller, String aeTitle) {
      return aeTitle.equals("DEST")
          ? destination.map(to -> new Destination(to, new Connector(Timeouts.standard())))
          : Optional.empty();
    }
  }

  private CamelApplication withService(Object service, String options) throws Exception {
    return start(
        new RouteBuilder() {
          @Override
          public void configure() {
            getContext().getRegistry().bind("further", List.of(service));
            from(CamelApplication.LISTEN + "&services=#further" + options)
                .routeId("in")
                .process(e -> asked.add(Map.copyOf(e.getIn().getHeaders())));
          }
        });
  }

  @Test
  void objectsAreFetchedIntoAFolder() throws Exception {
    OneObject object = new OneObject(CamelApplication.image());
    CamelApplication application = withService(new RetrieveScp(object, "SCP"), "");
    Exchange got =
        application
            .template()
            .request(
                application.address("in") + "?operation=get&folder=" + folder,
                e -> e.getIn().setBody("StudyInstanceUID=1.2.3"));
    assertThat(got.getException()).isNull();
    assertThat(got.getMessage().getHeader(DicomHeaders.COMPLETED)).isEqualTo(1);
    List<?> files = got.getMessage().getBody(List.class);
    assertThat(files).hasSize(1);
    try (Part10File file = Part10File.open((Path) files.getFirst())) {
      assertThat(file.sopInstance()).isEqualTo(object.image.string(Tag.SOP_INSTANCE_UID));
      assertThat(file.readDataSet(ReadOptions.DEFAULT)).isEqualTo(object.image);
    }
  }

  @Test
  void objectsAreMovedToAThirdParty() throws Exception {
    OneObject object = new OneObject(CamelApplication.image());
    CamelApplication application = withService(new RetrieveScp(object, "SCP"), "");
    object.destination =
        Optional.of(new AeAddress("DEST", "127.0.0.1", application.consumer("in").port()));
    String to = application.address("in") + "?operation=move&destination=";
    Exchange moved =
        application
            .template()
            .request(to + "DEST", e -> e.getIn().setBody("StudyInstanceUID=1.2.3"));
    assertThat(moved.getException()).isNull();
    assertThat(moved.getMessage().getBody()).isInstanceOf(Retrieved.class);
    assertThat(moved.getMessage().getHeader(DicomHeaders.COMPLETED)).isEqualTo(1);
    assertThat(asked).hasSize(1);
    Exchange nowhere =
        application
            .template()
            .request(to + "NOBODY", e -> e.getIn().setBody("StudyInstanceUID=1.2.3"));
    assertThat(nowhere.getException(DicomStatusException.class).getCode()).isEqualTo(0xA801);
  }

  /** Commits the first instance and no other. */
  private static final class FirstOnly implements CommitmentHandler {
    @Override
    public Status requested(CommitmentRequest request, ReportChannel channel) {
      List<SopReference> all = request.references();
      CommitmentReport report =
          new CommitmentReport(
              request.transactionUid(),
              all.subList(0, 1),
              all.stream().skip(1).map(r -> new CommitmentReport.Failure(r, 0x0112)).toList());
      Thread.ofVirtual().start(() -> channel.tryReport(report, Duration.ofSeconds(20)));
      return Status.SUCCESS;
    }

    @Override
    public Status reported(AssociationInfo association, CommitmentReport report) {
      return Status.INVALID_ARGUMENT_VALUE;
    }
  }

  @Test
  void commitmentIsAskedForAndItsReportWaitedFor() throws Exception {
    CamelApplication application = withService(new StorageCommitmentScp(new FirstOnly()), "");
    List<SopReference> references =
        List.of(
            new SopReference(Uid.CT_IMAGE_STORAGE, "1.2.3"),
            new SopReference(Uid.CT_IMAGE_STORAGE, "1.2.4"));
    Exchange answer =
        application
            .template()
            .request(
                application.address("in") + "?operation=commit",
                e -> e.getIn().setBody(references));
    assertThat(answer.getException()).isNull();
    CommitmentReport report = answer.getMessage().getBody(CommitmentReport.class);
    assertThat(report.committed()).containsExactly(references.get(0));
    assertThat(report.failed())
        .containsExactly(new CommitmentReport.Failure(references.get(1), 0x0112));
    assertThat(report.transactionUid())
        .isEqualTo(answer.getMessage().getHeader(DicomHeaders.TRANSACTION_UID));
    assertThat(answer.getMessage().getHeader(DicomHeaders.FAILED)).isEqualTo(1);
  }

  @Test
  void theConsumersHealthIsItsListener() throws Exception {
    CamelApplication application = answering("", 0);
    HealthCheck check = application.consumer("in").getHealthCheck();
    assertThat(check.callReadiness().getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(check.callReadiness().getDetails())
        .containsEntry("associations", 0)
        .containsEntry("port", application.consumer("in").port());
    application.context().getRouteController().suspendRoute("in");
    assertThat(check.callReadiness().getState()).isEqualTo(HealthCheck.State.DOWN);
  }

  @Test
  void theProducersHealthIsItsPeersEcho() throws Exception {
    CamelApplication application = answering("", 0);
    DicomEndpoint endpoint =
        application
            .context()
            .getEndpoint(application.address("in") + "?connectTimeout=2000", DicomEndpoint.class);
    DicomHealthCheck check = DicomHealthCheck.ofProducer(endpoint);
    assertThat(check.callReadiness().getState()).isEqualTo(HealthCheck.State.UP);
    application.context().getRouteController().stopRoute("in");
    HealthCheck.Result down = check.callReadiness();
    assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(down.getMessage().orElse("")).contains("C-ECHO to SCP@127.0.0.1");
  }

  @Test
  void anExceptionOfTheNetworkIsAnIoException() throws Exception {
    CamelApplication application = answering("", 0);
    Exchange answer =
        application
            .template()
            .request(
                application.address("in") + "?operation=find",
                e -> e.getIn().setBody("PatientID=1"));
    assertThat(answer.getException())
        .as("a listener without queries")
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not accepted");
  }
}
