package org.farsight.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;

/**
 * The versions that were signed here, as they are kept.
 *
 * @param ledger knows them
 * @param store has their bytes
 */
public record SignedVersions(Ledger ledger, ContentStore store) {

  /**
   * One of them.
   *
   * @param arrival how it was kept
   */
  public record Kept(Arrival arrival, ReportFile file) {}

  /** The exchange that carries the reports of a case. */
  public Optional<Exchange> exchange(String siteId, String caseId) {
    return ledger.find(siteId + "|" + caseId, 10).stream()
        .filter(one -> one.kind() == Kind.REPORT && one.key().equals(siteId + "|" + caseId))
        .findFirst();
  }

  /**
   * Those of a case, the oldest first.
   *
   * @throws IOException if one cannot be read
   */
  public List<Kept> of(String siteId, String caseId) throws IOException {
    List<Kept> all = new ArrayList<>();
    for (Arrival arrival : arrivals(siteId, caseId)) {
      if (arrival.facts().format().equals(ReportFile.FORMAT)) {
        all.add(new Kept(arrival, read(arrival)));
      }
    }
    return all;
  }

  /** How the versions of a case were kept, without reading them; the oldest first. */
  List<Arrival> own(String siteId, String caseId) {
    return arrivals(siteId, caseId).stream()
        .filter(arrival -> arrival.facts().format().equals(ReportFile.FORMAT))
        .toList();
  }

  /**
   * One version of a case.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<Kept> version(String siteId, String caseId, int version) throws IOException {
    List<Arrival> all = own(siteId, caseId);
    if (version < 1 || version > all.size()) {
      return Optional.empty();
    }
    Arrival arrival = all.get(version - 1);
    return Optional.of(new Kept(arrival, read(arrival)));
  }

  /** Whether the newest report of a case was written in another system. */
  public boolean isForeign(String siteId, String caseId) {
    List<Arrival> all = arrivals(siteId, caseId);
    return !all.isEmpty() && !all.getLast().facts().format().equals(ReportFile.FORMAT);
  }

  private List<Arrival> arrivals(String siteId, String caseId) {
    return exchange(siteId, caseId).map(one -> ledger.arrivals(one.id(), 0)).orElse(List.of());
  }

  private ReportFile read(Arrival arrival) throws IOException {
    try {
      return ReportFile.read(store.read(arrival.content(), ReportFile.MOST_BYTES));
    } catch (DocumentException e) {
      throw new IOException("a kept report " + e.getMessage(), e);
    }
  }
}
