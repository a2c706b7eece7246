package org.farsight.fhir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The warnings that may remain, each with its reason. An error is never allowed.
 *
 * <p>A file of lines {@code TYPE CODE PATH # reason}: a resource type, the rule's key or the
 * validator's name of what it found, the element below which it may occur; {@code *} stands for
 * any. Empty lines and lines that begin with {@code #} are for people.
 */
public final class AllowedWarnings {

  /** Nothing is allowed. */
  public static final AllowedWarnings NONE = new AllowedWarnings(List.of());

  private static final String ANY = "*";

  /**
   * One line.
   *
   * @param reason why it may be
   */
  private record Entry(String type, String code, String path, String reason) {
    boolean covers(String otherType, ProfileIssue issue) {
      return (type.equals(ANY) || type.equals(otherType))
          && (code.equals(ANY) || code.equals(issue.code()))
          && (path.equals(ANY) || issue.path().equals(path) || issue.path().startsWith(path + "."));
    }
  }

  private final List<Entry> entries;

  private AllowedWarnings(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads a file.
   *
   * @throws IOException naming file and line of what is not understood, or has no reason
   */
  public static AllowedWarnings read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int hash = line.indexOf('#');
      String[] words = (hash < 0 ? line : line.substring(0, hash)).strip().split("\\s+");
      String reason = hash < 0 ? "" : line.substring(hash + 1).strip();
      if (words.length != 3 || reason.isEmpty()) {
        throw new IOException(file + ":" + (i + 1) + ": a line is TYPE CODE PATH # reason");
      }
      entries.add(new Entry(words[0], words[1], words[2], reason));
    }
    return new AllowedWarnings(entries);
  }

  /** Whether a finding in a resource of this type may remain. */
  public boolean covers(String type, ProfileIssue issue) {
    return !issue.error() && entries.stream().anyMatch(entry -> entry.covers(type, issue));
  }
}
