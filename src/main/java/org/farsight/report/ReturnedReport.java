package org.farsight.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;

/**
 * A signed version of a read, as it goes back to the branch: one of our own, or one that was
 * written in another system.
 */
public sealed interface ReturnedReport permits ReportFile, ForeignReport {

  /** The case (the reading Task) that it answers. */
  String caseId();

  /** The examination. */
  String exchangeId();

  /** 1 for the first signed one. */
  int version();

  /** What this version is. */
  Report.Status status();

  /** Why an earlier version was changed or withdrawn; empty for the first. */
  String reason();

  /** Who was examined. */
  Report.Subject subject();

  /** What was done. */
  Report.Examination examination();

  /** The reader, as people call that person. */
  String signedBy();

  /** When it was signed, to the second. */
  Instant signedAt();

  /** Structured values; none of a report of another system. */
  List<Report.Field> fields();

  /** What is seen; may be empty. */
  String findings();

  /** The conclusion. */
  String impression();

  /** What the branch must be told at once. */
  Optional<String> critical();

  /** The file that is printed; there always is one of our own reports. */
  Optional<byte[]> pdf();

  /** The zone in which its times are told to people. */
  ZoneId zone();

  /**
   * The report as one self-contained page without a script. One that another system wrote is as
   * that system gave it: whoever shows it takes care that nothing in it runs.
   */
  String html();

  /** The report as lines of text, such as for OBX of HL7 v2; parted by {@code \n}. */
  default String text(Language language) {
    return ReportText.of(this, language);
  }

  /** Whether it stands. */
  default boolean stands() {
    return status() != Report.Status.ENTERED_IN_ERROR;
  }

  /** Whether it says something else than a version before it. */
  default boolean amended() {
    return status() == Report.Status.AMENDED;
  }
}
