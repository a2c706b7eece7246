package org.farsight.reading;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the reading room works.
 *
 * @param target id of the FHIR server among the targets, where reading tasks are
 * @param url of that server
 * @param poll how often it is asked what has changed, beside being told; zero: never
 * @param groups who reads, in the order in which overdue cases are handed on; the first is the
 *     department that gets them
 * @param escalate how long each group has, once a case is overdue, before the next one gets it
 * @param subscription where the server can tell us that something has changed; empty: it cannot
 */
public record ReadingOptions(
    String target,
    String url,
    Duration poll,
    List<Group> groups,
    Duration escalate,
    Optional<Hook> subscription) {

  /** Takes a copy; there is at least one group. */
  public ReadingOptions {
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("somebody must read");
    }
  }

  /**
   * Where a server tells us that something has changed.
   *
   * @param address of {@code POST /worklist/changed} as the server reaches it
   * @param tokenFile holds the monitor's token that the server is to send with it; read whenever
   *     the server is asked
   */
  public record Hook(String address, Optional<Path> tokenFile) {}

  /**
   * A group of readers: a department of the core hospital.
   *
   * @param id short name
   * @param name what people call it
   */
  public record Group(String id, String name) {}
}
