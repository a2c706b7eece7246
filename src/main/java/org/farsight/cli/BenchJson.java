package org.farsight.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.farsight.bench.Goal;
import org.farsight.bench.ReceiveReport;

/**
 * What a measurement found, for programs: every go with its figures, nothing aggregated but goals.
 */
final class BenchJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BenchJson() {}

  static void write(ReceiveReport report, String us, Path file) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), tree(report, us));
  }

  static ObjectNode tree(ReceiveReport report, String us) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode machine = root.putObject("machine");
    machine.put("system", report.machine().system());
    machine.put("processors", report.machine().processors());
    machine.put("clientJava", report.machine().java());
    ArrayNode servers = root.putArray("servers");
    report
        .servers()
        .forEach(
            server ->
                servers
                    .addObject()
                    .put("name", server.name())
                    .put("settings", server.settings())
                    .put("limit", server.limit()));
    samples(report, root.putArray("samples"));
    ArrayNode memory = root.putArray("memory");
    report
        .memory()
        .forEach(
            m ->
                memory
                    .addObject()
                    .put("server", m.server())
                    .put("warmRss", m.warm())
                    .put("peakRss", m.peak()));
    ArrayNode visible = root.putArray("visible");
    report
        .visible()
        .forEach(
            v -> {
              ObjectNode node = visible.addObject().put("server", v.server()).put("view", v.view());
              ArrayNode millis = node.putArray("millis");
              v.millis().forEach(millis::add);
            });
    ArrayNode commits = root.putArray("appendAndSync");
    report
        .commits()
        .forEach(
            c ->
                commits
                    .addObject()
                    .put("objectBytes", c.objectBytes())
                    .put("producers", c.producers())
                    .put("perSecond", c.perSecond()));
    goals(report, us, root.putArray("goals"));
    return root;
  }

  private static void samples(ReceiveReport report, ArrayNode samples) {
    for (ReceiveReport.Sample sample : report.samples()) {
      ObjectNode node = samples.addObject();
      node.put("server", sample.server());
      node.put("workload", sample.workload());
      node.put("round", sample.round());
      node.put("objects", sample.run().objects());
      node.put("bytes", sample.run().bytes());
      node.put("seconds", sample.run().seconds());
      node.put("perSecond", sample.run().perSecond());
      node.put("p50Millis", sample.run().percentileMillis(50));
      node.put("p99Millis", sample.run().percentileMillis(99));
      node.put("secondsUntilWritten", sample.unwritten());
      sample.cpuMillis().ifPresent(cpu -> node.put("serverCpuMillisEach", cpu));
    }
  }

  private static void goals(ReceiveReport report, String us, ArrayNode goals) {
    for (Goal goal : Goal.of(report, us)) {
      goals
          .addObject()
          .put("what", goal.what())
          .put("ours", goal.ours())
          .put("against", goal.against())
          .put("ratio", goal.ratio())
          .put("bound", goal.bound())
          .put("more", goal.more())
          .put("reached", goal.reached());
    }
  }
}
