package org.farsight.delivery;

import ca.uhn.fhir.rest.client.apache.ApacheHttpRequest;
import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.entity.HttpEntityWrapper;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;

/** Tells of a request that is on the wire to its last byte, and of an answer that has come. */
final class Passages implements IClientInterceptor {
  private final KillSwitch killSwitch;

  Passages(KillSwitch killSwitch) {
    this.killSwitch = killSwitch;
  }

  @Override
  public void interceptRequest(IHttpRequest request) {
    if (killSwitch != KillSwitch.OFF
        && request instanceof ApacheHttpRequest apache
        && apache.getApacheRequest() instanceof HttpEntityEnclosingRequest enclosing
        && enclosing.getEntity() != null) {
      enclosing.setEntity(new Sent(enclosing.getEntity()));
    }
  }

  @Override
  public void interceptResponse(IHttpResponse response) {
    killSwitch.pass(KillPoint.FHIR_ANSWERED);
  }

  /** A body that tells when it is written. */
  private final class Sent extends HttpEntityWrapper {
    Sent(HttpEntity body) {
      super(body);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      super.writeTo(out);
      out.flush();
      killSwitch.pass(KillPoint.FHIR_REQUEST_SENT);
    }
  }
}
