package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.gclient.ICriterion;
import ca.uhn.fhir.rest.gclient.ReferenceClientParam;
import ca.uhn.fhir.rest.gclient.TokenClientParam;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * A FHIR server as another client of it sees it.
 *
 * @param client speaks to it
 */
record FhirServer(IGenericClient client) {

  private static final List<String> TYPES =
      List.of(
          "Patient",
          "Organization",
          "Device",
          "Endpoint",
          "ImagingStudy",
          "Observation",
          "DocumentReference",
          "Binary",
          "ServiceRequest",
          "Flag",
          "Task",
          "Provenance");

  /** The server at this address. */
  static FhirServer at(String url) {
    ApacheRestfulClientFactory clients = new ApacheRestfulClientFactory(FhirContext.forR4Cached());
    clients.setServerValidationMode(ServerValidationModeEnum.NEVER);
    clients.setSocketTimeout(120_000);
    return new FhirServer(clients.newGenericClient(url));
  }

  /** How many resources of each type that we write are there. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (String type : TYPES) {
      Bundle found =
          client
              .search()
              .forResource(type)
              .summaryMode(SummaryEnum.COUNT)
              .cacheControl(new CacheControlDirective().setNoCache(true))
              .returnBundle(Bundle.class)
              .execute();
      counts.put(type, found.getTotal());
    }
    return counts;
  }

  /** The one study with this UID. */
  ImagingStudy imaging(String study) {
    return one(ImagingStudy.class, Identifiers.DICOM_UID, "urn:oid:" + study);
  }

  /** The SOP Instance UIDs that the study with this UID lists, with their repetitions. */
  List<String> instances(String study) {
    return imaging(study).getSeries().stream()
        .flatMap(series -> series.getInstance().stream())
        .map(ImagingStudy.ImagingStudySeriesInstanceComponent::getUid)
        .toList();
  }

  /** The one reading task of a study. */
  Task task(String study) {
    return one(Task.class, Identifiers.READING_TASK, study);
  }

  /** How many resources have a reference to one with this id. */
  int count(Class<? extends Resource> type, String parameter, String id) {
    return total(type, new ReferenceClientParam(parameter).hasId(id));
  }

  /** How many resources have one of these identifiers. */
  int countByIdentifier(Class<? extends Resource> type, String system, List<String> values) {
    return total(
        type, new TokenClientParam("identifier").exactly().systemAndValues(system, values));
  }

  private int total(Class<? extends Resource> type, ICriterion<?> criterion) {
    return client
        .search()
        .forResource(type)
        .where(criterion)
        .summaryMode(SummaryEnum.COUNT)
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getTotal();
  }

  /** The one resource with this identifier. */
  <T extends Resource> T one(Class<T> type, String system, String value) {
    Bundle found =
        client
            .search()
            .forResource(type)
            .where(new TokenClientParam("identifier").exactly().systemAndIdentifier(system, value))
            .cacheControl(new CacheControlDirective().setNoCache(true))
            .returnBundle(Bundle.class)
            .execute();
    assertThat(found.getEntry()).as("%s %s", type.getSimpleName(), value).hasSize(1);
    return type.cast(found.getEntryFirstRep().getResource());
  }
}
