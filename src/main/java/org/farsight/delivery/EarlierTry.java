package org.farsight.delivery;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.util.Optional;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.fhir.TaskInput;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;

/**
 * Asks a FHIR server whether an earlier try that got no answer has come through. Its reading task
 * says so: it comes with the transaction or is told after it, and names the revision. A Bundle
 * without a task is sent again, which changes nothing where it was taken before.
 */
final class EarlierTry {
  private EarlierTry() {}

  /** The proof that the revision is there; empty where it is not, or cannot be told. */
  static Optional<Accepted> find(IGenericClient client, SentBundle sent, Work work) {
    Optional<String> search = sent.taskSearch();
    if (search.isEmpty()) {
      return Optional.empty();
    }
    Bundle found =
        client
            .search()
            .byUrl(search.get())
            .cacheControl(new CacheControlDirective().setNoCache(true))
            .returnBundle(Bundle.class)
            .execute();
    return found.getEntry().stream()
        .map(BundleEntryComponent::getResource)
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(task -> TaskInput.knownRevision(task, work.exchange().id()) >= work.toRevision())
        .filter(task -> !order(client, sent).align(task, work.exchange().lastAt()))
        .findFirst()
        .map(task -> new Accepted(proof(task)));
  }

  /** The order as the server knows it: an earlier try may have told of another one. */
  private static TaskOrder order(IGenericClient client, SentBundle sent) {
    IdType id =
        sent.search(sent.order())
            .flatMap(search -> ServerOrders.find(client, search).stream().findFirst())
            .map(found -> found.getIdElement())
            .orElseGet(IdType::new);
    return TaskOrder.of(sent, id);
  }

  private static String proof(Task task) {
    String examination =
        task.getInput().stream()
            .map(Task.ParameterComponent::getValue)
            .filter(Reference.class::isInstance)
            .map(value -> ((Reference) value).getReferenceElement().toUnqualified().getValue())
            .filter(reference -> reference != null)
            .findFirst()
            .map(reference -> reference + ", ")
            .orElse("");
    return examination
        + task.getIdElement().toUnqualifiedVersionless().getValue()
        + ": found there, an earlier try had come through";
  }
}
