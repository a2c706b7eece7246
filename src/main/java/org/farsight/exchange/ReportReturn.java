package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far one report on an examination has come back to its branch.
 *
 * @param exchangeId the report's own exchange
 * @param examinationId what it is about
 * @param caseId the case that it answers
 * @param version the newest signed one: the revision of its exchange
 * @param ways the ways back of its site; none before it is converted
 * @param opened who at the branch was the first to open that version
 */
public record ReportReturn(
    String exchangeId,
    String examinationId,
    String caseId,
    int version,
    List<Way> ways,
    Optional<Opening> opened) {

  /** Takes a copy. */
  public ReportReturn {
    ways = List.copyOf(ways);
  }

  /**
   * One way back.
   *
   * @param step how far it has come
   * @param required whether the examination is returned only once it has accepted
   */
  public record Way(Step step, boolean required) {}

  /**
   * That somebody at the branch has opened a version of a report.
   *
   * @param by account name; empty while there is no sign-in
   */
  public record Opening(Instant at, String by) {}

  /** Whether each required way has accepted the newest version. */
  public boolean isReturned() {
    List<Way> required = ways.stream().filter(Way::required).toList();
    return !required.isEmpty()
        && required.stream()
            .map(Way::step)
            .allMatch(step -> step.done() >= version && step.wanted() >= version);
  }
}
