package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.farsight.cli.Console;
import org.farsight.cli.Main;

/** {@code farsight} commands, run within this process. */
final class Command {

  private Command() {}

  /** What a command printed and its exit code. */
  record Run(int status, String out, String err) {}

  /** Runs one. */
  static Run farsight(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
    int status = Main.commandLine(console).execute(arguments);
    return new Run(status, out.toString(), err.toString());
  }

  /** What {@code trace} tells of an id at the engine of a home. */
  static String trace(EngineHome home, String id, String language) {
    Run run = farsight("trace", id, "--lang", language, "--data", home.data().toString());
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    return run.out();
  }
}
