package org.farsight.fhir;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.farsight.ecg.Recording;
import org.farsight.ecg.critical.CriticalRules;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.quality.Finding;
import org.farsight.ecg.quality.SignalQuality;

/**
 * By which rules an ECG is looked at on its way: as a reload leaves them, whole.
 *
 * @param quality finds faults of the signal
 * @param critical the table of critical values
 * @param usual what holds for a site that has no rules of its own
 * @param sites by site id: what a site has set
 */
public record EcgPolicy(
    SignalQuality quality, CriticalRules critical, SiteRules usual, Map<String, SiteRules> sites) {

  /** The usual limits, no critical values, nothing rejected. */
  public static final EcgPolicy PLAIN =
      new EcgPolicy(
          SignalQuality.standard(),
          CriticalRules.NONE,
          new SiteRules(CriticalRules.EARLIEST, Set.of()),
          Map.of());

  public EcgPolicy {
    Objects.requireNonNull(quality);
    Objects.requireNonNull(critical);
    Objects.requireNonNull(usual);
    sites = Map.copyOf(sites);
  }

  /**
   * What a site has set.
   *
   * @param criticalList by which published list a value is critical, or {@link
   *     CriticalRules#EARLIEST}
   * @param reject an ECG with a fault of these kinds goes back to the branch
   */
  public record SiteRules(String criticalList, Set<Finding.Kind> reject) {
    public SiteRules {
      Objects.requireNonNull(criticalList);
      reject = Set.copyOf(reject);
    }
  }

  /** What becomes of each rule of the critical values at a site. */
  public List<Verdict> verdicts(Recording recording, String siteId) {
    return critical.evaluate(recording, of(siteId).criticalList());
  }

  SiteRules of(String siteId) {
    return sites.getOrDefault(siteId, usual);
  }
}
