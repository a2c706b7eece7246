package org.farsight.delivery;

import ca.uhn.fhir.rest.client.exceptions.NonFhirResponseException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import java.util.stream.Collectors;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/** What a FHIR server's error means: the table from HTTP status to outcome. */
final class Refusal {

  private static final int MOST_ISSUES = 3;

  private Refusal() {}

  /**
   * Another try may help after a conflict or a precondition that others have changed (409, 412), a
   * request that came too early (425), overload (429, 503), no room (507), a time-out and any other
   * fault of the server or of what stands before it (408, 5xx); or if the answer is none of a FHIR
   * server. So it may if the server or a proxy before it does not know us (401, 407): that is so
   * for each Bundle alike, and ends when a person has mended the password or token. Every other
   * status says that the Bundle itself is not wanted.
   */
  static DeliveryOutcome outcome(
      BaseServerResponseException e, SentBundle sent, RetryAfter retryAfter) {
    int status = e.getStatusCode();
    String why = "HTTP " + status + ": " + words(e, sent);
    return switch (status) {
      case 409, 412, 425 -> again(why, retryAfter, Cause.EXCHANGE);
      case 401, 407, 429, 503, 507 -> again(why, retryAfter, Cause.TARGET);
      case 408 -> again(why, retryAfter, Cause.EITHER);
      default ->
          status >= 500 || status < 300
              ? again(why, retryAfter, Cause.EITHER)
              : new DeliveryOutcome.Refused(why);
    };
  }

  private static DeliveryOutcome again(String why, RetryAfter retryAfter, Cause cause) {
    return new DeliveryOutcome.Retry(retryAfter.asked(), why, cause);
  }

  private static String words(BaseServerResponseException e, SentBundle sent) {
    if (e instanceof NonFhirResponseException) {
      return "the answer is not FHIR";
    }
    if (e.getOperationOutcome() instanceof OperationOutcome outcome && outcome.hasIssue()) {
      List<OperationOutcomeIssueComponent> issues = outcome.getIssue();
      String said =
          issues.stream().limit(MOST_ISSUES).map(Refusal::words).collect(Collectors.joining("; "));
      int more = issues.size() - MOST_ISSUES;
      return sent.withoutPatient(said) + (more > 0 ? "; and " + more + " more" : "");
    }
    return "no OperationOutcome";
  }

  private static String words(OperationOutcomeIssueComponent issue) {
    String code = issue.getCode() == null ? "issue" : issue.getCode().toCode();
    String where =
        issue.getExpression().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String text = issue.hasDiagnostics() ? issue.getDiagnostics() : issue.getDetails().getText();
    return code + (where.isEmpty() ? "" : " at " + where) + (text == null ? "" : ": " + text);
  }
}
