package org.farsight.hospital;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The definitions of FHIR R4 itself, read on a thread of their own from construction on. Reading
 * these 25 MB takes seconds, which HAPI FHIR would spend in the middle of its start.
 */
final class PreloadedProfiles extends DefaultProfileValidationSupport {

  private final CompletableFuture<Void> structures;
  private final CompletableFuture<Void> searchParameters;

  PreloadedProfiles(FhirContext fhir) {
    super(fhir);
    structures = CompletableFuture.runAsync(super::fetchAllStructureDefinitions, this::start);
    searchParameters = structures.thenRun(super::fetchAllSearchParameters);
  }

  private void start(Runnable reading) {
    Thread.ofPlatform().daemon().name("profiles").start(reading);
  }

  @Override
  public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
    structures.join();
    return super.fetchAllStructureDefinitions();
  }

  @Override
  public <T extends IBaseResource> List<T> fetchAllSearchParameters() {
    searchParameters.join();
    return super.fetchAllSearchParameters();
  }
}
