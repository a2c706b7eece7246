package org.farsight.reading;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.farsight.report.ForeignDocument;
import org.farsight.report.ForeignReport;
import org.farsight.report.ReturnedReport;

/** What other systems have written, kept in a list; a disk that is full keeps nothing. */
final class KeptInMemory implements ReportKeeping {
  final List<ForeignDocument> versions = new ArrayList<>();
  boolean full;
  private final Ledger ledger;

  KeptInMemory(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Kept kept(ReadingCase one) {
    Set<String> origins = new HashSet<>();
    Optional<ReturnedReport> newest = Optional.empty();
    int count = 0;
    for (ForeignDocument version : versions) {
      if (version.report().caseId().equals(one.id())) {
        origins.add(version.origin());
        newest = Optional.of(version.report());
        count++;
      }
    }
    return new Kept(count, origins, newest);
  }

  @Override
  public Optional<Exchange> examination(ReadingCase one) {
    return ledger.exchange(one.exchangeId());
  }

  @Override
  public Site site(ReadingCase one) {
    return new Site(
        one.siteId(),
        "湖滨",
        "urn:x",
        ZoneId.of("+08:00"),
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        List.of());
  }

  @Override
  public boolean keep(ReadingCase one, Way way, String format, ForeignDocument version) {
    if (full) {
      return false;
    }
    versions.add(version);
    return true;
  }

  /** What is said in the newest. */
  ForeignReport newest() {
    return versions.getLast().report();
  }
}
