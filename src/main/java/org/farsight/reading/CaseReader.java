package org.farsight.reading;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Examination;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Person;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Report;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.ReadingCase.TaskView;
import org.farsight.exchange.ReadingCase.Times;
import org.farsight.exchange.StoryLine;
import org.farsight.fhir.CaseKeys;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.TaskInput;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskPriority;

/** Reads a Task as a case: what the FHIR server says, and what the ledger knows of the exchange. */
final class CaseReader {
  private static final String REPRESENTATION =
      "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation";

  private final Ledger ledger;
  private final ReadingServer server;

  CaseReader(Ledger ledger, ReadingServer server) {
    this.ledger = ledger;
    this.server = server;
  }

  /**
   * The case of a Task.
   *
   * @param beside resources that came with it, by {@code Type/id}; what is missing is asked for
   * @param before the case as it was; what does not change is taken from it
   * @return empty where the Task is no reading task of an exchange that we know
   */
  Optional<ReadingCase> read(
      Task task, Map<String, Resource> beside, Optional<ReadingCase> before) {
    Optional<Exchange> found = TaskInput.exchangeId(task).flatMap(ledger::exchange);
    Optional<String> key =
        task.getIdentifier().stream()
            .filter(id -> Identifiers.READING_TASK.equals(id.getSystem()) && id.hasValue())
            .map(Identifier::getValue)
            .findFirst();
    if (found.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    Exchange exchange = found.get();
    Optional<String> id = CaseKeys.caseId(exchange, key.get());
    if (id.isEmpty()) {
      return Optional.empty();
    }
    boolean addendum = CaseKeys.isAddendum(exchange, key.get());
    TaskView view = view(task, before);
    return Optional.of(
        new ReadingCase(
            id.get(),
            exchange.id(),
            addendum,
            exchange.siteId(),
            person(exchange, task, beside, before),
            examination(exchange, view.order(), beside, before),
            view,
            times(task, view, exchange, addendum, before),
            before.flatMap(ReadingCase::report),
            before.flatMap(ReadingCase::conflict),
            0));
  }

  /** The report that a Task names as its outcome, {@code DiagnosticReport/id}. */
  static Optional<String> output(Task task) {
    return task.getOutput().stream()
        .map(Task.TaskOutputComponent::getValue)
        .filter(Reference.class::isInstance)
        .map(value -> plain((Reference) value))
        .filter(reference -> reference.startsWith("DiagnosticReport/"))
        .reduce((first, last) -> last);
  }

  private static TaskView view(Task task, Optional<ReadingCase> before) {
    return new TaskView(
        ReadingServer.reference(task),
        String.valueOf(task.getMeta().getVersionId()),
        updatedAt(task),
        task.getBasedOn().stream()
            .map(CaseReader::plain)
            .filter(reference -> reference.startsWith("ServiceRequest/"))
            .findFirst()
            .orElse(""),
        status(task.hasStatus() ? task.getStatus() : Task.TaskStatus.NULL),
        progress(task)
            .orElseGet(() -> before.map(one -> one.task().progress()).orElse(Progress.COMPLETE)),
        priority(task),
        TaskInput.isCritical(task),
        owner(task.getOwner()),
        Optional.ofNullable(task.getRestriction().getPeriod().getEnd()).map(Date::toInstant));
  }

  private static Status status(Task.TaskStatus status) {
    return switch (status) {
      // a Task without a status is against R4; nothing is known to have been asked for
      case DRAFT, NULL -> Status.DRAFT;
      case REQUESTED -> Status.REQUESTED;
      case RECEIVED -> Status.RECEIVED;
      case ACCEPTED -> Status.ACCEPTED;
      case REJECTED -> Status.REJECTED;
      case READY -> Status.READY;
      case CANCELLED -> Status.CANCELLED;
      case INPROGRESS -> Status.IN_PROGRESS;
      case ONHOLD -> Status.ON_HOLD;
      case FAILED -> Status.FAILED;
      case COMPLETED -> Status.COMPLETED;
      case ENTEREDINERROR -> Status.ENTERED_IN_ERROR;
    };
  }

  /** When the server took this version. */
  static Instant updatedAt(Resource resource) {
    Date updated = resource.getMeta().getLastUpdated();
    return updated == null ? Instant.EPOCH : updated.toInstant();
  }

  private static Optional<Progress> progress(Task task) {
    return task.getBusinessStatus().getCoding().stream()
        .filter(coding -> Identifiers.BUSINESS_STATUS.equals(coding.getSystem()))
        .map(Coding::getCode)
        .flatMap(code -> Progress.of(code).stream())
        .findFirst();
  }

  private static Priority priority(Task task) {
    TaskPriority priority = task.hasPriority() ? task.getPriority() : TaskPriority.ROUTINE;
    return switch (priority) {
      case STAT -> Priority.STAT;
      case ASAP -> Priority.ASAP;
      case URGENT -> Priority.URGENT;
      case ROUTINE, NULL -> Priority.ROUTINE;
    };
  }

  /** Who has to do it, by what the reference itself says. */
  static Owner owner(Reference owner) {
    String reference = plain(owner);
    String system = owner.getIdentifier().getSystem();
    boolean ours = Identifiers.READER.equals(system) || Identifiers.DEPARTMENT.equals(system);
    String id = ours && owner.getIdentifier().hasValue() ? owner.getIdentifier().getValue() : "";
    OwnerKind kind = OwnerKind.OTHER;
    if (reference.startsWith("Practitioner") || Identifiers.READER.equals(system)) {
      kind = OwnerKind.READER;
    } else if (reference.startsWith("Organization/") || Identifiers.DEPARTMENT.equals(system)) {
      kind = OwnerKind.DEPARTMENT;
    }
    String shown = id.isEmpty() ? reference : id;
    String name = owner.hasDisplay() ? owner.getDisplay() : shown;
    return new Owner(kind, shown.isEmpty() ? name : shown, name);
  }

  /** {@code Type/id} of a reference, whichever version and server it names. */
  static String plain(Reference reference) {
    String text = reference.getReferenceElement().toUnqualifiedVersionless().getValue();
    return text == null ? "" : text;
  }

  private Times times(
      Task task, TaskView view, Exchange exchange, boolean addendum, Optional<ReadingCase> before) {
    Instant received =
        Optional.ofNullable(task.getAuthoredOn()).map(Date::toInstant).orElse(exchange.firstAt());
    Optional<Instant> complete = before.flatMap(one -> one.times().complete());
    if (complete.isEmpty()) {
      complete = addendum ? Optional.of(received) : converted(exchange);
    }
    Optional<Instant> signed =
        before
            .flatMap(ReadingCase::report)
            .map(Report::at)
            .or(() -> ended(task).filter(end -> view.status() == Status.COMPLETED));
    return new Times(received, complete, claimed(task, view, before), signed);
  }

  private static Optional<Instant> ended(Task task) {
    return Optional.ofNullable(task.getExecutionPeriod().getEnd()).map(Date::toInstant);
  }

  /** Where the Task does not say so itself, since it was seen to have that owner. */
  private static Optional<Instant> claimed(Task task, TaskView view, Optional<ReadingCase> before) {
    if (view.status().isOpen() && !view.isClaimed()) {
      return Optional.empty();
    }
    Optional<Instant> said =
        Optional.ofNullable(task.getExecutionPeriod().getStart()).map(Date::toInstant);
    if (said.isPresent() || !view.status().isOpen()) {
      return said.or(() -> before.flatMap(one -> one.times().claimed()));
    }
    return before
        .filter(one -> one.task().isClaimed() && one.task().owner().equals(view.owner()))
        .flatMap(one -> one.times().claimed())
        .or(() -> Optional.of(view.updatedAt()));
  }

  private Optional<Instant> converted(Exchange exchange) {
    return ledger.story(exchange.id()).stream()
        .filter(line -> line.event() == StoryLine.Event.CONVERTED)
        .map(StoryLine::at)
        .findFirst();
  }

  private Person person(
      Exchange exchange, Task task, Map<String, Resource> beside, Optional<ReadingCase> before) {
    String reference = plain(task.getFor());
    Optional<Person> known =
        before.map(ReadingCase::person).filter(one -> one.reference().equals(reference));
    Optional<Patient> patient =
        known.isPresent() && !beside.containsKey(reference)
            ? Optional.empty()
            : resource(Patient.class, reference, beside);
    return patient
        .map(found -> person(found, reference, exchange.patientId()))
        .or(() -> known)
        .orElseGet(() -> new Person(reference, exchange.patientId(), "", "", Optional.empty()));
  }

  /** A Patient as a worklist shows it. */
  static Person person(Patient patient, String reference, String patientId) {
    return new Person(
        reference,
        patientId,
        name(patient.getName()),
        patient.hasGender() ? patient.getGender().toCode() : "",
        birthDate(patient));
  }

  private static Optional<LocalDate> birthDate(Patient patient) {
    String text = patient.getBirthDateElement().getValueAsString();
    try {
      return text == null || text.length() < 10
          ? Optional.empty()
          : Optional.of(LocalDate.parse(text.substring(0, 10)));
    } catch (DateTimeException e) {
      return Optional.empty(); // FHIR allows what is no day of a calendar; nobody's age follows
    }
  }

  /** The name in Chinese characters where there is one, else the first. */
  private static String name(List<HumanName> names) {
    return names.stream()
        .filter(name -> "IDE".equals(name.getExtensionString(REPRESENTATION)))
        .findFirst()
        .or(() -> names.stream().findFirst())
        .map(CaseReader::words)
        .orElse("");
  }

  private static String words(HumanName name) {
    if (name.hasText()) {
      return name.getText();
    }
    return Stream.concat(
            Stream.ofNullable(name.getFamily()),
            name.getGiven().stream().map(given -> given.getValue()))
        .collect(Collectors.joining(" "));
  }

  private Examination examination(
      Exchange exchange, String order, Map<String, Resource> beside, Optional<ReadingCase> before) {
    Optional<String> known =
        before
            .filter(one -> one.task().order().equals(order) && !beside.containsKey(order))
            .map(one -> one.examination().description());
    String description =
        known.orElseGet(
            () ->
                resource(ServiceRequest.class, order, beside)
                    .map(found -> words(found))
                    .orElse(""));
    return new Examination(exchange.accession(), exchange.modality(), description);
  }

  private static String words(ServiceRequest order) {
    if (order.getCode().hasText()) {
      return order.getCode().getText();
    }
    String display = order.getCode().getCodingFirstRep().getDisplay();
    return display == null ? "" : display;
  }

  private <T extends Resource> Optional<T> resource(
      Class<T> type, String reference, Map<String, Resource> beside) {
    Resource found = beside.get(reference);
    if (type.isInstance(found)) {
      return Optional.of(type.cast(found));
    }
    return reference.startsWith(type.getSimpleName() + "/")
        ? server.read(type, reference)
        : Optional.empty();
  }
}
