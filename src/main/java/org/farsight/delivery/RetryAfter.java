package org.farsight.delivery;

import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers the wait that the last answer asked for (RFC 9110 §10.2.3, in seconds). */
final class RetryAfter implements IClientInterceptor {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private @Nullable Duration wait;

  @Override
  public void interceptRequest(IHttpRequest request) {
    wait = null;
  }

  @Override
  public void interceptResponse(IHttpResponse response) {
    List<String> values = response.getHeaders("Retry-After");
    if (values != null && !values.isEmpty() && values.getFirst().strip().matches("[0-9]{1,9}")) {
      Duration asked = Duration.ofSeconds(Long.parseLong(values.getFirst().strip()));
      wait = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    }
  }

  /** The wait; null if none was asked for. */
  @Nullable Duration asked() {
    return wait;
  }
}
