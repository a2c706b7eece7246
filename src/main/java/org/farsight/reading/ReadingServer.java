package org.farsight.reading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.fhir.Identifiers;
import org.farsight.reading.ReadingOptions.Group;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * The FHIR server as the reading room uses it. Nothing is kept between two calls. Safe for use by
 * many threads; what the server refuses, or that it is not reached, is thrown as HAPI throws it. It
 * is waited for as long as the library does by itself, 10 s: a reader looks at a button meanwhile.
 */
final class ReadingServer {

  /** How many resources are asked for at a time. */
  static final int PAGE = 200;

  private final String url;
  private final ApacheRestfulClientFactory clients;

  private final KillSwitch killSwitch;

  ReadingServer(String url) {
    this(url, KillSwitch.OFF);
  }

  /**
   * @param killSwitch is told of each Task that was written
   */
  ReadingServer(String url, KillSwitch killSwitch) {
    this.url = url;
    this.killSwitch = killSwitch;
    clients = new ApacheRestfulClientFactory(FhirContext.forR4Cached());
    clients.setServerValidationMode(ServerValidationModeEnum.NEVER);
  }

  private IGenericClient client() {
    IGenericClient client = clients.newGenericClient(url);
    client.setEncoding(EncodingEnum.JSON);
    return client;
  }

  /**
   * What a search found.
   *
   * @param found what was asked for, in the order of the server
   * @param beside what was to be told with it, by {@code Type/id}
   * @param hasNext whether the server says that there is more; it may say nothing although there is
   */
  record Page<T extends Resource>(List<T> found, Map<String, Resource> beside, boolean hasNext) {}

  /**
   * What has changed since a time, the oldest first, at most {@code count}.
   *
   * @param more of the query, beginning with {@code &}, or empty
   */
  <T extends Resource> Page<T> changedSince(Class<T> type, Instant since, int count, String more) {
    String time = new DateTimeFormatterBuilder().appendInstant(3).toFormatter().format(since);
    String name = type.getSimpleName();
    Bundle answer =
        search(name + "?_lastUpdated=ge" + time + "&_sort=_lastUpdated&_count=" + count + more);
    List<T> found = new ArrayList<>();
    Map<String, Resource> beside = new HashMap<>();
    for (BundleEntryComponent entry : answer.getEntry()) {
      Resource resource = entry.getResource();
      if (type.isInstance(resource)) {
        found.add(type.cast(resource));
      } else if (resource != null) {
        beside.put(reference(resource), resource);
      }
    }
    return new Page<>(found, beside, answer.getLink("next") != null);
  }

  private Bundle search(String query) {
    return client()
        .search()
        .byUrl(query)
        // what is asked again and again is not worth remembering; HAPI FHIR would
        .cacheControl(
            new CacheControlDirective().setNoCache(true).setNoStore(true).setMaxResults(1000))
        .returnBundle(Bundle.class)
        .execute();
  }

  /** A resource by {@code Type/id}; empty where there is none any more. */
  <T extends Resource> Optional<T> read(Class<T> type, String reference) {
    try {
      String id = reference.substring(reference.indexOf('/') + 1);
      return Optional.of(client().read().resource(type).withId(id).execute());
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes a Task if nobody has written it since it was read.
   *
   * @return as it is now; empty if somebody was faster
   */
  Optional<Task> write(Task task) {
    Meta meta = task.getMeta();
    String source = meta.getSource();
    if (source != null && source.indexOf('#') > 0) {
      // HAPI FHIR shows it with the id of the request that wrote it; that is not ours
      meta.setSource(source.substring(0, source.indexOf('#')));
    }
    try {
      // the id carries the version that was read: sent as If-Match
      MethodOutcome outcome = client().update().resource(task).execute();
      killSwitch.pass(KillPoint.READING_TASK_WRITTEN);
      if (outcome.getResource() instanceof Task written && written.hasMeta()) {
        return Optional.of(written);
      }
      return read(Task.class, reference(task));
    } catch (ResourceVersionConflictException | PreconditionFailedException e) {
      return Optional.empty();
    }
  }

  /**
   * The Practitioner of a reader; made where there is none.
   *
   * @param exchangeId because of which it is needed
   */
  Reference reader(String login, String name, String exchangeId) {
    Identifier key = new Identifier().setSystem(Identifiers.READER).setValue(login);
    Practitioner practitioner = new Practitioner().setActive(true);
    practitioner.getMeta().addProfile(Identifiers.PROFILE_PRACTITIONER).setSource(exchangeId);
    practitioner.addIdentifier(key);
    practitioner.addName().setText(name);
    return shared(practitioner, key).setDisplay(name);
  }

  /**
   * The Organization of a group of readers; made where there is none.
   *
   * @param exchangeId because of which it is needed
   */
  Reference group(Group group, String exchangeId) {
    Identifier key = new Identifier().setSystem(Identifiers.DEPARTMENT).setValue(group.id());
    Organization organization = new Organization().setActive(true);
    organization.getMeta().addProfile(Identifiers.PROFILE_ORGANIZATION).setSource(exchangeId);
    organization.addIdentifier(key);
    organization.setName(group.name());
    return shared(organization, key).setDisplay(group.name());
  }

  private Reference shared(Resource resource, Identifier key) {
    String match = Identifiers.search(resource.fhirType(), key);
    Bundle there = search(match);
    Resource found = there.hasEntry() ? there.getEntryFirstRep().getResource() : null;
    String reference;
    if (found != null) {
      reference = reference(found);
    } else {
      MethodOutcome made = client().create().resource(resource).conditionalByUrl(match).execute();
      reference =
          made.getId() == null
              ? reference(search(match).getEntryFirstRep().getResource())
              : resource.fhirType() + "/" + made.getId().getIdPart();
    }
    return new Reference(reference).setIdentifier(key);
  }

  /** Writes a resource under the id that it has, whatever is there. */
  void put(Resource resource) {
    client().update().resource(resource).execute();
  }

  /** {@code Type/id}. */
  static String reference(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }
}
