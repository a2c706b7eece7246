package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports and critical values on their way back to a branch of three ways. */
class ReturnStepTest extends StepsFixture {
  private static final String HL7 = "return.unknown:X.hl7";
  private static final String FOLDER = "return.unknown:X.folder";
  private static final String PAGE = "return.unknown:X.page";

  /** What each way was given: version by version. */
  private final Map<String, List<Integer>> given = new HashMap<>();

  private final Map<String, DeliveryOutcome> outcomes = new HashMap<>();

  private Targets inForce = new Targets(List.of());

  private Targets.Entry entry(Target target) {
    return new Targets.Entry(
        target,
        work -> {
          DeliveryOutcome outcome = outcomes.getOrDefault(target.id(), new Accepted("AA"));
          if (outcome instanceof Accepted) {
            given.computeIfAbsent(target.id(), id -> new ArrayList<>()).add(work.toRevision());
          }
          return outcome;
        });
  }

  @BeforeEach
  void aBranchOfThreeWays() {
    BranchWay other = new BranchWay.Folder("another", true, Path.of("/another/branch"));
    inForce =
        new Targets(
            List.of(
                entry(new Target.FhirServer("core", "http://localhost/fhir")),
                entry(new Target.Archive("archive", "PACS", "localhost", 104, "ME")),
                entry(
                    new BranchWay.Hl7(
                        "unknown:X",
                        true,
                        "branch",
                        2575,
                        BranchWay.Characters.UTF_8,
                        "",
                        "",
                        Duration.ofSeconds(5))),
                entry(new BranchWay.Folder("unknown:X", false, Path.of("/b"))),
                entry(new BranchWay.Page("unknown:X", true)),
                entry(other)));
    targets.set(inForce);
    ledger.<Void>write(
        tx -> {
          tx.returns().optional(Set.of(FOLDER));
          return null;
        });
  }

  private void arrives(String id, Kind kind, String key, int revision) {
    String format = kind == Kind.REPORT ? "report-pdf" : kind == Kind.CRITICAL ? "critical-x" : "x";
    ledger.<Void>write(
        tx -> {
          if (revision == 1) {
            tx.open(
                new Exchange(
                    id, "unknown:X", kind, key, "P", "", "", "CT", Priority.ROUTINE, 0, now, now));
          }
          ObjectFacts facts = ObjectFacts.ofDocument(format, "a", "CT", "P", "", "");
          Content content = kept(id + revision);
          tx.append(new Arrival(0, id, revision, now, Way.READING_ROOM, "X", content, facts, 0));
          Step step =
              tx.step(id, Step.CONVERT)
                  .orElseGet(() -> new Step(id, Step.CONVERT, 0, 0, 0, null, null, "", null));
          tx.put(step.wanting(revision).dueAt(now));
          return null;
        });
  }

  /** An examination that was delivered, and read at the FHIR server. */
  private void examination() {
    arrives("a", Kind.ECG, "ka", 1);
    steps.run("a", Step.CONVERT);
    steps.run("a", "core");
    steps.run("a", "archive");
    ledger.<Void>write(
        tx -> {
          tx.cases()
              .signed(
                  new Cases.Signed(
                      "a", new ReadingCase.Report("DiagnosticReport/1", "1", "final", "Z", now)));
          return null;
        });
  }

  private void signed(int version) {
    arrives("r", Kind.REPORT, "unknown:X|a", version);
    steps.run("r", Step.CONVERT);
  }

  private State shown() {
    return ExchangeView.of(ledger, "a").orElseThrow().state();
  }

  private List<Event> told() {
    return ledger.story("a").stream()
        .map(StoryLine::event)
        .filter(e -> e == Event.REPORT_ACCEPTED || e == Event.RETURNED)
        .toList();
  }

  @Test
  void aReportWaitsForTheCoreHospitalAndThenGoesByTheWaysOfItsSiteOnly() {
    examination();
    signed(1);
    assertThat(steps.run("r", HL7)).isEqualTo(Result.NOT_DUE);
    assertThat(ledger.steps("r"))
        .extracting(Step::name)
        .containsExactlyInAnyOrder(Step.CONVERT, "core", HL7, FOLDER, PAGE);
    rung.clear();
    steps.run("r", "core");
    assertThat(rung).containsExactly(HL7, FOLDER, PAGE);
    assertThat(shown()).isEqualTo(State.READ);
    assertThat(steps.run("r", HL7)).isEqualTo(Result.DONE);
    assertThat(shown()).isEqualTo(State.READ);
    assertThat(steps.run("r", PAGE)).isEqualTo(Result.DONE);
    assertThat(shown()).isEqualTo(State.RETURNED);
    assertThat(told())
        .containsExactly(Event.REPORT_ACCEPTED, Event.REPORT_ACCEPTED, Event.RETURNED);
    assertThat(ledger.returns().untold(10))
        .containsExactly(new Returns.Untold("a", Progress.DELIVERED));
    steps.run("r", FOLDER);
    assertThat(told()).endsWith(Event.REPORT_ACCEPTED);
  }

  @Test
  void aBranchThatWasDownGetsTheNewestVersionAndNoneBefore() {
    examination();
    outcomes.put(HL7, new Retry(null, "no connection", Cause.TARGET));
    signed(1);
    steps.run("r", "core");
    assertThat(steps.run("r", HL7)).isEqualTo(Result.PARKED);
    steps.run("r", PAGE);
    assertThat(shown()).isEqualTo(State.READ);
    signed(2);
    now = now.plusSeconds(60);
    assertThat(steps.run("r", HL7)).as("version 2 is not at the core").isEqualTo(Result.NOT_DUE);
    outcomes.remove(HL7);
    steps.run("r", "core");
    steps.run("r", HL7);
    steps.run("r", PAGE);
    assertThat(given.get(HL7)).containsExactly(2);
    assertThat(given.get(PAGE)).containsExactly(1, 2);
    assertThat(shown()).isEqualTo(State.RETURNED);
  }

  @Test
  void anAmendmentTakesTheWordBackUntilItIsThereToo() {
    examination();
    signed(1);
    steps.run("r", "core");
    steps.run("r", HL7);
    steps.run("r", PAGE);
    assertThat(shown()).isEqualTo(State.RETURNED);
    signed(2);
    assertThat(shown()).isEqualTo(State.READ);
    assertThat(ledger.returns().untold(10)).as("what was told of version 1").isEmpty();
    steps.run("r", "core");
    steps.run("r", HL7);
    assertThat(shown()).isEqualTo(State.READ);
    steps.run("r", PAGE);
    assertThat(shown()).isEqualTo(State.RETURNED);
    assertThat(told().stream().filter(e -> e == Event.RETURNED)).hasSize(2);
  }

  @Test
  void aVersionSignedWhileTheOneBeforeIsOnItsWayFollowsIt() {
    examination();
    signed(1);
    steps.run("r", "core");
    Delivery slow =
        work -> {
          signed(2); // meanwhile
          given.computeIfAbsent(HL7, id -> new ArrayList<>()).add(work.toRevision());
          return new Accepted("AA");
        };
    List<Targets.Entry> entries = new ArrayList<>(inForce.entries());
    entries.replaceAll(e -> e.target().id().equals(HL7) ? new Targets.Entry(e.target(), slow) : e);
    targets.set(new Targets(entries));
    steps.run("r", HL7);
    targets.set(inForce);
    steps.run("r", PAGE);
    assertThat(shown()).isEqualTo(State.READ);
    steps.run("r", "core");
    steps.run("r", HL7);
    steps.run("r", PAGE);
    assertThat(given.get(HL7)).containsExactly(1, 2);
    assertThat(shown()).isEqualTo(State.RETURNED);
  }

  @Test
  void aVersionSignedWhileTheOneBeforeIsOnItsWayWaitsForTheCoreHospitalToo() {
    for (DeliveryOutcome outcome :
        List.of(
            new Accepted("AA"),
            new Retry(null, "no answer", Cause.EITHER),
            new DeliveryOutcome.Refused("AE"))) {
      String id = "r" + outcome.getClass().getSimpleName();
      arrives(id, Kind.REPORT, "unknown:X|" + id, 1);
      steps.run(id, Step.CONVERT);
      steps.run(id, "core");
      List<Integer> seen = new ArrayList<>();
      Delivery slow =
          work -> {
            seen.add(work.toRevision());
            if (work.toRevision() == 1) {
              arrives(id, Kind.REPORT, "unknown:X|" + id, 2); // meanwhile
              steps.run(id, Step.CONVERT);
              return outcome;
            }
            return new Accepted("AA");
          };
      List<Targets.Entry> entries = new ArrayList<>(inForce.entries());
      entries.replaceAll(
          e -> e.target().id().equals(HL7) ? new Targets.Entry(e.target(), slow) : e);
      targets.set(new Targets(entries));
      steps.run(id, HL7);
      now = now.plusSeconds(600);
      assertThat(steps.run(id, HL7)).as(id + " is not at the core").isEqualTo(Result.NOT_DUE);
      steps.run(id, "core");
      assertThat(steps.run(id, HL7)).isEqualTo(Result.DONE);
      assertThat(seen).containsExactly(1, 2);
      targets.set(inForce);
    }
  }

  @Test
  void aVersionThatIsConvertedOnceMoreStillGoesToABranchThatHasNotGotIt() {
    examination();
    outcomes.put(HL7, new Retry(null, "no connection", Cause.TARGET));
    signed(1);
    steps.run("r", "core");
    steps.run("r", HL7);
    ledger.<Void>write(
        tx -> {
          tx.put(tx.step("r", Step.CONVERT).orElseThrow().undone().dueAt(now));
          return null;
        });
    assertThat(steps.run("r", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(steps.run("r", "core")).as("it has the very same").isEqualTo(Result.NOT_DUE);
    outcomes.remove(HL7);
    now = now.plusSeconds(600);
    assertThat(steps.run("r", HL7)).isEqualTo(Result.DONE);
    assertThat(given.get(HL7)).containsExactly(1);
  }

  @Test
  void whatWasSentBeforeAKillAndNotNotedIsSentAgainAndNeverBehindANewerOne() {
    examination();
    signed(1);
    steps.run("r", "core");
    List<Boolean> inDoubt = new ArrayList<>();
    Delivery killed =
        work -> {
          inDoubt.add(work.triedBefore());
          given.computeIfAbsent(HL7, id -> new ArrayList<>()).add(work.toRevision());
          if (given.get(HL7).size() == 1) {
            throw new IllegalStateException("killed when the branch had it");
          }
          return new Accepted("AA");
        };
    List<Targets.Entry> entries = new ArrayList<>(inForce.entries());
    entries.replaceAll(
        e -> e.target().id().equals(HL7) ? new Targets.Entry(e.target(), killed) : e);
    targets.set(new Targets(entries));
    steps.run("r", HL7);
    signed(2);
    steps = newSteps();
    now = now.plusSeconds(60);
    assertThat(steps.run("r", HL7)).as("version 2 is not at the core").isEqualTo(Result.NOT_DUE);
    steps.run("r", "core");
    steps.run("r", HL7);
    assertThat(given.get(HL7)).containsExactly(1, 2);
    now = now.plusSeconds(600);
    assertThat(steps.run("r", HL7)).isEqualTo(Result.NOT_DUE);
    assertThat(inDoubt).containsExactly(false, false);
    assertThat(ledger.step("r", HL7).orElseThrow().done()).isEqualTo(2);
  }

  @Test
  void aReportOnAnExaminationThatIsForgottenIsHandedOverAllTheSame() {
    arrives("r", Kind.REPORT, "unknown:X|gone", 1);
    steps.run("r", Step.CONVERT);
    steps.run("r", "core");
    assertThat(steps.run("r", HL7)).isEqualTo(Result.DONE);
    assertThat(steps.run("r", PAGE)).isEqualTo(Result.DONE);
    assertThat(ledger.returns().ofCase("gone").orElseThrow().isReturned()).isTrue();
  }

  @Test
  void aCriticalValueDoesNotWaitForTheCoreHospital() {
    outcomes.put("core", new Retry(null, "down", Cause.TARGET));
    arrives("c", Kind.CRITICAL, "unknown:X|a|RULE", 1);
    rung.clear();
    steps.run("c", Step.CONVERT);
    assertThat(rung).contains(HL7, FOLDER, PAGE);
    assertThat(steps.run("c", HL7)).isEqualTo(Result.DONE);
    assertThat(given.get(HL7)).containsExactly(1);
  }

  @Test
  void anAddendumIsAReportOfItsOwnAndBothMustBeBack() {
    examination();
    signed(1);
    for (String step : List.of("core", HL7, PAGE)) {
      steps.run("r", step);
    }
    arrives("r2", Kind.REPORT, "unknown:X|a-3", 1);
    assertThat(shown()).isEqualTo(State.READ);
    steps.run("r2", Step.CONVERT);
    for (String step : List.of("core", HL7, PAGE)) {
      steps.run("r2", step);
    }
    assertThat(shown()).isEqualTo(State.RETURNED);
    assertThat(ledger.reports("a")).extracting(ReportReturn::caseId).containsExactly("a", "a-3");
    assertThat(ledger.returns().ofCase("a-3")).isPresent();
  }

  @Test
  void thatTheBranchHasOpenedAVersionIsNotedOnceWithWhoAndWhen() {
    examination();
    signed(1);
    ReportReturn report = ledger.returns().ofCase("a").orElseThrow();
    assertThat(Returning.opened(ledger, report, 1, "li", now)).isTrue();
    assertThat(Returning.opened(ledger, report, 1, "wang", now.plusSeconds(5))).isFalse();
    assertThat(ledger.returns().ofCase("a").orElseThrow().opened())
        .isEqualTo(Optional.of(new ReportReturn.Opening(now, "li")));
    assertThat(ledger.story("a").stream().filter(l -> l.event() == Event.OPENED_AT_BRANCH))
        .hasSize(1);
    assertThat(ledger.returns().untold(10))
        .containsExactly(new Returns.Untold("a", Progress.OPENED_AT_BRANCH));
    signed(2);
    assertThat(ledger.returns().ofCase("a").orElseThrow().opened()).isEmpty();
  }

  @Test
  void onlyStepsWithWorkAreSweptHoweverManyWaysThereAre() {
    examination();
    signed(1);
    assertThat(ledger.scheduled()).doesNotContain(HL7);
    steps.run("r", "core");
    assertThat(ledger.scheduled()).contains(HL7, PAGE);
    steps.run("r", HL7);
    assertThat(ledger.scheduled()).doesNotContain(HL7);
  }
}
