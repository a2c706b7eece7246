package org.farsight.camel;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.farsight.camel.dicom.DicomHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code trouble}: what routes do when something failed that nobody foresaw. */
public final class Trouble {

  private static final Logger log = LoggerFactory.getLogger(Trouble.class);

  private static final Duration QUIET = Duration.ofMinutes(1);

  private final AtomicLong told = new AtomicLong();

  /** A receiver failed: the sender is told that we did not keep it. */
  public void notKept(Exchange exchange) {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    log.error("{} failed; the sender was told so", exchange.getFromRouteId(), cause);
    exchange.getMessage().setHeader(DicomHeaders.STATUS, 0x0110);
    exchange.getMessage().setHeader(DicomHeaders.ERROR_COMMENT, "processing failure");
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 500);
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
    exchange
        .getMessage()
        .setBody("{\"title\":\"not kept\",\"status\":500,\"detail\":\"processing failure\"}");
  }

  /** A file of the inbox could not be kept and stays there; told once a minute at most. */
  public void fileStays(Exchange exchange) {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    long now = System.nanoTime();
    long last = told.get();
    if ((last == 0 || now - last >= QUIET.toNanos()) && told.compareAndSet(last, now)) {
      boolean foreseen = cause instanceof IOException;
      log.warn(
          "a file of {} is not kept and stays in the inbox, to be tried again: {}",
          exchange.getMessage().getHeader(Exchange.FILE_PARENT, String.class),
          foreseen ? cause.getMessage() : "an error that was not foreseen",
          foreseen ? null : cause);
    }
  }

  /** A step failed in a way it did not foresee; the ledger still holds it as due. */
  public void stepFailed(Exchange exchange) {
    Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    log.error(
        "{} failed for exchange {}; the sweep will ring again",
        exchange.getFromRouteId(),
        exchange.getMessage().getBody(String.class),
        cause);
  }
}
