package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code farsight orders}: the orders, and what of them waits for a person. */
@Command(
    name = "orders",
    description = "Orders, which examinations belong to them, and a person's decision on that.",
    mixinStandardHelpOptions = true)
final class Orders implements Callable<Integer> {

  private final Console console;

  @Mixin private LedgerFolder data = new LedgerFolder();

  Orders(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return list(console, data, false);
  }

  static int list(Console console, LedgerFolder data, boolean onlyDoubt) throws Exception {
    JsonNode all;
    try (Views views = data.views()) {
      all = views.orders(onlyDoubt);
    }
    boolean zh = Language.isChinese();
    for (JsonNode doubt : all.path("inDoubt")) {
      console.out().println((zh ? "存疑  " : "in doubt  ") + examination(doubt, zh));
    }
    if (all.has("orders")) {
      TextTable table =
          zh
              ? new TextTable("医嘱", "站点", "状态", "设备", "检查号", "申请单号", "时间", "检查")
              : new TextTable(
                  "order", "site", "status", "modality", "accession", "placer", "ordered", "exams");
      for (JsonNode order : all.path("orders")) {
        table.row(
            order.path("id").asText(),
            order.path("site").asText(),
            order.path("status").asText(),
            order.path("modality").asText(),
            order.path("accession").asText(),
            order.path("placer").asText(),
            order.path("orderedAt").asText(),
            Integer.toString(order.path("examinations").size()));
      }
      table.lines().forEach(console.out()::println);
    }
    JsonNode counts = all.path("counts");
    console
        .out()
        .println(
            (zh
                    ? "存疑 %d 例；无检查的医嘱 %d 条，其中逾期 %d 条"
                    : "%d in doubt; %d orders without an" + " examination, %d of them overdue")
                .formatted(
                    counts.path("inDoubt").asLong(),
                    counts.path("open").asLong(),
                    counts.path("overdue").asLong()));
    return Main.DONE;
  }

  static String examination(JsonNode match, boolean zh) {
    StringBuilder line = new StringBuilder();
    line.append(match.path("exchange").asText())
        .append("  ")
        .append(match.path("site").asText())
        .append("  ")
        .append(match.path("modalities").asText())
        .append("  ")
        .append(match.path("examinedAt").asText())
        .append("  ")
        .append(match.path(zh ? "zh" : "en").asText());
    if (!match.path("order").asText().isEmpty()) {
      line.append(" → ").append(match.path("order").asText());
    }
    for (JsonNode candidate : match.path("candidates")) {
      line.append(" ? ").append(candidate.asText());
    }
    return line.toString();
  }

  /** {@code farsight orders list}. */
  @Command(
      name = "list",
      description = "What is in doubt, and the newest orders.",
      mixinStandardHelpOptions = true)
  static final class All implements Callable<Integer> {
    private final Console console;
    @Mixin private LedgerFolder data = new LedgerFolder();

    All(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws Exception {
      return list(console, data, false);
    }
  }

  /** {@code farsight orders doubt}. */
  @Command(
      name = "doubt",
      description = "Examinations that wait for a person to say which order is theirs.",
      mixinStandardHelpOptions = true)
  static final class InDoubt implements Callable<Integer> {
    private final Console console;
    @Mixin private LedgerFolder data = new LedgerFolder();

    InDoubt(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws Exception {
      return list(console, data, true);
    }
  }

  /** {@code farsight orders show ID}. */
  @Command(
      name = "show",
      description = "One order with its examinations, or one examination with its candidates.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "ID", description = "Exchange id of an order or an examination.")
    private String id = "";

    @Mixin private LedgerFolder data = new LedgerFolder();

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws Exception {
      JsonNode found;
      try (Views views = data.views()) {
        found = views.order(id);
      }
      boolean zh = Language.isChinese();
      if (found.has("verdict")) {
        console.out().println(examination(found, zh));
        found.path("candidateOrders").forEach(this::order);
      } else {
        order(found);
        found
            .path("examinations")
            .forEach(one -> console.out().println("  " + examination(one, zh)));
      }
      return Main.DONE;
    }

    private void order(JsonNode order) {
      console
          .out()
          .println(
              "%s  %s  %s  %s  %s  %s%s"
                  .formatted(
                      order.path("id").asText(),
                      order.path("site").asText(),
                      order.path("status").asText(),
                      order.path("modality").asText(),
                      order.path("accession").asText(),
                      order.path("orderedAt").asText(),
                      order.has("scheduledAt") ? " → " + order.path("scheduledAt").asText() : ""));
    }
  }
}
