package org.farsight.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.RepeatedTask;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * Makes the transaction of a report fit what is at a server: whom and what it is about is what the
 * reading task there says, of a report that is there only what a version owns is changed, and both
 * are written on the versions that were read.
 */
final class ReportTransaction {
  private static final int MOST_RECORDINGS = 20;

  private final Bundle sent;
  private final Finding finding;

  /** Looks something up at the server. */
  interface Finding {
    <T extends Resource> Optional<T> find(Class<T> type, Identifier key);
  }

  ReportTransaction(Bundle sent, Finding finding) {
    this.sent = sent;
    this.finding = finding;
  }

  /**
   * Changes the Bundle.
   *
   * @param said the task as the version would have it, which is in the Bundle
   * @param task as it is at the server; is changed
   * @param there the report as it is at the server, if an earlier version is; is changed
   */
  void fit(Task said, Task task, Optional<DiagnosticReport> there) {
    BundleEntryComponent entry = entry(DiagnosticReport.class);
    DiagnosticReport ours = (DiagnosticReport) entry.getResource();
    Reference report = new Reference(entry.getFullUrl());
    if (there.isPresent()) {
      amend(there.get(), ours);
      put(entry, there.get());
      report = new Reference(there.get().getIdElement().toUnqualifiedVersionless());
    } else {
      place(ours, task);
    }
    for (BundleEntryComponent other : sent.getEntry()) {
      if (other.getResource() instanceof Media media) {
        media.setSubject(task.getFor().copy());
      }
    }
    BundleEntryComponent ended = entry(Task.class);
    if (!ReportMoves.isRecall(said)) {
      ReportMoves.complete(said, task, report);
      put(ended, task);
    } else if (mayRetract(task, there)) {
      if (!ReportMoves.isOfWrongPatient(said)) {
        again(task, said.getRequester(), ours);
      }
      ReportMoves.retract(said, task, report);
      put(ended, task);
    } else {
      sent.getEntry().remove(ended); // another report has completed it since
    }
  }

  private static boolean mayRetract(Task task, Optional<DiagnosticReport> there) {
    List<String> outputs = ReportMoves.outputs(task).toList();
    return switch (task.getStatus()) {
      case DRAFT, REQUESTED, RECEIVED, ACCEPTED, READY, INPROGRESS, ONHOLD -> true;
      case COMPLETED ->
          there
              .map(report -> report.getIdElement().toUnqualifiedVersionless().getValue())
              .filter(outputs::contains)
              .isPresent();
      case REJECTED, CANCELLED, FAILED, ENTEREDINERROR, NULL -> false;
    };
  }

  /** What is read again is read by the department. */
  private void again(Task task, Reference department, DiagnosticReport ours) {
    Task again = RepeatedTask.of(task, department.copy(), ours.getIssued().toInstant());
    Identifier key = again.getIdentifierFirstRep();
    String search = Identifiers.search("Task", key);
    sent.addEntry()
        .setFullUrl("urn:uuid:" + UUID.nameUUIDFromBytes(search.getBytes(StandardCharsets.UTF_8)))
        .setResource(again)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("Task")
        .setIfNoneExist(search.substring(search.indexOf('?') + 1));
  }

  /** A version owns what it says; what others have hung on the report stays. */
  private static void amend(DiagnosticReport there, DiagnosticReport ours) {
    there.setStatus(ours.getStatus());
    there.setIssuedElement(ours.getIssuedElement());
    there.setConclusion(ours.getConclusion());
    there.setConclusionCode(ours.getConclusionCode());
    there.setPresentedForm(ours.getPresentedForm());
    there.setResultsInterpreter(ours.getResultsInterpreter());
    there.setMedia(ours.getMedia());
    TaskAmendment.withoutRequest(there.getMeta());
  }

  private void place(DiagnosticReport ours, Task task) {
    ours.setSubject(task.getFor().copy());
    List<Reference> orders = new ArrayList<>();
    task.getBasedOn().forEach(order -> orders.add(order.copy()));
    ours.setBasedOn(orders);
    if (ours.hasImagingStudy()) {
      Reference named = ours.getImagingStudyFirstRep();
      finding
          .find(ImagingStudy.class, named.getIdentifier())
          .ifPresent(study -> ours.setImagingStudy(List.of(at(study))));
    }
    List<Reference> results = new ArrayList<>();
    for (Reference named : ours.getResult().stream().limit(MOST_RECORDINGS).toList()) {
      finding
          .find(Observation.class, named.getIdentifier())
          .ifPresent(
              recording -> {
                results.add(at(recording));
                recording.getHasMember().forEach(part -> results.add(part.copy()));
              });
    }
    if (!results.isEmpty()) {
      ours.setResult(results);
    }
  }

  private static Reference at(Resource resource) {
    return new Reference(resource.getIdElement().toUnqualifiedVersionless());
  }

  private static void put(BundleEntryComponent entry, Resource resource) {
    String id = resource.getIdElement().getIdPart();
    String version = resource.getMeta().getVersionId();
    resource.setId(resource.fhirType() + "/" + id);
    entry.setResource(resource);
    entry
        .getRequest()
        .setMethod(HTTPVerb.PUT)
        .setUrl(resource.fhirType() + "/" + id)
        .setIfNoneExist(null)
        .setIfMatch("W/\"" + version + "\"");
  }

  private BundleEntryComponent entry(Class<? extends Resource> type) {
    return sent.getEntry().stream()
        .filter(one -> type.isInstance(one.getResource()))
        .findFirst()
        .orElseThrow();
  }
}
