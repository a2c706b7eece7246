package org.farsight.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The templates in force.
 *
 * @param all in the order of their files
 */
public record ReportTemplates(List<ReportTemplate> all) {
  /** None: a report is free text. */
  public static final ReportTemplates NONE = new ReportTemplates(List.of());

  /** Takes a copy. */
  public ReportTemplates {
    all = List.copyOf(all);
  }

  /** Those that can be used for an examination, the one that fits best first. */
  public List<ReportTemplate> fitting(String modality, String description) {
    return all.stream()
        .filter(one -> one.fits(modality, description) > 0)
        .sorted(
            Comparator.comparingInt((ReportTemplate one) -> one.fits(modality, description))
                .reversed())
        .toList();
  }

  /** The one with this id. */
  public Optional<ReportTemplate> find(String id) {
    return all.stream().filter(one -> one.id().equals(id)).findFirst();
  }
}
