package org.farsight.fhir;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.farsight.ecg.quality.Finding;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** The order and the reading task: shared, created if absent, never rewritten. */
final class OrderResources {

  private final TransactionBundle bundle;
  private final Exchange exchange;
  private final Site site;

  OrderResources(TransactionBundle bundle, Exchange exchange, Site site) {
    this.bundle = bundle;
    this.exchange = exchange;
    this.site = site;
  }

  /** The accession number as an identifier, where the exchange has one that can be written. */
  Optional<Identifier> accession() {
    return FhirText.code(exchange.accession())
        .filter(Identifiers::isSearchable)
        .map(
            value ->
                new Identifier()
                    .setType(Codings.concept(Identifiers.IDENTIFIER_TYPE, "ACSN", "Accession ID"))
                    .setSystem(site.accessionSystem())
                    .setValue(value));
  }

  /**
   * The order. Nothing but the study tells of it, so one is made where the core hospital has none
   * under the accession number for this patient: numbers are used twice in the field, and a study
   * must not hang on another person's order.
   *
   * @param what the words of the study for what was done
   */
  Reference addOrder(
      PatientResource.Entry patient, Reference requester, Reference performer, String what) {
    ServiceRequest order = new ServiceRequest();
    order.getMeta().addProfile(Identifiers.PROFILE_SERVICE_REQUEST);
    order.setStatus(ServiceRequestStatus.ACTIVE).setIntent(ServiceRequestIntent.ORDER);
    order.setPriority(orderPriority(exchange.priority()));
    order.setSubject(patient.reference().copy()).setRequester(requester.copy());
    order.addPerformer(performer.copy());
    order.setAuthoredOnElement(time(exchange.firstAt()));
    FhirText.clean(what).ifPresent(text -> order.setCode(new CodeableConcept().setText(text)));
    order.addNote().setText("Made by Farsight: the examination came without an order.");
    Optional<Identifier> accession = accession();
    if (accession.isEmpty()) {
      Identifier key = new Identifier().setSystem(Identifiers.UNORDERED).setValue(exchange.key());
      order.addIdentifier(key);
      return bundle.share(order, key);
    }
    order.addIdentifier(accession.get());
    String match =
        TransactionBundle.match(order, accession.get())
            + "&patient.identifier="
            + TransactionBundle.token(patient.key());
    return bundle.share(order, match);
  }

  /**
   * Whom a reading task is about.
   *
   * @param order what it is based on
   * @param patient who was examined
   * @param requester the branch
   * @param owner the reading department
   */
  record Parties(Reference order, Reference patient, Reference requester, Reference owner) {}

  /**
   * The reading task, requested of the department, or rejected by rule.
   *
   * @param input what is to be read: the study or the recording
   * @param assessments what the rules say of the ECGs in it
   * @param rejecting for which faults it goes back to the branch
   * @param deadlines by which it must be read
   */
  Reference addTask(
      Parties of,
      Reference input,
      Assessments assessments,
      Set<Finding.Kind> rejecting,
      Deadlines deadlines) {
    Task task = new Task();
    task.getMeta().addProfile(Identifiers.PROFILE_READING_TASK);
    Identifier key = new Identifier().setSystem(Identifiers.READING_TASK).setValue(exchange.key());
    task.addIdentifier(key);
    task.setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
    if (!rejecting.isEmpty()) {
      task.setStatus(TaskStatus.REJECTED).setStatusReason(reason(rejecting));
    }
    Priority priority = exchange.raised(assessments.priority()).priority();
    task.setPriority(TaskInput.priority(priority));
    task.setBusinessStatus(Codings.concept(Identifiers.BUSINESS_STATUS, "complete", "Complete"));
    task.setCode(Codings.concept(Identifiers.READING, "read", "Read and report"));
    task.addBasedOn(of.order().copy());
    task.setFocus(of.order().copy()).setFor(of.patient().copy());
    task.setRequester(of.requester().copy()).setOwner(of.owner().copy());
    task.setAuthoredOnElement(time(exchange.firstAt()));
    deadlines
        .allowed(
            new Deadlines.Examination(site.id(), exchange.modality(), priority, bundle.words()))
        .map(exchange.lastAt()::plus)
        .ifPresent(end -> task.getRestriction().getPeriod().setEndElement(time(end)));
    task.addInput(TaskInput.original(exchange, input));
    assessments.flags().forEach(flag -> task.addInput(TaskInput.critical(exchange, flag)));
    return bundle.share(task, key);
  }

  /** The coded reason is quality; which fault it was stands beside it. */
  private static CodeableConcept reason(Set<Finding.Kind> rejecting) {
    CodeableConcept reason = Codings.concept(Identifiers.REJECTION, "quality", "Quality");
    for (Finding.Kind kind : rejecting) {
      reason.addCoding(Codings.coding(Identifiers.ECG_QUALITY, kind.code(), kind.en()));
    }
    return reason.setText(
        rejecting.stream().map(Finding.Kind::zh).collect(Collectors.joining("、")));
  }

  private DateTimeType time(Instant at) {
    return FhirTimes.dateTime(at, site.zone());
  }

  private static ServiceRequestPriority orderPriority(Priority priority) {
    return switch (priority) {
      case ROUTINE -> ServiceRequestPriority.ROUTINE;
      case URGENT -> ServiceRequestPriority.URGENT;
      case ASAP -> ServiceRequestPriority.ASAP;
      case STAT -> ServiceRequestPriority.STAT;
    };
  }
}
