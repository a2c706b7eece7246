package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.farsight.exchange.KillPoint;

/** A file of JSON lines, one for each kill and each comparison; each call goes on counting. */
final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_WORDS = 50;

  private final Path file;

  Results(Path file) {
    this.file = file;
  }

  /** Notes a kill that happened. */
  void killed(Kill kill) throws IOException {
    ObjectNode line = line("kill");
    switch (kill) {
      case Kill.AtPoint at -> {
        line.put("victim", "engine").put("point", at.point().name());
        line.put("passage", at.passage());
      }
      case Kill.Engine engine -> {
        line.put("victim", "engine").put("afterMillis", engine.after().toMillis());
        line.put("startingMillis", engine.starting().toMillis());
      }
      case Kill.Server server -> {
        line.put("victim", server.server().name()).put("afterMillis", server.after().toMillis());
        line.put("downMillis", server.down().toMillis());
      }
    }
    append(line);
  }

  /** Notes that a kill point was not come to. */
  void missed(Kill.AtPoint kill) throws IOException {
    append(line("missed").put("point", kill.point().name()).put("passage", kill.passage()));
  }

  /** Notes losses of power, and what was found after them. */
  void powerCut(PowerCuts.Outcome outcome) throws IOException {
    append(line("powerCuts").put("cuts", outcome.cuts()), outcome.findings());
  }

  /**
   * Notes a comparison.
   *
   * @param acknowledged lines of the journal that were compared for the first time
   * @param upTo lines of the journal that have been compared by now
   */
  void compared(int acknowledged, int upTo, Duration settling, Findings findings)
      throws IOException {
    ObjectNode line = line("comparison").put("acknowledged", acknowledged).put("upTo", upTo);
    line.put("settlingSeconds", settling.toSeconds());
    append(line, findings);
  }

  private void append(ObjectNode line, Findings findings) throws IOException {
    put(line, "lost", findings.lost());
    put(line, "doubled", findings.doubled());
    put(line, "stuck", findings.stuck());
    append(line);
  }

  private static void put(ObjectNode line, String name, List<String> found) {
    line.put(name, found.size());
    ArrayNode words = line.putArray(name + "Words");
    found.stream().limit(MOST_WORDS).forEach(words::add);
  }

  private static ObjectNode line(String what) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return JSON.createObjectNode().put("at", now.toString()).put("what", what);
  }

  private void append(ObjectNode line) throws IOException {
    Files.writeString(
        file,
        JSON.writeValueAsString(line) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Lines of the journal that were compared; a call that broke off leaves some to the next. */
  int comparedUpTo() throws IOException {
    int upTo = 0;
    if (Files.exists(file)) {
      for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        upTo = Math.max(upTo, JSON.readTree(text).path("upTo").asInt());
      }
    }
    return upTo;
  }

  /** All calls together. */
  Report total() throws IOException {
    Map<KillPoint, Integer> points = new EnumMap<>(KillPoint.class);
    Map<String, Integer> random = new TreeMap<>();
    Set<KillPoint> unreached = EnumSet.noneOf(KillPoint.class);
    int[] sums = new int[6];
    if (Files.exists(file)) {
      for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        JsonNode line = JSON.readTree(text);
        switch (line.path("what").asText()) {
          case "kill" -> {
            if (line.has("point")) {
              points.merge(KillPoint.valueOf(line.path("point").asText()), 1, Integer::sum);
            } else {
              random.merge(line.path("victim").asText(), 1, Integer::sum);
            }
          }
          case "comparison" -> {
            sums[0] += line.path("acknowledged").asInt();
            sums[4]++;
            found(sums, line);
          }
          case "powerCuts" -> {
            sums[5] += line.path("cuts").asInt();
            found(sums, line);
          }
          case "missed" -> unreached.add(KillPoint.valueOf(line.path("point").asText()));
          default -> throw new IOException("an unknown line in " + file);
        }
      }
    }
    unreached.removeAll(points.keySet());
    return new Report(
        points, random, sums[5], unreached, sums[4], sums[0], sums[1], sums[2], sums[3]);
  }

  private static void found(int[] sums, JsonNode line) {
    sums[1] += line.path("lost").asInt();
    sums[2] += line.path("doubled").asInt();
    sums[3] += line.path("stuck").asInt();
  }
}
