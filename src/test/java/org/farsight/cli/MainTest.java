package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      Main.commandLine(new Console(new PrintWriter(out, true), new PrintWriter(err, true)));

  @Test
  void tellsItsVersion() {
    assertThat(line.execute("--version")).isEqualTo(Main.DONE);
    assertThat(out.toString()).startsWith("farsight ");
  }

  @Test
  void anUnknownCommandIsAMistakeInUse() {
    assertThat(line.execute("fly")).isEqualTo(Main.WRONG_USE);
    assertThat(err.toString()).contains("fly");
  }

  @Test
  void noCommandShowsTheUsage() {
    assertThat(line.execute()).isEqualTo(Main.WRONG_USE);
    assertThat(err.toString()).contains("Usage: farsight");
  }

  @Test
  void aForeseenFailureIsSaidInOneLine() {
    line.addSubcommand(new Failing(new CommandFailure("no such folder: x")));
    assertThat(line.execute("failing")).isEqualTo(Main.FAILED);
    assertThat(err.toString()).isEqualTo("farsight failing: no such folder: x" + nl());
  }

  @Test
  void anUnforeseenOneShowsWhereItHappened() {
    line.addSubcommand(new Failing(new IllegalStateException("boom")));
    assertThat(line.execute("failing")).isEqualTo(Main.BROKEN);
    assertThat(err.toString()).contains("IllegalStateException: boom").contains("MainTest");
  }

  private static String nl() {
    return System.lineSeparator();
  }

  @Command(name = "failing")
  private record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }
}
