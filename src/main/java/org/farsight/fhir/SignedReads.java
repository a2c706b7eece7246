package org.farsight.fhir;

import java.util.List;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Task;

/**
 * Is told of each read that a FHIR server has taken, before its delivery counts as done, so that
 * whoever follows that server knows it for ours. May be told of the same more than once.
 */
public interface SignedReads {

  /** Nobody wants to know. */
  SignedReads NONE =
      new SignedReads() {
        @Override
        public boolean follows(String target) {
          return false;
        }

        @Override
        public void written(DiagnosticReport report, List<Task> tasks) {
          throw new IllegalStateException("nobody follows any server");
        }
      };

  /** Whether somebody follows this target. */
  boolean follows(String target);

  /**
   * What is there now.
   *
   * @param tasks the one that the report answers, and one that is to be read again, where there is
   */
  void written(DiagnosticReport report, List<Task> tasks);
}
