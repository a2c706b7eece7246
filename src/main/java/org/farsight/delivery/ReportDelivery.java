package org.farsight.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Target;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.SignedReads;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * Hands over a version of a read: report, signature and the end of the reading task are one
 * transaction, on the very versions of task and report that were looked at (If-Match). Where
 * somebody was faster it is looked at again: a case that is still this reader's is signed, one that
 * another has taken or completed is not.
 */
final class ReportDelivery {
  private static final int TRIES = 5;

  private final FhirContext context;
  private final Target.FhirServer target;
  private final IGenericClient client;
  private final SignedReads reads;

  ReportDelivery(
      FhirContext context, Target.FhirServer target, IGenericClient client, SignedReads reads) {
    this.context = context;
    this.target = target;
    this.client = client;
    this.reads = reads;
  }

  /**
   * Tries until it is neither overtaken nor in doubt.
   *
   * @param text the stored transaction
   */
  DeliveryOutcome deliver(String text) {
    for (int i = 0; i < TRIES; i++) {
      // what is sent is changed to fit what is there: each try begins with what is stored
      Bundle sent = context.newJsonParser().parseResource(Bundle.class, text);
      Optional<Task> said = only(sent, Task.class);
      if (said.isEmpty()) {
        return new Accepted("written elsewhere and withdrawn there: nothing is to be changed");
      }
      Optional<Task> there = find(Task.class, said.get().getIdentifierFirstRep());
      if (there.isEmpty()) {
        return new Retry(null, "the reading task is not at the server yet");
      }
      try {
        return only(sent, DiagnosticReport.class).isPresent()
            ? sign(sent, said.get(), there.get())
            : close(said.get(), there.get());
      } catch (ResourceVersionConflictException | PreconditionFailedException e) {
        continue;
      }
    }
    return new Retry(null, "the reading task is being changed by others all the time");
  }

  private DeliveryOutcome sign(Bundle sent, Task said, Task task) {
    DiagnosticReport ours = only(sent, DiagnosticReport.class).orElseThrow();
    Optional<DiagnosticReport> there = find(DiagnosticReport.class, ours.getIdentifierFirstRep());
    boolean taken = there.isPresent() && isThis(there.get(), ours);
    if (taken) {
      told(there.get().getIdElement().getIdPart(), task);
      return new Accepted(proof(there.get(), task) + ": found there");
    }
    Optional<String> hindrance = ReportMoves.hindrance(said, task, there);
    if (hindrance.isPresent()) {
      return new Refused(hindrance.get());
    }
    new ReportTransaction(sent, this::find).fit(said, task, there);
    String answer =
        client
            .transaction()
            .withBundle(context.newJsonParser().encodeResourceToString(sent))
            .execute();
    Bundle answered = context.newJsonParser().parseResource(Bundle.class, answer);
    if (answered.getEntry().size() != sent.getEntry().size()) {
      return new Retry(
          null,
          "the server answered "
              + answered.getEntry().size()
              + " of "
              + sent.getEntry().size()
              + " entries",
          DeliveryOutcome.Cause.EITHER);
    }
    return find(DiagnosticReport.class, ours.getIdentifierFirstRep())
        .<DeliveryOutcome>map(
            report -> {
              told(report.getIdElement().getIdPart(), task);
              return new Accepted(proof(report, task));
            })
        .orElseGet(
            () ->
                new Retry(
                    null,
                    "the server took the report and does not find it",
                    DeliveryOutcome.Cause.EITHER));
  }

  /** Whether a report says what this version says: the same files under the same status. */
  private static boolean isThis(DiagnosticReport there, DiagnosticReport ours) {
    return there.getStatus() == ours.getStatus() && forms(there).equals(forms(ours));
  }

  private static List<String> forms(DiagnosticReport report) {
    return report.getPresentedForm().stream()
        .map(Attachment::getUrl)
        .map(url -> url == null ? "" : url.replaceFirst(".*Binary/", ""))
        .toList();
  }

  /** Whoever follows this server is shown what is there now. */
  private void told(String report, Task task) {
    if (!reads.follows(target.id())) {
      return;
    }
    DiagnosticReport now = client.read().resource(DiagnosticReport.class).withId(report).execute();
    List<Task> tasks = new ArrayList<>();
    tasks.add(client.read().resource(Task.class).withId(task.getIdElement().getIdPart()).execute());
    ReportMoves.again(tasks.getFirst()).flatMap(key -> find(Task.class, key)).ifPresent(tasks::add);
    reads.written(now, tasks);
  }

  /** A report that another program has written at this server, or at another one. */
  private DeliveryOutcome close(Task said, Task task) {
    String written = ((Reference) said.getOutputFirstRep().getValue()).getReference();
    if (!written.startsWith(target.url() + "/")) {
      return new Accepted("written at another FHIR server: nothing is to be changed here");
    }
    Reference report = new Reference(written.substring(target.url().length() + 1));
    if (!ReportMoves.isOpen(task)) {
      return new Accepted(report.getReference() + ", " + reference(task) + ": closed there");
    }
    ReportMoves.complete(said, task, report);
    client.update().resource(task).execute();
    return new Accepted(report.getReference() + ", " + reference(task) + ": closed");
  }

  private static String proof(DiagnosticReport report, Task task) {
    return report.getIdElement().toUnqualified().getValue() + ", " + reference(task);
  }

  private static String reference(Task task) {
    return task.getIdElement().toUnqualifiedVersionless().getValue();
  }

  private <T extends Resource> Optional<T> find(Class<T> type, Identifier key) {
    return client
        .search()
        .byUrl(Identifiers.search(type.getSimpleName(), key))
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  private static <T extends Resource> Optional<T> only(Bundle bundle, Class<T> type) {
    return resources(bundle).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Resource> resources(Bundle bundle) {
    return bundle.getEntry().stream().map(BundleEntryComponent::getResource);
  }
}
