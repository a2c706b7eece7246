package org.farsight.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Node;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;

/** Reads what devices are told of what is safe. */
final class CommitmentReader {
  private CommitmentReader() {}

  static Configuration.Commitment read(Settings s, List<Site> sites, List<Target> targets) {
    boolean archive = targets.stream().anyMatch(Target.Archive.class::isInstance);
    Map<String, CommitmentMode> modes = new HashMap<>();
    for (Site site : sites) {
      String key = "sites." + site.id() + ".commitment";
      CommitmentMode mode = s.get(key, CommitmentMode.AUTOMATIC, CommitmentReader::mode);
      modes.put(site.id(), mode);
      if (!archive
          && (mode == CommitmentMode.ARCHIVE_COMMITTED || mode == CommitmentMode.ARCHIVE_STORED)) {
        s.mistake(s.place(key), key + ": there is no archive; only durable-here can be promised");
      }
    }
    int wait = s.number("commitment.wait-seconds", 300, 0, 86_400);
    return new Configuration.Commitment(Duration.ofSeconds(wait), modes);
  }

  private static CommitmentMode mode(String value) {
    return switch (value) {
      case "archive-committed" -> CommitmentMode.ARCHIVE_COMMITTED;
      case "archive-stored" -> CommitmentMode.ARCHIVE_STORED;
      case "durable-here" -> CommitmentMode.DURABLE_HERE;
      default ->
          throw new IllegalArgumentException(
              "is archive-committed, archive-stored or durable-here");
    };
  }

  /** Sentences about devices that a report can reach only over the association they asked by. */
  static List<String> unreachable(List<Site> sites) {
    List<String> words = new ArrayList<>();
    for (Site site : sites) {
      Set<String> without = new TreeSet<>(site.callingAets());
      site.addresses().stream().map(Node::aet).forEach(without::remove);
      if (!without.isEmpty()) {
        words.add(
            "sites."
                + site.id()
                + ".addresses has no address of "
                + String.join(", ", without)
                + ": a storage commitment report reaches them only over the association they"
                + " asked by");
      }
    }
    return words;
  }
}
