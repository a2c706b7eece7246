package org.farsight.camel.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.ul.Listener;
import org.jspecify.annotations.Nullable;

/** Listens while its route runs; hands each object to the route on the association's thread. */
public final class DicomConsumer extends DefaultConsumer {

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

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    List<DimseService> services = new ArrayList<>(List.of(new VerificationScp()));
    services.addAll(endpoint.getServices());
    services.add(new StorageScp(this::store));
    listener = Listener.start(endpoint.configuration(new ServiceRegistry(services)));
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

  private Status store(StoreRequest request, InputStream dataSet) throws IOException {
    Exchange exchange = createExchange(false);
    try {
      exchange.getIn().setBody(dataSet);
      exchange.getIn().setHeader(DicomHeaders.REQUEST, request);
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

  private static Status answer(Exchange exchange) {
    if (exchange.getException() != null) {
      return Status.PROCESSING_FAILURE.withComment(
          exchange.getException().getClass().getSimpleName());
    }
    Integer code = exchange.getMessage().getHeader(DicomHeaders.STATUS, Integer.class);
    if (code == null) {
      return Status.PROCESSING_FAILURE.withComment("the route gave no answer");
    }
    String comment = exchange.getMessage().getHeader(DicomHeaders.COMMENT, String.class);
    Status status = Status.of(code);
    return comment == null || code == 0 ? status : status.withComment(comment);
  }
}
