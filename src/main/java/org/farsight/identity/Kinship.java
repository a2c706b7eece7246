package org.farsight.identity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;
import org.farsight.exchange.IdentityDecision.Kind;

/**
 * Finds which ids are one person's, as of now. The evidence is one right number of an id card, or
 * of a permit that shares its form, under two ids, with nothing that speaks against it; or a
 * person's decision, which outweighs the cards. A shared birth date, name or address links nobody:
 * so twins stay two. Nothing is overwritten by a link.
 */
public final class Kinship {

  /** So many ids are looked at together at most: a card number that a whole clinic types in. */
  private static final int MOST = 100;

  private final Identities identities;

  /** Looks up persons here. */
  public Kinship(Identities identities) {
    this.identities = identities;
  }

  /** Why another id is taken for the same person. */
  public enum Evidence {
    /** The same right number of an id card. */
    CARD,
    /** A person's decision. */
    PERSON
  }

  /**
   * Another id of one person.
   *
   * @param key the other
   * @param evidence why
   */
  public record Same(Key key, Evidence evidence) {}

  /**
   * Another id with the same card that may be another person's.
   *
   * @param key the other
   * @param against what speaks against a link
   */
  public record Doubt(Key key, Set<Contradiction> against) {}

  /**
   * What is known around a key.
   *
   * @param key the one asked about
   * @param merges of all decisions that bear on it
   * @param same other ids of the person
   * @param doubts ids that share the card and are not linked
   * @param decided ids with which anything was ever decided about it
   */
  public record Around(
      Key key, Merges merges, List<Same> same, List<Doubt> doubts, Set<Key> decided) {

    /** Takes copies. */
    public Around {
      same = List.copyOf(same);
      doubts = List.copyOf(doubts);
      decided = Set.copyOf(decided);
    }

    /** Whether nothing ties it to any other id, and nothing ever has. */
    public boolean isAlone() {
      return same.isEmpty() && doubts.isEmpty() && decided.isEmpty();
    }
  }

  /** What is known around a key, which need not be known itself. */
  public Around around(Key key) {
    return around(key, identities.identity(key));
  }

  /** The same as it will be once this is known too. */
  public Around around(Identity said) {
    Optional<Identity> known = identities.identity(said.key());
    return around(said.key(), Optional.of(known.map(one -> one.with(said)).orElse(said)));
  }

  private Around around(Key key, Optional<Identity> known) {
    List<IdentityDecision> decisions = decisions(key);
    List<Same> same = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>();
    Set<Key> decided = new LinkedHashSet<>();
    Set<Key> ruled = new LinkedHashSet<>();
    for (IdentityDecision one : decisions) {
      if (one.from().equals(key) || one.into().equals(key)) {
        Key other = one.from().equals(key) ? one.into() : one.from();
        decided.add(other);
        if (isOfLinks(one)) {
          ruled.add(other);
          same.removeIf(before -> before.key().equals(other));
          if (one.kind() == Kind.LINK) {
            same.add(new Same(other, Evidence.PERSON));
          }
        }
      }
    }
    for (Identity other : known.map(this::holders).orElse(List.of())) {
      if (!ruled.contains(other.key())) {
        Set<Contradiction> against = Comparison.againstLink(known.orElseThrow(), other);
        if (against.isEmpty()) {
          same.add(new Same(other.key(), Evidence.CARD));
        } else {
          doubts.add(new Doubt(other.key(), against));
        }
      }
    }
    return new Around(key, Merges.of(decisions), same, doubts, decided);
  }

  /**
   * What does not agree about somebody: within what is said now, and between that and what the
   * issuer said before under the same id. A registration that says something newer corrects itself:
   * one thing at a time is no contradiction, two look like another person under a used id.
   */
  public Set<Contradiction> contradictions(Identity said) {
    Set<Contradiction> found = EnumSet.noneOf(Contradiction.class);
    found.addAll(Comparison.within(said));
    Optional<Identity> known = identities.identity(said.key());
    if (known.isPresent()) {
      Set<Contradiction> before = Comparison.between(said, known.get());
      if (before.size() > 1 || !said.overrides(known.get())) {
        found.addAll(before);
      }
    }
    return found;
  }

  /** Whether a message's decision is kept already. */
  public boolean isDecided(IdentityDecision one) {
    return identities.decisions(one.from()).stream()
        .anyMatch(known -> !one.source().isEmpty() && known.source().equals(one.source()));
  }

  private List<Identity> holders(Identity mine) {
    Optional<IdCard> card = IdCard.parse(mine.card());
    return card.isEmpty()
        ? List.of()
        : identities.withCard(card.get().number(), MOST).stream()
            .filter(other -> !other.key().equals(mine.key()))
            .toList();
  }

  private static boolean isOfLinks(IdentityDecision decision) {
    return switch (decision.kind()) {
      case LINK, UNLINK -> true;
      case MERGE, UNMERGE -> false;
    };
  }

  /** All decisions about a key and about those that they name, in order. */
  private List<IdentityDecision> decisions(Key key) {
    Set<Key> seen = new LinkedHashSet<>();
    Set<IdentityDecision> found = new LinkedHashSet<>();
    Deque<Key> open = new ArrayDeque<>(List.of(key));
    while (!open.isEmpty() && seen.size() < MOST) {
      Key one = open.removeFirst();
      if (seen.add(one)) {
        for (IdentityDecision decision : identities.decisions(one)) {
          found.add(decision);
          if (!isOfLinks(decision)) {
            open.add(decision.from());
            open.add(decision.into());
          }
        }
      }
    }
    return found.stream().sorted(Comparator.comparingLong(IdentityDecision::id)).toList();
  }
}
