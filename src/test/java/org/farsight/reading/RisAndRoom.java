package org.farsight.reading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.farsight.crash.LightFhir;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.Way;
import org.farsight.fhir.Identifiers;
import org.farsight.ledger.SqlLedger;
import org.farsight.reading.ReadingOptions.Group;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;

/**
 * A FHIR server, an engine's ledger with a clock that the test sets, the reading room's parts
 * between them, and another program at the same server. Nothing looks by itself.
 */
final class RisAndRoom implements AutoCloseable, InstantSource {
  static final int PAGE = 5;
  static final Group DAY = new Group("remote-reading", "远程诊断中心");
  static final Group NIGHT = new Group("on-call", "值班组");
  static final Group CHIEF = new Group("chief", "主任组");

  final SqlLedger ledger;
  final LightFhir fhir;
  final IGenericClient ris;
  final ReadingServer server;
  final CaseBook book;
  final KeptInMemory kept;
  final OwnReads own;
  final Claims claims;
  final Follow follow;
  final List<ReadingCase> told = new ArrayList<>();
  private final CaseReader reader;
  private final OwnMoves moves;
  private final ReadingOptions options;
  private Instant now;

  RisAndRoom(Path folder, Instant now) throws IOException {
    this.now = now;
    ledger = SqlLedger.open(SqlLedger.Options.in(folder.resolve("ledger")));
    fhir = LightFhir.start(folder.resolve("fhir"), 0);
    ApacheRestfulClientFactory clients = new ApacheRestfulClientFactory(FhirContext.forR4Cached());
    clients.setServerValidationMode(ServerValidationModeEnum.NEVER);
    ris = clients.newGenericClient(fhir.url());
    options =
        new ReadingOptions(
            "fhir",
            fhir.url(),
            Duration.ofSeconds(5),
            List.of(DAY, NIGHT, CHIEF),
            Duration.ofMinutes(10),
            Optional.empty());
    server = new ReadingServer(fhir.url());
    kept = new KeptInMemory(ledger);
    book = new CaseBook(ledger, ledger.cases(), "fhir", this);
    book.tell(
        new CaseListener() {
          @Override
          public void changed(ReadingCase one) {
            told.add(one);
          }

          @Override
          public void cleared() {
            told.clear();
          }
        });
    reader = new CaseReader(ledger, server);
    own = new OwnReads(reader, book);
    moves = new OwnMoves(server, reader, book);
    claims = new Claims(server, moves, book, options);
    follow = follow(PAGE);
  }

  /** Looks at the same server, with pages of another size. */
  Follow follow(int page) {
    return new Follow(
        server,
        reader,
        book,
        new Reports(server, book, moves, new ForeignReads(fhir.url(), server, kept)),
        new BackAtBranch(ledger.returns(), book, moves),
        new Escalation(server, moves, book, options),
        options.poll(),
        page);
  }

  @Override
  public Instant instant() {
    return now;
  }

  void sleep(Duration time) {
    now = now.plus(time);
  }

  /** A study that the engine has delivered, with a deadline an hour after it came. */
  Task delivered(String id) {
    Exchange exchange =
        new Exchange(
            id,
            "lake",
            Kind.STUDY,
            "1.2." + id,
            "P" + id,
            "",
            "A" + id,
            "CT",
            Priority.ROUTINE,
            0,
            now,
            now);
    ledger.<Void>write(
        tx -> {
          tx.open(exchange);
          tx.append(
              new Arrival(
                  0,
                  id,
                  1,
                  now,
                  Way.C_STORE,
                  "CT",
                  new Content("d" + id, "segments/00000001", 0, 100),
                  new ObjectFacts(
                      "dicom",
                      "1.2.840.10008.5.1.4.1.1.2",
                      "1.2." + id + ".1",
                      "1.2.840.10008.1.2.1",
                      "1.2." + id,
                      "1.2.3",
                      "CT",
                      "P" + id,
                      "",
                      "A" + id),
                  0));
          tx.put(new Step(id, Step.CONVERT, 1, 1, 0, null, null, "", now));
          tx.put(new Step(id, "fhir", 1, 1, 0, null, null, "Task", now));
          tx.tell(id, new StoryLine(now, StoryLine.Event.CONVERTED, 1, Step.CONVERT, ""));
          return null;
        });
    Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    Patient patient = new Patient();
    patient.addName().setText("王" + id);
    patient.setBirthDate(Date.from(Instant.parse("1961-04-02T00:00:00Z")));
    Reference who = add(bundle, patient, "urn:test:patient", id);
    ServiceRequest order = new ServiceRequest();
    order.setCode(new CodeableConcept().setText("CT 胸部平扫")).setSubject(who);
    Reference ordered = add(bundle, order, "urn:test:order", id);
    add(bundle, task(exchange, who, ordered), Identifiers.READING_TASK, exchange.key());
    Bundle answer = ris.transaction().withBundle(bundle).execute();
    return task(new IdType(answer.getEntry().get(2).getResponse().getLocation()).getIdPart());
  }

  private Task task(Exchange exchange, Reference who, Reference order) {
    Task task = new Task();
    task.setStatus(Task.TaskStatus.REQUESTED).setIntent(Task.TaskIntent.ORDER);
    task.setPriority(Task.TaskPriority.ROUTINE);
    task.setBusinessStatus(
        new CodeableConcept(new Coding(Identifiers.BUSINESS_STATUS, "complete", "Complete")));
    task.addBasedOn(order.copy());
    task.setFocus(order.copy()).setFor(who.copy());
    task.setAuthoredOn(Date.from(now));
    task.getRestriction().getPeriod().setEnd(Date.from(now.plus(Duration.ofHours(1))));
    task.setOwner(server.group(DAY, exchange.id()));
    Reference input = new Reference("ImagingStudy/" + exchange.id());
    input.setIdentifier(
        new Identifier().setSystem(Identifiers.REVISION).setValue(exchange.id() + "/1"));
    task.addInput()
        .setType(new CodeableConcept(new Coding(Identifiers.READING, "examination", "")))
        .setValue(input);
    return task;
  }

  private static Reference add(Bundle bundle, Resource resource, String system, String value) {
    Identifier key = new Identifier().setSystem(system).setValue(value);
    switch (resource) {
      case Patient patient -> patient.addIdentifier(key);
      case ServiceRequest order -> order.addIdentifier(key);
      case Task task -> task.addIdentifier(key);
      default -> throw new IllegalArgumentException(resource.fhirType());
    }
    String url = "urn:uuid:" + java.util.UUID.randomUUID();
    bundle
        .addEntry()
        .setFullUrl(url)
        .setResource(resource)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl(resource.fhirType());
    return new Reference(url);
  }

  /** The Task as the server has it. */
  Task task(String id) {
    return ris.read().resource(Task.class).withId(id).execute();
  }

  /** The Task of a case as the server has it. */
  Task taskOf(String caseId) {
    return task(one(caseId).task().reference().substring("Task/".length()));
  }

  /** Another program changes a Task, however it likes. */
  Task changes(Task task, Consumer<Task> change) {
    Task there = task(task.getIdElement().getIdPart());
    change.accept(there);
    ris.update().resource(there).execute();
    return task(task.getIdElement().getIdPart());
  }

  /** Another program writes a report on the order of a Task. */
  DiagnosticReport reports(Task task, DiagnosticReportStatus status, String by) {
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(status);
    report.addBasedOn(task.getBasedOnFirstRep().copy());
    report.addResultsInterpreter().setDisplay(by);
    report.setIssued(Date.from(now));
    String id = ris.create().resource(report).execute().getId().getIdPart();
    return ris.read().resource(DiagnosticReport.class).withId(id).execute();
  }

  /** The case as it is noted. */
  ReadingCase one(String id) {
    return ledger.cases().find(id).orElseThrow();
  }

  /** The story of an exchange, in English. */
  List<String> story(String exchangeId) {
    return ExchangeView.of(ledger, exchangeId).orElseThrow().story().stream()
        .map(ExchangeView.Line::en)
        .toList();
  }

  @Override
  public void close() throws IOException {
    follow.close();
    fhir.close();
    ledger.close();
  }
}
