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

/** {@code farsight alarms [list|acknowledge ID]}: what should be looked after, and who does. */
@Command(
    name = "alarms",
    description = "Lists what should be looked after, and notes who does.",
    mixinStandardHelpOptions = true)
final class AlarmsCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** What can be asked for. */
  enum Action {
    /** The open ones. */
    LIST,
    /** Notes who looks after one. */
    ACKNOWLEDGE
  }

  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "LIST",
      paramLabel = "ACTION",
      description = "list or acknowledge (default: list).")
  private Action action = Action.LIST;

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "0",
      paramLabel = "ID",
      description = "Number of the alarm to acknowledge.")
  private long id;

  @Option(names = "--all", description = "Lists those that are over too.")
  private boolean all;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who looks after it (default: the user of this system).")
  private String by = "";

  @Mixin private LedgerFolder data = new LedgerFolder();

  @Option(
      names = "--lang",
      paramLabel = "zh|en",
      description = "Language (default: zh where the locale is Chinese, else en).")
  private String language = Locale.getDefault().getLanguage().equals("zh") ? "zh" : "en";

  AlarmsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    boolean zh = Language.isChinese(language);
    return switch (action) {
      case LIST -> list(zh);
      case ACKNOWLEDGE -> acknowledge(zh);
    };
  }

  private int list(boolean zh) throws Exception {
    JsonNode alarms;
    try (Views views = data.views()) {
      alarms = views.alarms(all).path("alarms");
    }
    alarms.forEach(alarm -> console.out().println(line(alarm, zh)));
    if (alarms.isEmpty()) {
      console.out().println(zh ? "没有告警" : "no alarms");
    }
    return Main.DONE;
  }

  private int acknowledge(boolean zh) throws Exception {
    if (id <= 0) {
      throw new CommandFailure("name the alarm: farsight alarms acknowledge ID", Main.WRONG_USE);
    }
    JsonNode who = JsonNodeFactory.instance.objectNode().put("by", by);
    JsonNode alarm = data.engine().post("/alarms/" + id + "/acknowledge", who);
    console.out().println(line(alarm, zh));
    return Main.DONE;
  }

  private static String line(JsonNode alarm, boolean zh) {
    StringBuilder line = new StringBuilder();
    line.append(alarm.path("id").asLong()).append("  ").append(time(alarm.path("raisedAt")));
    line.append("  ").append(alarm.path("kind").asText()).append("  ");
    line.append(alarm.path(zh ? "zh" : "en").asText());
    if (alarm.has("endedAt")) {
      line.append(zh ? " [已恢复 " : " [over ").append(time(alarm.path("endedAt"))).append(']');
    }
    if (alarm.has("acknowledgedBy")) {
      line.append(zh ? " [处理人 " : " [looked after by ");
      line.append(alarm.path("acknowledgedBy").asText()).append(' ');
      line.append(time(alarm.path("acknowledgedAt"))).append(']');
    }
    return line.toString();
  }

  private static String time(JsonNode at) {
    return TIME.format(Instant.parse(at.asText()).atZone(ZoneId.systemDefault()));
  }
}
