package org.farsight.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.farsight.access.Opening;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;

/**
 * Tells a FHIR server who opened which patient's data: a batch of {@code PUT AuditEvent/<id>}, so
 * that one that is sent twice is there once. Safe for use by many threads.
 */
public final class AuditDelivery {
  private static final int LAST_GOOD = 299;
  private static final int FIRST_FAULT_OF_SERVER = 500;

  private final String url;
  private final AuditResource resource;
  private final FhirContext context = FhirContext.forR4Cached();
  private final Function<String, IGenericClient> clients;

  /** What became of a batch. */
  public sealed interface Outcome {
    /**
     * The server has looked at each.
     *
     * @param taken ids of those that it has
     * @param refused those that it will not have, and why
     */
    record Answered(List<String> taken, List<Refused> refused) implements Outcome {}

    /** To be tried again whole. */
    record Later(String why) implements Outcome {}
  }

  /** One that the server will not have. */
  public record Refused(String id, String why) {}

  /**
   * Tells one server.
   *
   * @param observer name of this engine, which saw it
   */
  public AuditDelivery(String url, String observer) {
    this.url = url;
    this.resource = new AuditResource(observer);
    this.clients = FhirDelivery.clients(context, FhirOptions.DEFAULT);
  }

  /** Sends them; waits for the answer. */
  public Outcome send(List<Opening> openings) {
    Bundle batch = new Bundle().setType(BundleType.BATCH);
    for (Opening opening : openings) {
      BundleEntryComponent entry = batch.addEntry().setResource(resource.of(opening));
      entry.getRequest().setMethod(HTTPVerb.PUT).setUrl("AuditEvent/" + opening.id());
    }
    try {
      Bundle answer = clients.apply(url).transaction().withBundle(batch).execute();
      if (answer.getEntry().size() != openings.size()) {
        return new Outcome.Later(
            "the server answered " + answer.getEntry().size() + " of " + openings.size());
      }
      return sorted(openings, answer.getEntry());
    } catch (FhirClientConnectionException | DataFormatException e) {
      return new Outcome.Later("no answer of use from " + url);
    } catch (BaseServerResponseException e) {
      return new Outcome.Later("the FHIR server answers " + e.getStatusCode());
    }
  }

  private static Outcome sorted(List<Opening> openings, List<BundleEntryComponent> answers) {
    List<String> taken = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String words = String.valueOf(answers.get(i).getResponse().getStatus());
      int status = words.matches("\\d{3}.*") ? Integer.parseInt(words.substring(0, 3)) : 0;
      String id = openings.get(i).id();
      if (status > 0 && status <= LAST_GOOD) {
        taken.add(id);
      } else if (status > 0 && status < FIRST_FAULT_OF_SERVER && isFinal(status)) {
        refused.add(new Refused(id, "the FHIR server answers " + status));
      }
    }
    return taken.isEmpty() && refused.isEmpty()
        ? new Outcome.Later("the FHIR server took none")
        : new Outcome.Answered(taken, refused);
  }

  /** Not: somebody else is at it, it takes too long, too many at once. */
  private static boolean isFinal(int status) {
    return status != 408 && status != 409 && status != 412 && status != 429;
  }
}
