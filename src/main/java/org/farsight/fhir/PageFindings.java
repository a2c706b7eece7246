package org.farsight.fhir;

import java.time.ZoneId;
import java.util.Optional;
import org.farsight.ecg.EcgDocument;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;

/**
 * What the carrier of a page says beside it: measurements and statements as Observations derived
 * from the page.
 *
 * @param digest SHA-256 of the bytes that the page came in
 * @param order what it is based on
 * @param document the page
 */
record PageFindings(
    Draft draft,
    EcgDocument page,
    String digest,
    Optional<Reference> device,
    Reference order,
    Reference document) {

  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/observation-category";

  /** Adds all of them. */
  void add() {
    new EcgFindings(page.measurements(), page.statements())
        .observations(this::part)
        .forEach(found -> draft.bundle().own(found, found.getIdentifierFirstRep()));
  }

  private Observation part(String name) {
    Observation observation = new Observation();
    observation.addIdentifier(
        new Identifier().setSystem(Identifiers.ECG_PART).setValue(digest + "/" + name));
    observation.setStatus(ObservationStatus.PRELIMINARY);
    observation.addCategory(Codings.concept(CATEGORY, "procedure", "Procedure"));
    observation.setSubject(draft.patient().reference().copy());
    observation.addPerformer(draft.organization().copy());
    observation.addBasedOn(order.copy()).addDerivedFrom(document.copy());
    device.ifPresent(reference -> observation.setDevice(reference.copy()));
    ZoneId zone = page.acquisition().offset().map(ZoneId.class::cast).orElse(draft.site().zone());
    page.acquisition()
        .start()
        .ifPresent(start -> observation.setEffective(FhirTimes.dateTime(start, zone)));
    return observation;
  }
}
