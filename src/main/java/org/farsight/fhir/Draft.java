package org.farsight.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Site;
import org.farsight.identity.Kinship;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * A transaction with what every exchange needs in it already: the branch, the reading department
 * and the patient.
 */
record Draft(
    TransactionBundle bundle,
    Exchange exchange,
    Site site,
    ConversionOptions options,
    EcgPolicy policy,
    Assessments assessments,
    Notes notes,
    OrderResources orders,
    Reference organization,
    Reference department,
    PatientResource.Entry patient) {

  private static final PatientResource.Saying DEVICE =
      new PatientResource.Saying(new Kinship(Identities.NONE), Optional.empty());

  /** A draft about a person of whom nothing else is known. */
  static Draft start(
      Exchange exchange,
      Site site,
      ConversionOptions options,
      EcgPolicy policy,
      Subject subject,
      Notes notes) {
    return start(exchange, site, options, policy, subject, DEVICE, OrderSearch.NONE, notes);
  }

  static Draft start(
      Exchange exchange,
      Site site,
      ConversionOptions options,
      EcgPolicy policy,
      Subject subject,
      PatientResource.Saying saying,
      OrderSearch search,
      Notes notes) {
    TransactionBundle bundle = new TransactionBundle(exchange.id());
    return new Draft(
        bundle,
        exchange,
        site,
        options,
        policy,
        new Assessments(),
        notes,
        new OrderResources(bundle, exchange, site, subject, search),
        SiteResources.addSite(bundle, site),
        SiteResources.addDepartment(bundle, options),
        PatientResource.add(bundle, exchange, site, subject, saying, notes));
  }

  /** Adds the device, where the object says anything of it. */
  Optional<Reference> addDevice(Acquisition.Device facts, Optional<String> station) {
    return SiteResources.addDevice(bundle, site, organization, facts, station);
  }

  /**
   * Adds the order.
   *
   * @param what the words of the examination for what was done
   * @param modalities of its objects
   * @param began when it began, where it says so
   */
  Reference addOrder(String what, List<String> modalities, Optional<Instant> began) {
    if (!exchange.accession().isBlank() && orders.accession().isEmpty()) {
      notes.add("the accession number is too long for an identifier: left out", "检查号过长，未写入");
    }
    Instant at = began.orElse(exchange.firstAt());
    return orders.addOrder(patient, organization, department, what, modalities, at);
  }

  /**
   * Adds the reading task.
   *
   * @param objects how many objects the exchange has: it is rejected only if each of them is
   */
  void addTask(Reference order, Reference input, int objects) {
    orders.addTask(
        new OrderResources.Parties(order, patient.reference(), organization, owner()),
        input,
        assessments,
        assessments.rejecting(objects),
        options.deadlines());
  }

  /** The department, named so that a list of tasks can show it without asking who that is. */
  private Reference owner() {
    Reference owner = department.copy();
    owner.setIdentifier(
        new Identifier().setSystem(Identifiers.DEPARTMENT).setValue(options.departmentId()));
    return owner.setDisplay(options.departmentName());
  }

  /** Adds the Provenance, last. */
  void addProvenance(List<Arrival> arrivals) {
    addProvenance(arrivals, ProvenanceResource.Activity.CONVERT);
  }

  /** Adds the Provenance of something else that was done, last. */
  void addProvenance(List<Arrival> arrivals, ProvenanceResource.Activity activity) {
    ProvenanceResource.add(bundle, exchange, site, arrivals, organization, options, activity);
  }
}
