package org.farsight.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.farsight.ecg.Subject;
import org.farsight.ecg.quality.Finding;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatch.Standing;
import org.farsight.exchange.OrderMatch.Verdict;
import org.farsight.exchange.OrderMatching.Found;
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

/** The order and the reading task: shared, created if absent, never rewritten here. */
final class OrderResources {

  private final TransactionBundle bundle;
  private final Exchange exchange;
  private final Site site;
  private final Subject subject;
  private final OrderSearch search;
  private Optional<Found> found = Optional.empty();

  OrderResources(
      TransactionBundle bundle, Exchange exchange, Site site, Subject subject, OrderSearch search) {
    this.bundle = bundle;
    this.exchange = exchange;
    this.site = site;
    this.subject = subject;
    this.search = search;
  }

  /** Which order it belongs to; empty before it was asked, or where nobody keeps orders. */
  Optional<OrderMatch> match() {
    return found.map(Found::match);
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
   * The order: the one that the examination belongs to, as the order says, or one that is made.
   *
   * @param what the words of the examination for what was done
   * @param modalities of its objects
   * @param at when it began
   */
  Reference addOrder(
      PatientResource.Entry patient,
      Reference requester,
      Reference performer,
      String what,
      List<String> modalities,
      Instant at) {
    found = search.of(exchange, subject, modalities, at);
    ServiceRequest request = new ServiceRequest();
    request.getMeta().addProfile(Identifiers.PROFILE_SERVICE_REQUEST);
    request.setSubject(patient.reference().copy()).setRequester(requester.copy());
    request.addPerformer(performer.copy());
    Optional<Order> order = found.flatMap(Found::order);
    if (order.isPresent()) {
      OrderedRequest ordered = new OrderedRequest(order.get(), site);
      ordered.describe(request);
      if (found.get().match().orderMade()) {
        request.addIdentifier(unordered(exchange.key()));
      }
      return bundle.share(request, ordered.key());
    }
    return make(request, patient, what);
  }

  /**
   * Nothing but the examination tells of it, so one is made where the core hospital has none under
   * the accession number for this patient: numbers are used twice in the field, and a study must
   * not hang on another person's order. What is in doubt hangs on none that is there.
   */
  private Reference make(ServiceRequest order, PatientResource.Entry patient, String what) {
    order.setStatus(ServiceRequestStatus.ACTIVE).setIntent(ServiceRequestIntent.ORDER);
    order.setPriority(priority(exchange.priority()));
    order.setAuthoredOnElement(time(exchange.firstAt()));
    FhirText.clean(what).ifPresent(text -> order.setCode(new CodeableConcept().setText(text)));
    boolean inDoubt = match().filter(one -> one.verdict() == Verdict.IN_DOUBT).isPresent();
    order
        .addNote()
        .setText(
            inDoubt
                ? "Made by Farsight: which order the examination belongs to is in doubt, and a"
                    + " person decides."
                : "Made by Farsight: the examination came without an order.");
    Identifier key = unordered(exchange.key());
    Optional<Identifier> accession = inDoubt ? Optional.empty() : accession();
    accession.ifPresent(order::addIdentifier);
    order.addIdentifier(key);
    String search =
        accession
            .map(
                number ->
                    TransactionBundle.match(order, number)
                        + "&patient.identifier="
                        + TransactionBundle.token(patient.key()))
            .orElseGet(() -> TransactionBundle.match(order, key));
    return bundle.share(order, search);
  }

  /** What an order is found by that was made for an examination. */
  static Identifier unordered(String key) {
    return new Identifier().setSystem(Identifiers.UNORDERED).setValue(key);
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
    if (match().filter(one -> one.standing() == Standing.TAKEN_BACK_AFTER).isPresent()) {
      task.setStatus(TaskStatus.CANCELLED).setStatusReason(takenBack());
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

  private static CodeableConcept takenBack() {
    return Codings.concept(Identifiers.REJECTION, Identifiers.ORDER_CANCELLED, "Order cancelled")
        .setText("检查到达后医嘱已取消");
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

  static ServiceRequestPriority priority(Priority priority) {
    return switch (priority) {
      case ROUTINE -> ServiceRequestPriority.ROUTINE;
      case URGENT -> ServiceRequestPriority.URGENT;
      case ASAP -> ServiceRequestPriority.ASAP;
      case STAT -> ServiceRequestPriority.STAT;
    };
  }
}
