package org.farsight.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.dicom.service.CommitmentReport.CLASS_INSTANCE_CONFLICT;
import static org.farsight.dicom.service.CommitmentReport.NO_SUCH_OBJECT_INSTANCE;
import static org.farsight.dicom.service.CommitmentReport.PROCESSING_FAILURE;
import static org.farsight.dicom.service.CommitmentReport.RESOURCE_LIMITATION;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Commitment.Reference;
import org.farsight.exchange.Commitment.Stage;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Commitments.Kept;
import org.farsight.exchange.Commitments.Standing;
import org.farsight.exchange.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final Instant ASKED = Instant.parse("2026-03-01T08:00:00Z");
  private static final Instant SOON = ASKED.plusSeconds(1);
  private static final Instant LATE = ASKED.plus(Duration.ofDays(8));
  private static final Reference CT = new Reference("ct", "1.2.3", OptionalInt.empty());
  private static final Kept HERE = new Kept("x1", "lake", 2, "ct", "1.2", "1.2.9");
  private static final Step.Trouble REFUSED = new Step.Trouble(false, "refused");
  private static final Step.Trouble PARKED = new Step.Trouble(true, "down");

  private List<Step> steps = List.of(step(Step.CONVERT, 2, null), step("pacs", 2, null));
  private Map<String, Map<String, Integer>> answers = Map.of();
  private CommitmentMode mode = CommitmentMode.AUTOMATIC;
  private Set<String> archives = Set.of("pacs");

  private static Step step(String name, int done, Step.@Nullable Trouble trouble) {
    return new Step("x1", name, done, 2, 0, ASKED, trouble, "", null);
  }

  private Finding find(@Nullable Kept kept, boolean keptBack, Instant now) {
    Commitment request =
        new Commitment(
            1, "9.9", "DEV", "ME", "lake", ASKED, Stage.DECIDING, 0, ASKED, null, List.of(CT));
    return new Findings(
            request,
            mode,
            archives,
            exchange -> steps,
            answers,
            Duration.ofMinutes(5),
            Duration.ofDays(7))
        .of(new Standing(0, CT, kept, keptBack), now);
  }

  private static Finding decided(int outcome) {
    return new Finding.Decided(outcome);
  }

  @Test
  void anObjectThatIsNotHereIsWaitedForAndThenMissing() {
    assertThat(find(null, false, SOON)).isInstanceOf(Finding.Waiting.class);
    assertThat(find(null, false, ASKED.plus(Duration.ofMinutes(5))))
        .isEqualTo(decided(NO_SUCH_OBJECT_INSTANCE));
  }

  @Test
  void anObjectOfAnotherSiteIsNotHereForThisOne() {
    Kept elsewhere = new Kept("x2", "hill", 1, "ct", "1.2", "1.2.9");
    assertThat(find(elsewhere, false, LATE)).isEqualTo(decided(NO_SUCH_OBJECT_INSTANCE));
  }

  @Test
  void whatWasKeptBackIsNotCommittedEvenIfSomethingElseIsHereUnderItsUid() {
    assertThat(find(null, true, SOON)).isEqualTo(decided(PROCESSING_FAILURE));
    mode = CommitmentMode.DURABLE_HERE;
    assertThat(find(HERE, true, SOON)).isEqualTo(decided(PROCESSING_FAILURE));
  }

  @Test
  void anotherClassIsAConflict() {
    Kept other = new Kept("x1", "lake", 2, "mr", "1.2", "1.2.9");
    assertThat(find(other, false, SOON)).isEqualTo(decided(CLASS_INSTANCE_CONFLICT));
  }

  @Test
  void durableHereAsksNobody() {
    mode = CommitmentMode.DURABLE_HERE;
    steps = List.of();
    assertThat(find(HERE, false, SOON)).isEqualTo(decided(0));
  }

  @Test
  void anArchiveIsAskedOnceItHasAcceptedTheRevision() {
    assertThat(find(HERE, false, SOON)).isEqualTo(new Finding.ToAsk(Set.of("pacs")));
    steps = List.of(step(Step.CONVERT, 2, null), step("pacs", 1, PARKED));
    assertThat(find(HERE, false, SOON)).isInstanceOf(Finding.Waiting.class);
    steps = List.of(step(Step.CONVERT, 1, null));
    assertThat(find(HERE, false, SOON)).isInstanceOf(Finding.Waiting.class);
    assertThat(find(HERE, false, LATE)).isEqualTo(decided(PROCESSING_FAILURE));
  }

  @Test
  void whatIsRefusedForGoodIsNotWaitedFor() {
    steps = List.of(step(Step.CONVERT, 2, null), step("pacs", 1, REFUSED));
    assertThat(find(HERE, false, SOON)).isEqualTo(decided(PROCESSING_FAILURE));
    steps = List.of(step(Step.CONVERT, 1, REFUSED));
    assertThat(find(HERE, false, SOON)).isEqualTo(decided(PROCESSING_FAILURE));
  }

  @Test
  void everyArchiveHasToCommitItselfAndItsReasonIsRelayed() {
    archives = Set.of("pacs", "second");
    steps = List.of(step(Step.CONVERT, 2, null), step("pacs", 2, null), step("second", 2, null));
    answers = Map.of("pacs", Map.of("1.2.3", 0));
    assertThat(find(HERE, false, SOON)).isEqualTo(new Finding.ToAsk(Set.of("second")));
    answers = Map.of("pacs", Map.of("1.2.3", 0), "second", Map.of("1.2.3", RESOURCE_LIMITATION));
    assertThat(find(HERE, false, SOON)).isEqualTo(decided(RESOURCE_LIMITATION));
    answers = Map.of("pacs", Map.of("1.2.3", 0), "second", Map.of("1.2.3", 0));
    assertThat(find(HERE, false, SOON)).isEqualTo(decided(0));
  }

  @Test
  void anArchiveThatDoesNotTakeTheExchangeCommitsNothing() {
    steps = List.of(step(Step.CONVERT, 2, null), step("fhir", 2, null));
    assertThat(find(HERE, false, SOON)).isEqualTo(decided(PROCESSING_FAILURE));
    archives = Set.of();
    mode = CommitmentMode.ARCHIVE_STORED;
    assertThat(find(HERE, false, SOON)).isEqualTo(decided(PROCESSING_FAILURE));
  }
}
