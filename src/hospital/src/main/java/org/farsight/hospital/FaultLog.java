package org.farsight.hospital;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells failed requests to the log: what was asked of which resource type, the status, HAPI FHIR's
 * error number. Never the message or the query, which hold identifiers of patients; the client gets
 * these in its OperationOutcome.
 */
@Interceptor
public final class FaultLog {

  private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);
  private static final Pattern NUMBER = Pattern.compile("HAPI-\\d{1,6}");

  /** Called for each request that is answered with an error. */
  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  public void refused(RequestDetails request, Throwable fault) {
    int status = fault instanceof BaseServerResponseException e ? e.getStatusCode() : 500;
    Matcher number = NUMBER.matcher(String.valueOf(fault.getMessage()));
    String type = request.getResourceName() == null ? "" : request.getResourceName();
    String what = number.find() ? number.group() : fault.getClass().getSimpleName();
    if (status >= 500) {
      LOG.error("{} /{} answered {} {}", request.getRequestType(), type, status, what);
    } else {
      LOG.info("{} /{} answered {} {}", request.getRequestType(), type, status, what);
    }
  }
}
