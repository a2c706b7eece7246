package org.farsight.delivery;

import ca.uhn.fhir.rest.client.apache.ApacheHttpRequest;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.Configurable;
import org.apache.http.client.methods.HttpRequestBase;

/**
 * Lets each request wait as long as its client's factory was told. HAPI FHIR sends requests by the
 * factory of the shared {@code FhirContext}, whose 10 s would count otherwise.
 */
final class Patience implements IClientInterceptor {
  private final RequestConfig config;

  Patience(ApacheRestfulClientFactory clients) {
    if (!(clients.getNativeHttpClient() instanceof Configurable client)) {
      throw new IllegalStateException("the HTTP client does not tell its configuration");
    }
    this.config = client.getConfig();
  }

  @Override
  public void interceptRequest(IHttpRequest request) {
    if (request instanceof ApacheHttpRequest apache
        && apache.getApacheRequest() instanceof HttpRequestBase base) {
      base.setConfig(config);
    }
  }

  @Override
  public void interceptResponse(IHttpResponse response) {
    // the time is over
  }
}
