package org.farsight.fhir;

import java.util.Date;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.farsight.report.Report;
import org.farsight.report.ReturnedReport;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/**
 * The reading task as a version of its report makes it. The task is shared: the delivery changes of
 * the one that is there what this says of status, business status, output, end and reader, and
 * leaves the rest as it is.
 */
final class ReportTask {
  private final TransactionBundle bundle;
  private final Site site;
  private final Exchange examination;
  private final boolean recalled;

  /**
   * @param recalled whether the examination was sent under the wrong patient
   */
  ReportTask(TransactionBundle bundle, Site site, Exchange examination, boolean recalled) {
    this.bundle = bundle;
    this.site = site;
    this.examination = examination;
    this.recalled = recalled;
  }

  /**
   * Adds it.
   *
   * @param output the DiagnosticReport
   * @param owner who has read it
   * @param department who is to read it again, where it must be
   */
  void add(ReturnedReport report, Reference output, Reference owner, Reference department)
      throws DocumentException {
    String value =
        CaseKeys.key(examination, report.caseId())
            .orElseThrow(() -> new DocumentException("no case of its examination", "/case"));
    Identifier key = new Identifier().setSystem(Identifiers.READING_TASK).setValue(value);
    Task task = new Task();
    task.getMeta().addProfile(Identifiers.PROFILE_READING_TASK);
    task.addIdentifier(key);
    Reference order = ReportResources.order(report.examination());
    task.addBasedOn(order).setFocus(order.copy());
    task.setFor(ReportResources.subject(report.subject()));
    task.setIntent(Task.TaskIntent.ORDER).setPriority(TaskInput.priority(examination.priority()));
    task.setCode(Codings.concept(Identifiers.READING, "read", "Read and report"));
    task.setAuthoredOnElement(FhirTimes.dateTime(examination.firstAt(), site.zone()));
    task.setRequester(department.copy()).setOwner(owner.copy());
    task.addInput(TaskInput.original(examination, ReportResources.examined(report.examination())));
    task.addOutput()
        .setType(Codings.concept(Identifiers.READING, "report", "Report"))
        .setValue(output.copy());
    if (report.status() == Report.Status.ENTERED_IN_ERROR) {
      task.setStatus(TaskStatus.ENTEREDINERROR);
      task.setBusinessStatus(business("signed", "Signed"));
      if (recalled) {
        task.setStatusReason(RecalledBundle.reason());
      }
    } else {
      task.setStatus(TaskStatus.COMPLETED).setBusinessStatus(business("signed", "Signed"));
      task.setExecutionPeriod(new Period().setEnd(Date.from(report.signedAt())));
    }
    bundle.own(task, key);
  }

  private static CodeableConcept business(String code, String display) {
    return Codings.concept(Identifiers.BUSINESS_STATUS, code, display);
  }
}
