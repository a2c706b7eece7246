package org.farsight.delivery;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.client.api.IHttpRequest;

/** Lets something happen at the server just before a transaction is sent. */
@Interceptor
public final class BeforeTransaction {
  private final Runnable what;

  BeforeTransaction(Runnable what) {
    this.what = what;
  }

  /** A request is about to be sent. */
  @Hook(Pointcut.CLIENT_REQUEST)
  public void before(IHttpRequest request) {
    if (request.getHttpVerbName().equals("POST") && request.getUri().matches(".*/fhir/?([?].*)?")) {
      what.run();
    }
  }
}
