package org.farsight.delivery;

import ca.uhn.fhir.rest.client.exceptions.NonFhirResponseException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import java.util.stream.Collectors;
import org.farsight.exchange.DeliveryOutcome;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/** What a FHIR server's error means: the table from HTTP status to outcome. */
final class Refusal {

  private static final int MOST_ISSUES = 3;

  private Refusal() {}

  /**
   * Another try may help after a time-out, a conflict, overload or a fault of the server (408, 409,
   * 412, 425, 429, 5xx); every other status says that the Bundle itself is not wanted.
   */
  static DeliveryOutcome outcome(
      BaseServerResponseException e, SentBundle sent, RetryAfter retryAfter) {
    int status = e.getStatusCode();
    String why = "HTTP " + status + ": " + words(e, sent);
    return switch (status) {
      case 408, 409, 412, 425, 429 -> new DeliveryOutcome.Retry(retryAfter.asked(), why);
      default ->
          status >= 500
              ? new DeliveryOutcome.Retry(retryAfter.asked(), why)
              : new DeliveryOutcome.Refused(why);
    };
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
