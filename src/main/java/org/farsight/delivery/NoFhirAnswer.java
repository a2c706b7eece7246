package org.farsight.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.conn.ConnectTimeoutException;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Retry;

/**
 * What it means that a FHIR server gave no answer: either it was not reached, and knows nothing; or
 * it was, and may have done what it was asked, or be at it still.
 */
final class NoFhirAnswer {
  private static final int DEEPEST = 10;

  /** Thrown before anything is sent. */
  private static final List<Class<? extends IOException>> NOT_REACHED =
      List.of(
          ConnectException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          ConnectTimeoutException.class,
          SSLHandshakeException.class,
          SSLPeerUnverifiedException.class);

  private NoFhirAnswer() {}

  /**
   * @param failure what the client threw
   * @param url whose
   */
  static Retry outcome(Throwable failure, String url, FhirOptions options) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      if (isBeforeSending(cause)) {
        return new Retry(null, words(failure, url), Cause.TARGET);
      }
      if (cause instanceof SocketTimeoutException) {
        // it may work on it still: given as long again before it is asked whether it has done it
        return new Retry(options.answer(), words(failure, url), Cause.EITHER);
      }
      cause = cause.getCause();
    }
    return new Retry(null, words(failure, url), Cause.EITHER);
  }

  private static boolean isBeforeSending(Throwable cause) {
    return NOT_REACHED.stream().anyMatch(type -> type.isInstance(cause));
  }

  private static String words(Throwable failure, String url) {
    return "no answer from " + url + ": " + FhirDelivery.reason(failure);
  }
}
