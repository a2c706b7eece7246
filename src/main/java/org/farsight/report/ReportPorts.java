package org.farsight.report;

import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.ReportDrafts;
import org.farsight.exchange.Sites;

/**
 * What signing needs from around it.
 *
 * @param templates in force now
 * @param sites in force now
 */
public record ReportPorts(
    Ledger ledger,
    Cases cases,
    ReportDrafts drafts,
    SignedVersions versions,
    Holder holder,
    Keeper keeper,
    Supplier<ReportTemplates> templates,
    Supplier<Sites> sites) {

  /** Port: knows from the FHIR server who has a case. */
  @FunctionalInterface
  public interface Holder {
    /**
     * Whether a reader has a case, as the FHIR server sees it; where that does not answer, as it
     * was seen last.
     *
     * @return empty if so; else what is in the way
     */
    Optional<Signing> hindrance(ReadingCase one, Report.Signer reader);
  }

  /** Port: keeps a signed version durably. */
  @FunctionalInterface
  public interface Keeper {
    /**
     * Keeps it as an arrival of the case's exchange of reports.
     *
     * @param examination what it is about
     */
    Receipt keep(Exchange examination, ReportFile file);
  }
}
