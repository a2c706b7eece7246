package org.farsight.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.bench.ReceiveReport.Memory;
import org.farsight.bench.ReceiveReport.Sample;
import org.farsight.bench.ReceiveReport.Server;
import org.farsight.bench.ReceiveReport.Visible;
import org.junit.jupiter.api.Test;

class GoalTest {
  private final List<Sample> samples = new ArrayList<>();

  @Test
  void mediansAreTakenOverTheRounds() {
    ecgs("ours", 100, 1.0);
    ecgs("ours", 300, 3.0);
    ecgs("ours", 200, 9.0);
    ReceiveReport report = report(List.of());
    assertThat(report.median("ours", Workload.ECG_4, Run::perSecond)).contains(200.0);
    assertThat(report.cpuMillis("ours", Workload.ECG_4)).contains(3.0);
    assertThat(report.writtenPerSecond("ours", Workload.ECG_4)).contains(100.0);
    assertThat(report.median("ours", Workload.CT_4, Run::perSecond)).isEmpty();
    assertThat(report.median("nobody", Workload.ECG_4, Run::perSecond)).isEmpty();
  }

  @Test
  void ratiosAreTakenWithinARound() {
    for (int round = 1; round <= 3; round++) {
      sample("ours", round, 100 * round);
      sample("other", round, 50 * round);
    }
    sample("other", 4, 100_000);
    assertThat(report(List.of()).ratio("ours", "other", Workload.ECG_4)).contains(2.0);
    assertThat(report(List.of()).ratio("ours", "nobody", Workload.ECG_4)).isEmpty();
  }

  @Test
  void aGoalIsHeldAgainstTheFastestOtherServerNotAgainstALimit() {
    ecgs("ours", 900, 1);
    ecgs("slow", 100, 1);
    ecgs("fast", 600, 1);
    ecgs("limit: group commit", 1000, 1);
    List<Goal> goals = Goal.of(report(List.of()), "ours");
    assertThat(goals)
        .filteredOn(g -> g.against().startsWith("fast"))
        .extracting(Goal::ratio, Goal::bound, Goal::reached)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1.5, 1.0, true),
            org.assertj.core.groups.Tuple.tuple(1.5, 2.0, false));
    assertThat(goals)
        .filteredOn(g -> g.against().startsWith("limit: group commit"))
        .singleElement()
        .satisfies(g -> assertThat(g.ratio()).isEqualTo(0.9))
        .satisfies(g -> assertThat(g.reached()).isTrue());
    assertThat(goals).noneMatch(g -> g.against().startsWith("Orthanc"));
  }

  @Test
  void lessIsBetterForTimesAndMemory() {
    ecgs("ours", 900, 1);
    List<Goal> goals =
        Goal.of(report(List.of(new Memory("ours slim", 100 << 20, 130 << 20))), "ours");
    assertThat(goals).filteredOn(g -> g.what().startsWith("memory")).hasSize(2);
    assertThat(goals)
        .filteredOn(g -> g.what().startsWith("memory"))
        .extracting(Goal::reached)
        .containsExactly(true, false);
    assertThat(goals)
        .filteredOn(g -> g.what().startsWith("visible"))
        .extracting(Goal::ours)
        .containsOnly("7.0 ms");
  }

  private void sample(String server, int round, double perSecond) {
    Run run = new Run(100, 100, 100 / perSecond, new long[] {1, 2});
    samples.add(new Sample(server, Workload.ECG_4, round, run, Optional.empty(), 0));
  }

  private void ecgs(String server, double perSecond, double cpuMillis) {
    Run run = new Run(100, 100, 100 / perSecond, new long[] {1, 2});
    samples.add(
        new Sample(server, Workload.ECG_4, 1, run, Optional.of(cpuMillis), 100 / perSecond));
  }

  private ReceiveReport report(List<Memory> memory) {
    List<Server> servers =
        samples.stream()
            .map(Sample::server)
            .distinct()
            .map(name -> new Server(name, "", name.startsWith("limit")))
            .toList();
    return new ReceiveReport(
        servers,
        samples,
        memory,
        List.of(new Visible("ours", "/exchange", List.of(5.0, 7.0, 90.0))),
        List.of(new CommitLimit(1000, 4, 5000)),
        ReceiveReport.Machine.here());
  }
}
