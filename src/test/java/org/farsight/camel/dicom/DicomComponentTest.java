package org.farsight.camel.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.ul.AssociationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** C-STORE and C-ECHO both ways in a Camel application that knows nothing of the engine. */
@Timeout(60)
class DicomComponentTest {

  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private record Received(Map<String, Object> headers, byte[] body) {}

  private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private CamelApplication listening(String options, int status) throws Exception {
    return start(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(CamelApplication.LISTEN + options).routeId("in").process(e -> receive(e, status));
          }
        });
  }

  private void receive(Exchange exchange, int status) throws IOException {
    byte[] body = exchange.getIn().getBody(InputStream.class).readAllBytes();
    received.add(new Received(Map.copyOf(exchange.getIn().getHeaders()), body));
    if (status != 0) {
      exchange.getMessage().setHeader(DicomHeaders.STATUS, status);
      exchange.getMessage().setHeader(DicomHeaders.ERROR_COMMENT, "as the test says");
    }
  }

  private CamelApplication start(RouteBuilder routes) throws Exception {
    CamelApplication application = new CamelApplication(routes);
    open.add(application);
    return application;
  }

  private static byte[] file(DataSet image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10File.write(out, image, EXPLICIT, "TEST");
    return out.toByteArray();
  }

  @Test
  void whatIsSentArrivesWithItsHeadersWhateverTheBodyIs() throws Exception {
    CamelApplication application = listening("", 0);
    DataSet image = CamelApplication.image();
    byte[] bytes = file(image);
    Path path = Files.write(folder.resolve("image.dcm"), bytes);
    String to = application.address("in") + "?callingAet=CAMEL_TEST";
    List<Object> bodies =
        List.of(bytes, path, path.toFile(), new ByteArrayInputStream(bytes), image);
    for (Object body : bodies) {
      Exchange answer = application.template().request(to, e -> e.getIn().setBody(body));
      assertThat(answer.getException()).as("%s", body.getClass()).isNull();
      assertThat(answer.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
      assertThat(answer.getMessage().getBody()).as("a store leaves the body").isSameAs(body);
    }
    assertThat(received).hasSize(bodies.size());
    for (Received each : received) {
      assertThat(each.body()).isEqualTo(DataSetWriter.toBytes(image, EXPLICIT));
      assertThat(each.headers())
          .containsEntry(DicomHeaders.REQUESTED_OPERATION, DicomOperation.store)
          .containsEntry(DicomHeaders.SOP_CLASS_UID, Uid.CT_IMAGE_STORAGE)
          .containsEntry(
              DicomHeaders.SOP_INSTANCE_UID, image.string(Tag.SOP_INSTANCE_UID).orElseThrow())
          .containsEntry(DicomHeaders.TRANSFER_SYNTAX_UID, EXPLICIT.uid())
          .containsEntry(DicomHeaders.CALLING_AE_TITLE, "CAMEL_TEST")
          .containsEntry(DicomHeaders.CALLED_AE_TITLE, "SCP");
      assertThat((String) each.headers().get(DicomHeaders.REMOTE_ADDRESS)).startsWith("127.0.0.1:");
    }
    assertThat(received.stream().map(r -> r.headers().get(DicomHeaders.ASSOCIATION_ID)).distinct())
        .as("the producer keeps its association")
        .hasSize(1);
  }

  @Test
  void aDataSetWithoutFileMetaInformationGoesByItsHeaders() throws Exception {
    CamelApplication application = listening("", 0);
    DataSet image = CamelApplication.image();
    byte[] naked = DataSetWriter.toBytes(image, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    Map<String, Object> headers =
        Map.of(
            DicomHeaders.SOP_CLASS_UID, Uid.CT_IMAGE_STORAGE,
            DicomHeaders.SOP_INSTANCE_UID, "1.2.3.4",
            DicomHeaders.TRANSFER_SYNTAX_UID, "1.2.840.10008.1.2");
    application.template().requestBodyAndHeaders(application.address("in"), naked, headers);
    assertThat(received.getFirst().body()).isEqualTo(naked);
    assertThat(received.getFirst().headers())
        .containsEntry(DicomHeaders.SOP_INSTANCE_UID, "1.2.3.4")
        .containsEntry(DicomHeaders.TRANSFER_SYNTAX_UID, "1.2.840.10008.1.2");
  }

  @Test
  void aRouteFromListenerToProducerForwardsAndRelaysTheAnswer() throws Exception {
    CamelApplication archive = listening("", 0xB000);
    CamelApplication proxy =
        start(
            new RouteBuilder() {
              @Override
              public void configure() {
                from(CamelApplication.LISTEN).routeId("proxy").to(archive.address("in"));
              }
            });
    DataSet image = CamelApplication.image();
    Exchange answer =
        proxy.template().request(proxy.address("proxy"), e -> e.getIn().setBody(image));
    assertThat(answer.getException()).isNull();
    assertThat(answer.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0xB000);
    assertThat(DataSetReader.read(received.getFirst().body(), EXPLICIT, ReadOptions.DEFAULT))
        .isEqualTo(image);
  }

  @Test
  void aFailureIsAnExceptionWithItsStatus() throws Exception {
    CamelApplication application = listening("", 0xA700);
    assertThatThrownBy(
            () ->
                application
                    .template()
                    .requestBody(application.address("in"), CamelApplication.image()))
        .isInstanceOf(CamelExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            DicomStatusException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(0xA700);
              assertThat(e.getOperation()).isEqualTo(DicomOperation.store);
              assertThat(e).hasMessageContaining("A700H out of resources (as the test says)");
            });
  }

  @Test
  void aFailureIsAHeaderWhereTheEndpointSaysSo() throws Exception {
    CamelApplication application = listening("", 0xC000);
    Exchange answer =
        application
            .template()
            .request(
                application.address("in") + "?throwExceptionOnFailure=false",
                e -> e.getIn().setBody(CamelApplication.image()));
    assertThat(answer.getException()).isNull();
    assertThat(answer.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0xC000);
    assertThat(answer.getMessage().getHeader(DicomHeaders.ERROR_COMMENT))
        .isEqualTo("as the test says");
  }

  @Test
  void aRouteThatFailsIsAProcessingFailure() throws Exception {
    CamelApplication application =
        start(
            new RouteBuilder() {
              @Override
              public void configure() {
                errorHandler(noErrorHandler());
                from(CamelApplication.LISTEN)
                    .routeId("in")
                    .throwException(IllegalStateException.class, "no");
              }
            });
    Exchange answer = store(application, "in");
    assertThat(answer.getException(DicomStatusException.class).getCode()).isEqualTo(0x0110);
  }

  @Test
  void silenceIsNoSuccessWhereAStatusIsRequired() throws Exception {
    CamelApplication application = listening("&statusRequired=true", 0);
    Exchange answer = store(application, "in");
    assertThat(answer.getException(DicomStatusException.class).getCode()).isEqualTo(0x0110);
  }

  private static Exchange store(CamelApplication application, String route) {
    return application
        .template()
        .request(application.address(route), e -> e.getIn().setBody(CamelApplication.image()));
  }

  @Test
  void connectionFailuresAreExceptionsThatARouteCanRetry() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    AtomicInteger attempts = new AtomicInteger();
    CamelApplication application =
        start(
            new RouteBuilder() {
              @Override
              public void configure() {
                onException(AssociationException.ConnectFailed.class)
                    .maximumRedeliveries(2)
                    .redeliveryDelay(1)
                    .onRedelivery(e -> attempts.incrementAndGet());
                from("direct:out").to("dicom:SCP@127.0.0.1:" + port);
              }
            });
    Exchange answer =
        application
            .template()
            .request("direct:out", e -> e.getIn().setBody(CamelApplication.image()));
    assertThat(answer.getException()).isInstanceOf(AssociationException.ConnectFailed.class);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void theHeaderWinsOverTheOperationOfTheEndpoint() throws Exception {
    CamelApplication application = listening("", 0);
    String to = application.address("in");
    Exchange byOption = application.template().request(to + "?operation=echo", e -> {});
    assertThat(byOption.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
    Exchange byHeader =
        application
            .template()
            .request(to, e -> e.getIn().setHeader(DicomHeaders.OPERATION, "echo"));
    assertThat(byHeader.getException()).isNull();
    assertThat(byHeader.getMessage().getHeader(DicomHeaders.STATUS)).isEqualTo(0);
    assertThat(received).isEmpty();
  }

  @Test
  void whileSuspendedDevicesAreToldToComeBack() throws Exception {
    CamelApplication application = listening("", 0);
    assertThat(store(application, "in").getException()).isNull();
    application.context().getRouteController().suspendRoute("in");
    Exchange onOpenAssociation = store(application, "in");
    assertThat(onOpenAssociation.getException(DicomStatusException.class).getCode())
        .isEqualTo(0xA700);
    Exchange onNewAssociation =
        application.template().request(application.address("in") + "?operation=echo", e -> {});
    assertThat(onNewAssociation.getException())
        .isInstanceOf(AssociationException.Rejected.class)
        .hasMessageContaining("temporary congestion");
    application.context().getRouteController().resumeRoute("in");
    assertThat(store(application, "in").getException()).isNull();
    assertThat(received).hasSize(2);
  }

  @Test
  void routesInYamlUseItAsRoutesInJavaDo() throws Exception {
    CamelApplication archive = listening("", 0);
    CamelApplication application =
        start(
            new RouteBuilder() {
              @Override
              public void configure() {
                // its routes come from the YAML below
              }
            });
    String yaml =
        """
        - route:
            id: relay
            from:
              uri: dicom:listen
              parameters:
                host: 127.0.0.1
                port: 0
                maxAssociations: 5
              steps:
                - to:
                    uri: %s
                    parameters:
                      operation: store
                      callingAet: RELAY
        """
            .formatted(archive.address("in"));
    PluginHelper.getRoutesLoader(application.context())
        .loadRoutes(ResourceHelper.fromString("relay.yaml", yaml));
    assertThat(store(application, "relay").getException()).isNull();
    assertThat(received.getFirst().headers()).containsEntry(DicomHeaders.CALLING_AE_TITLE, "RELAY");
  }

  @Test
  void whatIsNoAddressIsRefusedWhenTheRouteIsMade() {
    for (String uri :
        List.of("dicom:archive", "dicom:AET@host", "dicom:listen?port=0&operations=print")) {
      assertThatThrownBy(
              () ->
                  new CamelApplication(
                          new RouteBuilder() {
                            @Override
                            public void configure() {
                              from(uri).to("dicom:SCP@127.0.0.1:104");
                            }
                          })
                      .close())
          .as(uri)
          .isInstanceOf(Exception.class);
    }
  }
}
