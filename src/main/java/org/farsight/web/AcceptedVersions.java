package org.farsight.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Step;

/**
 * Which versions of a report a branch is shown: nobody is shown what the core hospital may yet
 * refuse.
 *
 * @param core id of the FHIR server that must have accepted a version before a branch sees it
 */
record AcceptedVersions(Ledger ledger, Supplier<Optional<String>> core) {

  /**
   * The newest version that the core hospital has accepted, and 0 where it has none. What it had
   * accepted before somebody had it handed over once more stays to be seen.
   */
  int newest(ReportReturn report) {
    Optional<String> first = core.get();
    if (first.isEmpty()) {
      return report.version();
    }
    Optional<Step> step = ledger.step(report.exchangeId(), first.get());
    if (step.isEmpty()) {
      // that server came into the configuration later, or it is not converted yet
      return ledger
          .step(report.exchangeId(), Step.CONVERT)
          .map(convert -> Math.min(convert.done(), report.version()))
          .orElse(0);
    }
    boolean onceMore = step.get().done() == 0 && step.get().doneAt() != null;
    return onceMore ? report.version() : Math.min(step.get().done(), report.version());
  }

  /** Says of a version who has opened it, where it is the newest, and where it can be opened. */
  static void put(ObjectNode node, ReportReturn report, int version) {
    node.put("version", version);
    report
        .opened()
        .filter(opening -> version == report.version())
        .ifPresent(
            opening -> node.put("openedAt", opening.at().toString()).put("openedBy", opening.by()));
    String file = "/branch/report/" + report.caseId() + "/" + version;
    node.putObject("links").put("pdf", file + ".pdf").put("html", file + ".html");
  }
}
