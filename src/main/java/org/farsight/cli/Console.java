package org.farsight.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: results to {@code out}, progress and complaints to {@code err}. Both are
 * UTF-8 and flush at the end of a line.
 *
 * @param out what was asked for
 * @param err everything else
 */
public record Console(PrintWriter out, PrintWriter err) {

  /** The process's own streams, in UTF-8 whatever the locale says. */
  public static Console ofProcess() {
    return new Console(writer(FileDescriptor.out), writer(FileDescriptor.err));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    PrintStream stream =
        new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
