package org.farsight.identity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;

/**
 * Which ids are used no more, derived from all decisions in order. A decision that cannot hold, as
 * it would close a circle or merge what is merged already, is passed over: it leaves everything as
 * it was, and so does its repetition.
 */
public final class Merges {

  private final Map<Key, Key> into = new LinkedHashMap<>();

  private Merges() {}

  /** The state after these decisions. */
  public static Merges of(List<IdentityDecision> inOrder) {
    Merges merges = new Merges();
    for (IdentityDecision one : inOrder) {
      if (merges.objection(one).isEmpty()) {
        merges.apply(one);
      }
    }
    return merges;
  }

  private void apply(IdentityDecision one) {
    switch (one.kind()) {
      case MERGE -> into.put(one.from(), one.into());
      case UNMERGE -> into.remove(one.from());
      case LINK, UNLINK -> {}
    }
  }

  /**
   * Why a decision changes nothing.
   *
   * @param en in English
   * @param zh in Simplified Chinese
   */
  public record Objection(String en, String zh) {}

  /** Why a decision would change nothing now; empty where it would. */
  public Optional<Objection> objection(IdentityDecision next) {
    Key from = next.from();
    return switch (next.kind()) {
      case MERGE -> {
        if (from.equals(next.into())) {
          yield objection("a patient is not merged into itself", "患者不能与自身合并");
        }
        Key before = into.get(from);
        if (next.into().equals(before)) {
          yield objection("the two are merged already", "两个患者已合并");
        }
        if (before != null) {
          yield objection("it is merged into another one already", "该患者已并入其他患者");
        }
        yield survivor(next.into()).equals(from)
            ? objection(
                "the other one is merged into it: that would be a circle", "对方已并入该患者，不能循环合并")
            : Optional.empty();
      }
      case UNMERGE ->
          into.containsKey(from)
              ? Optional.empty()
              : objection("it is merged into no other", "该患者未并入其他患者");
      case LINK, UNLINK -> Optional.empty();
    };
  }

  private static Optional<Objection> objection(String en, String zh) {
    return Optional.of(new Objection(en, zh));
  }

  /** Whom a key was merged into itself; empty where it stands for itself. */
  public Optional<Key> into(Key key) {
    return Optional.ofNullable(into.get(key));
  }

  /** Who is meant by a key: the end of its chain. */
  public Key survivor(Key key) {
    Key at = key;
    Key next = into.get(at);
    while (next != null) {
      at = next;
      next = into.get(at);
    }
    return at;
  }

  /** Those merged into a key directly. */
  public List<Key> mergedInto(Key key) {
    List<Key> merged = new ArrayList<>();
    into.forEach(
        (from, to) -> {
          if (to.equals(key)) {
            merged.add(from);
          }
        });
    return merged;
  }

  /** A key, and all whose chain goes through it. */
  public Set<Key> through(Key key) {
    Set<Key> found = new LinkedHashSet<>();
    List<Key> open = new ArrayList<>(List.of(key));
    while (!open.isEmpty()) {
      Key one = open.removeLast();
      if (found.add(one)) {
        open.addAll(mergedInto(one));
      }
    }
    return found;
  }
}
