package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.farsight.exchange.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farsight trace ID}: where is my study? */
@Command(
    name = "trace",
    description = "Tells the life of an exchange in plain words.",
    mixinStandardHelpOptions = true)
final class Trace implements Callable<Integer> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS");

  private static final int MOST_ARRIVALS = 20;

  private final Console console;

  @Parameters(
      paramLabel = "ID",
      description = "Exchange id, Study or SOP Instance UID, accession number or patient id.")
  private String id = "";

  @Mixin private LedgerFolder data = new LedgerFolder();

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "Language (default: zh where the locale is Chinese, else en).")
  private String language = Locale.getDefault().getLanguage().equals("zh") ? "zh" : "en";

  @Option(names = "--arrivals", description = "Lists each object, however many there are.")
  private boolean everyArrival;

  Trace(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (!List.of("zh", "en").contains(language)) {
      throw new CommandFailure("--lang is zh or en", Main.WRONG_USE);
    }
    try (Views views = data.views()) {
      JsonNode found = views.find(id, 20);
      if (found.isEmpty()) {
        throw new CommandFailure(
            language.equals("zh") ? "没有找到与 " + id + " 有关的记录" : "nothing is known of " + id);
      }
      for (JsonNode exchange : found) {
        print(exchange, views.arrivals(exchange.path("id").asText()));
      }
    }
    return Main.DONE;
  }

  private void print(JsonNode exchange, JsonNode each) {
    boolean zh = language.equals("zh");
    JsonNode arrivals = exchange.path("arrivals");
    line(
        exchange.path("id").asText()
            + "  "
            + exchange.path("state").asText()
            + "  "
            + exchange.path("modality").asText()
            + "  "
            + exchange.path("site").asText());
    line(
        "  "
            + (zh ? "标识" : "key")
            + " "
            + exchange.path("key").asText()
            + (zh ? "，版本 " : ", revision ")
            + exchange.path("revision").asInt()
            + (zh ? "，对象 " : ", objects ")
            + arrivals.path("count").asInt()
            + (zh ? "，重复 " : ", repeats ")
            + arrivals.path("repeats").asInt());
    exchange.path("targets").forEach(target -> step("  ", target, zh));
    exchange.path("ways").forEach(way -> step("  ", way, zh));
    for (JsonNode report : exchange.path("reports")) {
      line(
          "  "
              + (zh ? "报告 第 " : "report version ")
              + report.path("version").asInt()
              + (zh ? " 版" : "")
              + (report.path("returned").asBoolean()
                  ? (zh ? "，已回传" : ", returned")
                  : (zh ? "，未全部回传" : ", not yet returned"))
              + (report.has("openedAt")
                  ? (zh ? "，站点打开于 " : ", opened at the branch ") + time(report.path("openedAt"))
                  : ""));
      report.path("ways").forEach(way -> step("    ", way, zh));
    }
    for (JsonNode entry : exchange.path("quarantine")) {
      line(
          "  "
              + (zh ? "隔离 " : "quarantine ")
              + entry.path("id").asLong()
              + ": "
              + entry.path("reason").asText()
              + ": "
              + entry.path("why").asText());
    }
    List<JsonNode> story = new ArrayList<>(shown(each));
    exchange.path("story").forEach(story::add);
    // those of one moment stay in this order: what came, then what became of it
    story.sort(Comparator.comparing(line -> Instant.parse(line.path("at").asText())));
    for (JsonNode line : story) {
      line("  " + time(line.path("at")) + "  " + line.path(language).asText());
    }
    int hidden = each.size() - shown(each).size();
    if (hidden > 0) {
      line(
          zh
              ? "  另有 " + hidden + " 个对象未列出(--arrivals 全部列出)"
              : "  " + hidden + " objects are not listed (--arrivals lists them all)");
    }
    line("");
  }

  private void step(String margin, JsonNode target, boolean zh) {
    line(
        margin
            + target.path("target").asText()
            + (target.path("target").asText().endsWith(Step.REJECTION)
                ? (zh ? "(拒绝说明)" : " (rejection note)")
                : "")
            + ": "
            + target.path("outcome").asText()
            + reason(target)
            + (target.has("nextTry")
                ? (zh ? "，下次 " : ", next try ") + time(target.path("nextTry"))
                : ""));
    if (target.has("down")) {
      line(margin + "  " + down(target.path("down"), zh));
    }
  }

  /** All of few objects; of many the first and the last. */
  private List<JsonNode> shown(JsonNode arrivals) {
    List<JsonNode> all = new ArrayList<>();
    arrivals.forEach(all::add);
    if (everyArrival || all.size() <= MOST_ARRIVALS) {
      return all;
    }
    List<JsonNode> some = new ArrayList<>(all.subList(0, MOST_ARRIVALS / 2));
    some.addAll(all.subList(all.size() - MOST_ARRIVALS / 2, all.size()));
    return some;
  }

  private static String reason(JsonNode target) {
    return target.has("why") ? " (" + target.path("why").asText() + ")" : "";
  }

  private static String down(JsonNode down, boolean zh) {
    String since = time(down.path("since"));
    String next = time(down.path("nextProbe"));
    String why = down.path("why").asText();
    return zh
        ? "目标自 " + since + " 起不可达(" + why + ")，下次探测 " + next + "；恢复后自动发送"
        : "the target is down since %s (%s), next probe %s; it goes out when that is back"
            .formatted(since, why, next);
  }

  private static String time(JsonNode at) {
    return TIME.format(Instant.parse(at.asText()).atZone(ZoneId.systemDefault()));
  }

  private void line(String text) {
    console.out().println(text);
  }
}
