package org.farsight.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.util.Optional;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.Kind;
import org.farsight.fhir.OrderRequest;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;

/** The order that a transaction is about, where it is about one and nothing else. */
final class SentOrder {
  private final OrderAmendment amendment;
  private final ServiceRequest ours;
  private final String search;
  private final Optional<String> patientSearch;
  private OrderAmendment.Result result = OrderAmendment.Result.DONE;

  private SentOrder(
      IGenericClient client, ServiceRequest ours, String search, Optional<String> patientSearch) {
    this.amendment = new OrderAmendment(client, ours);
    this.ours = ours;
    this.search = search;
    this.patientSearch = patientSearch;
  }

  static Optional<SentOrder> of(
      FhirContext context, IGenericClient client, SentBundle sent, Work work) {
    if (work.exchange().kind() != Kind.ORDER) {
      return Optional.empty();
    }
    ServiceRequest ours =
        context
            .newJsonParser()
            .parseResource(ServiceRequest.class, sent.resource(sent.order()).toString());
    return sent.orderSearch()
        .map(search -> new SentOrder(client, ours, search, sent.patientSearch()));
  }

  /**
   * Where the examination came first, the order that was made for it becomes this one, so that
   * nothing which hangs on it moves.
   *
   * @return false if others were faster each time
   */
  boolean adopt() {
    Optional<Identifier> accession =
        ours.getIdentifier().stream()
            .filter(id -> "ACSN".equals(id.getType().getCodingFirstRep().getCode()))
            .findFirst();
    if (accession.isEmpty() || patientSearch.isEmpty() || amendment.isThere(search)) {
      return true;
    }
    String patient = patientSearch.get().replaceFirst("^Patient\\?identifier=", "");
    String byAccession = OrderRequest.search(accession.get()) + "&patient.identifier=" + patient;
    return amendment.adopt(byAccession) != OrderAmendment.Result.OVERTAKEN;
  }

  /**
   * Changes an order that was there before.
   *
   * @param created whether the transaction has made it
   * @return false if others were faster each time
   */
  boolean amend(boolean created) {
    if (!created) {
      result = amendment.amend(search);
    }
    return result != OrderAmendment.Result.OVERTAKEN;
  }

  /** What the server has. */
  String proof(IdType request) {
    String what = request.toUnqualifiedVersionless().getValue();
    return (what == null ? "transaction accepted" : what)
        + (result == OrderAmendment.Result.COMPLETED_THERE
            ? "; it has been done there, which was left as it is"
            : "");
  }
}
