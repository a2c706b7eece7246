package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code farsight critical [list|acknowledge ID]}: critical values that branches are told of, and
 * what a branch has answered by telephone.
 */
@Command(
    name = "critical",
    description = {
      "Lists critical values that branches are told of and have not answered.",
      "Notes what a person there has read back by telephone and done."
    },
    mixinStandardHelpOptions = true)
final class CriticalCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** What can be asked for. */
  enum Wish {
    /** Those that nobody has answered. */
    LIST,
    /** Notes an answer. */
    ACKNOWLEDGE
  }

  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "LIST",
      paramLabel = "WISH",
      description = "list or acknowledge (default: list).")
  private Wish wish = Wish.LIST;

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "ID",
      description = "Id of the notice that is answered.")
  private String id = "";

  @Option(names = "--all", description = "Lists those that are answered too.")
  private boolean all;

  @Option(
      names = "--site",
      paramLabel = "ID",
      defaultValue = "",
      description = "Lists those of one site.")
  private String site = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Who at the branch answers, by name.")
  private String by = "";

  @Option(
      names = "--action",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What that person has done; without a patient's data.")
  private String action = "";

  @Mixin private DataFolder data = new DataFolder();

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "Language (default: zh where the locale is Chinese, else en).")
  private String language = Locale.getDefault().getLanguage().equals("zh") ? "zh" : "en";

  CriticalCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    boolean zh = Language.isChinese(language);
    return switch (wish) {
      case LIST -> list(zh);
      case ACKNOWLEDGE -> acknowledge(zh);
    };
  }

  private int list(boolean zh) throws Exception {
    // of all sites: who names one is taken for somebody there while nobody signs in
    JsonNode values =
        data.engine().get("/critical?limit=1000&state=" + (all ? "all" : "open")).path("critical");
    int shown = 0;
    for (JsonNode value : values) {
      if (site.isEmpty() || value.path("site").asText().equals(site)) {
        show(value, zh);
        shown++;
      }
    }
    if (shown == 0) {
      console.out().println(zh ? "没有待确认的危急值" : "no critical value waits for an answer");
    }
    return Main.DONE;
  }

  private void show(JsonNode value, boolean zh) {
    StringBuilder line = new StringBuilder();
    line.append(value.path("id").asText()).append("  ").append(time(value.path("at")));
    line.append("  ").append(value.path("siteName").asText());
    line.append("  ").append(value.path("modality").asText());
    line.append("  ").append(value.path("patient").path("name").asText());
    line.append(' ').append(value.path("patient").path("id").asText());
    if (value.path("overdue").asBoolean()) {
      line.append(zh ? "  [超时未确认]" : "  [overdue]");
    }
    console.out().println(line);
    if (value.has("withdrawn")) {
      console.out().println("    " + value.path("withdrawn").path(zh ? "zh" : "en").asText());
    }
    value.path("values").forEach(one -> console.out().println("    " + one.asText()));
    for (JsonNode way : value.path("ways")) {
      console.out().println("    " + told(way, zh));
    }
    if (value.has("acknowledged")) {
      console.out().println("    " + answered(value.path("acknowledged"), zh));
    }
  }

  private static String told(JsonNode way, boolean zh) {
    String name = way.path("way").asText();
    if (way.has("at")) {
      return (zh ? "已经 " + name + " 告知 " : "told over " + name + " ") + time(way.path("at"));
    }
    String why = way.has("why") ? ": " + way.path("why").asText() : "";
    return (zh ? "未经 " + name + " 送达" : "not yet told over " + name) + why;
  }

  private static String answered(JsonNode answer, boolean zh) {
    return (zh ? "已确认 " : "acknowledged ")
        + time(answer.path("at"))
        + "  "
        + answer.path("by").asText()
        + ": "
        + answer.path("action").asText();
  }

  private int acknowledge(boolean zh) throws Exception {
    if (id.isEmpty() || by.isBlank() || action.isBlank()) {
      throw new CommandFailure(
          "say which, who and what: farsight critical acknowledge ID --by NAME --action TEXT",
          Main.WRONG_USE);
    }
    JsonNode body = JsonNodeFactory.instance.objectNode().put("by", by).put("action", action);
    JsonNode answer = data.engine().post("/critical/" + Engines.encode(id) + "/acknowledge", body);
    if (answer.path("before").asBoolean()) {
      console.out().println(zh ? "此前已确认；本次仅记入记录" : "it had been answered; this was noted");
    }
    console.out().println(answered(answer.path("acknowledged"), zh));
    return Main.DONE;
  }

  private static String time(JsonNode at) {
    return TIME.format(Instant.parse(at.asText()).atZone(ZoneId.systemDefault()));
  }
}
