package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A decision about the order of an examination, carried out by the running engine. */
abstract class OrderDecision implements Callable<Integer> {

  private final Console console;

  @Parameters(index = "0", paramLabel = "EXCHANGE", description = "Exchange id of the examination.")
  private String exchange = "";

  @Mixin private DataFolder data = new DataFolder();

  @Mixin private Person person = new Person();

  private OrderDecision(Console console) {
    this.console = console;
  }

  final int post(String act, ObjectNode body) throws CommandFailure, InterruptedException {
    JsonNode answer = data.engine().post("/orders/" + Engines.encode(exchange) + "/" + act, body);
    console.out().println(answer.path(Language.isChinese() ? "zh" : "en").asText());
    return Main.DONE;
  }

  final ObjectNode person() {
    return person.toJson();
  }

  /** {@code farsight orders match EXCHANGE ORDER}. */
  @Command(
      name = "match",
      description = {
        "An examination belongs to an order, whatever the rules say.",
        "It is given to the FHIR servers again, where what hangs on another order moves."
      },
      mixinStandardHelpOptions = true)
  static final class ToOrder extends OrderDecision {
    @Parameters(index = "1", paramLabel = "ORDER", description = "Exchange id of the order.")
    private String order = "";

    ToOrder(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      return post("match", person().put("order", order));
    }
  }

  /** {@code farsight orders unmatch EXCHANGE}. */
  @Command(
      name = "unmatch",
      description = "An examination belongs to no order that is known; one is made for it.",
      mixinStandardHelpOptions = true)
  static final class FromOrder extends OrderDecision {
    FromOrder(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      return post("unmatch", person());
    }
  }
}
