package org.farsight.crash.power;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A folder: its names as they are durable, and what was done to them since. They come to the disk
 * in the order in which they were made.
 */
final class DiskFolder implements Node {
  private final String path;
  private final Map<String, Node> durable = new LinkedHashMap<>();
  private final Map<String, Node> current = new LinkedHashMap<>();
  private final List<Change> pending = new ArrayList<>();

  /**
   * A change of names, as a whole.
   *
   * @param removed a name that goes; null: none
   * @param name a name that comes; null: none
   * @param node what has it
   */
  private record Change(
      long number, @Nullable String removed, @Nullable String name, @Nullable Node node) {
    void to(Map<String, Node> names) {
      if (removed != null) {
        names.remove(removed);
      }
      if (name != null && node != null) {
        names.put(name, node);
      }
    }
  }

  DiskFolder(String path) {
    this.path = path;
  }

  @Override
  public String path() {
    return path;
  }

  /** Something that was there before the recording began. */
  void found(String name, Node node) {
    durable.put(name, node);
    current.put(name, node);
  }

  @Nullable Node get(String name) {
    return current.get(name);
  }

  Map<String, Node> current() {
    return current;
  }

  void put(long number, String name, Node node) {
    change(new Change(number, null, name, node));
  }

  void remove(long number, String name) {
    change(new Change(number, name, null, null));
  }

  void rename(long number, String from, String to, Node node) {
    change(new Change(number, from, to, node));
  }

  private void change(Change change) {
    change.to(current);
    pending.add(change);
  }

  @Override
  public void synced(long before) {
    Iterator<Change> changes = pending.iterator();
    while (changes.hasNext()) {
      Change change = changes.next();
      if (change.number() >= before) {
        return;
      }
      change.to(durable);
      changes.remove();
    }
  }

  /** Its names after a loss of power. */
  Map<String, Node> after(Loss loss, Random random) {
    int stay =
        switch (loss) {
          case ALL, NAMES -> 0;
          case BYTES, NOTHING -> pending.size();
          case SOME -> random.nextInt(pending.size() + 1);
        };
    Map<String, Node> names = new LinkedHashMap<>(durable);
    pending.subList(0, stay).forEach(change -> change.to(names));
    return names;
  }
}
