package org.farsight.delivery;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.gclient.TokenClientParam;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Identity.Key;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;

/** Where patients are at a server. A place is asked for once; what is there, each time. */
final class ServerPatients {

  private final IGenericClient client;
  private final Map<Key, Optional<IdType>> places = new HashMap<>();

  ServerPatients(IGenericClient client) {
    this.client = client;
  }

  /** The patient with this identifier; empty where there is none. */
  Optional<IdType> find(Key key) {
    return places.computeIfAbsent(key, this::search);
  }

  private Optional<IdType> search(Key key) {
    return client
        .search()
        .forResource(Patient.class)
        .where(
            new TokenClientParam("identifier")
                .exactly()
                .systemAndIdentifier(key.system(), key.id()))
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(BundleEntryComponent::getResource)
        .filter(Patient.class::isInstance)
        .map(patient -> patient.getIdElement().toUnqualifiedVersionless())
        .findFirst();
  }

  /** The patient as it is now, with its version. */
  Patient read(IdType place) {
    return client.read().resource(Patient.class).withId(place).execute();
  }
}
