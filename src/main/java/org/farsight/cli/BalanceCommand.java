package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code farsight balance}: what came on a day, and what each target has of it. */
@Command(
    name = "balance",
    description = "Compares what came on a day with what the archive and the FHIR server have.",
    mixinStandardHelpOptions = true)
final class BalanceCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

  private final Console console;

  @Option(
      names = "--day",
      paramLabel = "DAY",
      description = "Such as 2026-11-22, in each site's zone (default: today).")
  private @Nullable String day;

  @Option(names = "--site", paramLabel = "SITE", description = "One site (default: all).")
  private @Nullable String site;

  @Mixin private DataFolder data = new DataFolder();

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "Language (default: zh where the locale is Chinese, else en).")
  private String language = Locale.getDefault().getLanguage().equals("zh") ? "zh" : "en";

  BalanceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    boolean zh = Language.isChinese(language);
    StringBuilder query = new StringBuilder("/balance?");
    if (day != null) {
      query.append("day=").append(Engines.encode(day)).append('&');
    }
    if (site != null) {
      query.append("site=").append(Engines.encode(site));
    }
    JsonNode answer = data.engine().get(query.toString());
    answer.path("sites").forEach(one -> print(one, zh));
    boolean balanced = answer.path("balanced").asBoolean();
    line(
        balanced
            ? zh ? "全部平衡" : "all balanced"
            : zh ? "有差异，见上" : "there are differences, see above");
    return Main.DONE;
  }

  private void print(JsonNode one, boolean zh) {
    JsonNode received = one.path("received");
    ZoneId zone = ZoneId.of(one.path("zone").asText());
    line(
        one.path("day").asText()
            + "  "
            + one.path("site").asText()
            + " "
            + one.path("name").asText());
    line(
        "  "
            + (zh ? "收到：" : "received: ")
            + count(received, "exchanges", zh ? " 个交换(" : " exchanges (")
            + count(received, "studies", zh ? " 个检查，" : " studies, ")
            + count(received, "ecgs", zh ? " 份心电图)," : " ECGs), ")
            + count(received, "objects", zh ? " 个对象，" : " objects, ")
            + count(received, "bytes", zh ? " 字节；重复 " : " bytes; repeats ")
            + count(received, "repeats", zh ? "，隔离 " : ", kept back ")
            + count(received, "keptBack", ""));
    one.path("targets").forEach(target -> print(target, zone, zh));
    JsonNode reads = one.path("reads");
    line(
        "  "
            + (zh ? "阅片：已出报告 " : "reads: read ")
            + reads.path("read").asLong()
            + (zh ? " / " : " of ")
            + count(received, "exchanges", zh ? " 个交换(修改 " : " exchanges (amended ")
            + count(reads, "amended", zh ? ")，已回传 " : "), returned ")
            + reads.path("returned").asLong()
            + (zh ? " / " : " of ")
            + reads.path("reports").asLong());
    for (JsonNode kept : one.path("keptBack")) {
      line(
          "  "
              + (zh ? "隔离 " : "kept back ")
              + kept.path("id").asLong()
              + "  "
              + time(kept.path("at"), zone)
              + "  "
              + kept.path("reason").asText()
              + (kept.has("exchange") ? "  " + kept.path("exchange").asText() : "")
              + (kept.path("settled").asBoolean() ? (zh ? "(已处理)" : " (settled)") : ""));
    }
  }

  private void print(JsonNode target, ZoneId zone, boolean zh) {
    String of = zh ? " / " : " of ";
    long notOwed = target.path("notOwed").asLong();
    line(
        "  "
            + target.path("target").asText()
            + ": "
            + target.path("exchangesThere").asLong()
            + of
            + count(target, "exchanges", zh ? " 个交换，" : " exchanges, ")
            + target.path("objectsThere").asLong()
            + of
            + count(target, "objects", zh ? " 个对象" : " objects")
            + (notOwed == 0 ? "" : zh ? "；按规则不送 " + notOwed : "; by rule not for it " + notOwed));
    JsonNode differences = target.path("differences");
    for (JsonNode one : differences) {
      String why = one.path("why").asText();
      line(
          "    "
              + one.path("exchange").asText()
              + "  "
              + one.path("modality").asText()
              + "  "
              + time(one.path("firstAt"), zone)
              + "  "
              + one.path("there").asLong()
              + of
              + one.path("objects").asLong()
              + "  "
              + one.path(zh ? "zh" : "en").asText()
              + (why.isEmpty() ? "" : ": " + why));
    }
    long missing = target.path("exchanges").asLong() - target.path("exchangesThere").asLong();
    if (missing > differences.size()) {
      long more = missing - differences.size();
      line("    " + (zh ? "另有 " + more + " 个" : "and " + more + " more"));
    }
  }

  private static String count(JsonNode of, String name, String words) {
    return of.path(name).asLong() + words;
  }

  private static String time(JsonNode at, ZoneId zone) {
    return TIME.format(Instant.parse(at.asText()).atZone(zone));
  }

  private void line(String text) {
    console.out().println(text);
  }
}
