package org.farsight.app;

import java.nio.file.Path;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;
import org.farsight.report.ReportTemplates;

/**
 * How reports are written and signed.
 *
 * @param keyFile the private key (JWK) that others keep; empty: one of our own in the data folder
 * @param language of reports on paper
 * @param publicUrl address of the engine as people outside see it; empty: its own
 * @param templates what reports begin with
 */
record ReportSettings(
    Optional<Path> keyFile,
    Language language,
    Optional<String> publicUrl,
    ReportTemplates templates) {

  /** Whether another one differs in what only a start puts in force. */
  boolean needsRestartFrom(ReportSettings running) {
    return !keyFile.equals(running.keyFile)
        || language != running.language
        || !publicUrl.equals(running.publicUrl);
  }
}
