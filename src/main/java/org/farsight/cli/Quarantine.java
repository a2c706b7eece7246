package org.farsight.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code farsight quarantine}: what was kept back or refused, why, and what becomes of it. */
@Command(
    name = "quarantine",
    description = "What waits for a person's decision, and the decision.",
    mixinStandardHelpOptions = true)
final class Quarantine implements Callable<Integer> {

  private final Console console;

  @Mixin private LedgerFolder data = new LedgerFolder();

  Quarantine(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return QuarantineList.print(
        console, data, "", org.farsight.exchange.Interventions.Filter.WAITING);
  }
}
