package org.farsight.delivery;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.function.Supplier;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.Target;
import org.farsight.fhir.Identifiers;

/**
 * Carries out at a FHIR server what a person has decided about the patient of an exchange: nothing
 * of the exchange is sent again. Safe for use by many threads.
 */
final class PatientDelivery implements Delivery {

  private final Target.FhirServer target;
  private final Settlement settlement;
  private final FhirOptions options;
  private final Supplier<IGenericClient> clients;

  PatientDelivery(
      Target.FhirServer target,
      Settlement settlement,
      FhirOptions options,
      Supplier<IGenericClient> clients) {
    this.target = target;
    this.settlement = settlement;
    this.options = options;
    this.clients = clients;
  }

  @Override
  public DeliveryOutcome deliver(Work work) {
    try {
      return switch (settlement.settle(
          target.id(),
          clients.get(),
          Identifiers.patientKey(work.exchange(), work.site()),
          Settlement.Extent.DECISION)) {
        case Settlement.Outcome.Settled settled ->
            new DeliveryOutcome.Accepted(
                settled.proof().isEmpty() ? "all was as decided" : settled.proof());
        case Settlement.Outcome.NotYet not -> new DeliveryOutcome.Retry(null, not.why());
      };
    } catch (FhirClientConnectionException e) {
      return NoFhirAnswer.outcome(e, target.url(), options);
    } catch (BaseServerResponseException e) {
      return new DeliveryOutcome.Retry(
          null,
          "HTTP " + e.getStatusCode() + " while patients were settled",
          DeliveryOutcome.Cause.EITHER);
    }
  }
}
