package org.farsight.camel.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Listener;
import org.jspecify.annotations.Nullable;

/**
 * Listens while its route runs; hands each request to the route on the association's thread, so
 * that a slow route slows down the requestor by TCP's own flow control. While it is suspended, new
 * associations are rejected for now and objects on open ones are answered by A700H: a requestor
 * keeps what it has and tries again.
 */
public final class DicomConsumer extends DefaultConsumer implements Suspendable {

  /** How long associations may finish the object they are at when the route stops. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final DicomEndpoint endpoint;
  private @Nullable Listener listener;

  DicomConsumer(DicomEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  /** Whether it speaks TLS. */
  public boolean isSecured() {
    return endpoint.getSslContextParameters() != null;
  }

  /** The port that was bound. */
  public int port() {
    Listener running = listener;
    if (running == null) {
      throw new IllegalStateException("the DICOM listener does not run");
    }
    return running.port();
  }

  /** Whether requests are taken. */
  boolean isListening() {
    return listener != null && !isSuspendingOrSuspended();
  }

  /** Connections that are open, associations and those that ask to become one. */
  int connections() {
    Listener running = listener;
    return running == null ? 0 : running.connections();
  }

  DicomConsumerConfiguration configuration() {
    return endpoint.getConsuming();
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    DicomHealthCheck.ofConsumer(this, endpoint);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    List<DimseService> services = new ArrayList<>(List.of(new VerificationScp()));
    services.addAll(configuration().getServices());
    services.addAll(new RoutedRequests(this).services(configuration().getOperations()));
    listener =
        Listener.start(
            endpoint.listening(
                new ServiceRegistry(services), this::decide, configuration().getPort()));
  }

  @Override
  protected void doStop() throws Exception {
    Listener running = listener;
    listener = null;
    if (running != null) {
      running.stop(GRACE);
    }
    super.doStop();
  }

  private AssociationPolicy.Decision decide(AssociateRq request, AssociationInfo association) {
    return isSuspendingOrSuspended()
        ? new AssociationPolicy.Reject(
            AssociateRj.transientFor(AssociateRj.Reason.TEMPORARY_CONGESTION),
            "the route is suspended")
        : configuration().getPolicy().decide(request, association);
  }

  /** C-STORE. */
  Status store(StoreRequest request, InputStream dataSet) throws IOException {
    if (isSuspendingOrSuspended()) {
      return Status.OUT_OF_RESOURCES.withComment("suspended");
    }
    Exchange exchange = createExchange(false);
    try {
      RequestHeaders.put(exchange.getIn(), request);
      exchange.getIn().setBody(dataSet);
      getProcessor().process(exchange);
      return answer(exchange);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the route failed", e);
    } finally {
      releaseExchange(exchange, false);
    }
  }

  /** What the requestor is told. */
  Status answer(Exchange exchange) {
    if (exchange.getException() != null) {
      return Status.PROCESSING_FAILURE.withComment(
          exchange.getException().getClass().getSimpleName());
    }
    Integer code = exchange.getMessage().getHeader(DicomHeaders.STATUS, Integer.class);
    if (code == null) {
      return configuration().isStatusRequired()
          ? Status.PROCESSING_FAILURE.withComment("the route gave no answer")
          : Status.SUCCESS;
    }
    String comment = exchange.getMessage().getHeader(DicomHeaders.ERROR_COMMENT, String.class);
    Status status = Status.of(code);
    return comment == null || code == 0 ? status : status.withComment(comment);
  }
}
