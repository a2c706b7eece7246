package org.farsight.ecg.drawing;

import java.util.List;
import java.util.Objects;

/**
 * What stands on a sheet beside what the recording says itself.
 *
 * @param site the branch, as people call it; may be empty
 * @param patientShown whether name, id, sex and birth date are drawn
 * @param findings of the signal's quality, a line each, in the sheet's language
 */
public record SheetCaption(String site, boolean patientShown, List<String> findings) {
  public SheetCaption {
    Objects.requireNonNull(site);
    findings = List.copyOf(findings);
  }
}
