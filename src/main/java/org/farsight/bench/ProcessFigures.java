package org.farsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What Linux tells of a process in {@code /proc}; empty on other systems and where we may not look.
 *
 * @param folder {@code /proc/PID}
 */
record ProcessFigures(Path folder) {
  /** Of the fields of {@code stat}, USER_HZ: the unit in which Linux tells times to programs. */
  private static final double TICKS_PER_SECOND = 100;

  static ProcessFigures of(long pid) {
    return new ProcessFigures(Path.of("/proc", Long.toString(pid)));
  }

  /** CPU seconds used so far, with those of its children that have ended (proc_pid_stat(5)). */
  Optional<Double> cpuSeconds() {
    return read("stat").map(ProcessFigures::cpuSeconds);
  }

  static double cpuSeconds(List<String> stat) {
    String line = stat.getFirst();
    // the name in parentheses may hold anything; field 3 stands behind the last of these
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int field = 14; field <= 17; field++) {
      ticks += Long.parseLong(fields[field - 3]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Bytes of memory it has now. */
  Optional<Long> rss() {
    return read("status").flatMap(lines -> kilobytes(lines, "VmRSS:"));
  }

  /** Most bytes of memory it ever had since the start or since {@link #forgetPeak}. */
  Optional<Long> peakRss() {
    return read("status").flatMap(lines -> kilobytes(lines, "VmHWM:"));
  }

  static Optional<Long> kilobytes(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst();
  }

  /** Lets the peak begin anew; false where we may not. */
  boolean forgetPeak() {
    try {
      Files.writeString(folder.resolve("clear_refs"), "5");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<List<String>> read(String file) {
    try {
      return Optional.of(Files.readAllLines(folder.resolve(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
