package org.farsight.identity;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Sex;

/**
 * Compares what is said of persons. What one side does not tell contradicts nothing: sex unknown or
 * other, no birth date, a name in another script.
 */
public final class Comparison {

  private Comparison() {}

  /** What one identity says against itself: its card against its sex and birth date. */
  public static Set<Contradiction> within(Identity one) {
    Set<Contradiction> found = EnumSet.noneOf(Contradiction.class);
    if (one.card().isEmpty()) {
      return found;
    }
    Optional<IdCard> card = IdCard.parse(one.card());
    if (card.isEmpty()) {
      boolean old = one.card().length() == IdCard.OLD_LENGTH;
      found.add(old ? Contradiction.CARD_OF_15_PLACES : Contradiction.CARD_WRONG);
      return found;
    }
    if (isTold(one.sex()) && (one.sex() == Sex.MALE) != card.get().male()) {
      found.add(Contradiction.CARD_SEX);
    }
    if (one.birth().filter(day -> !day.equals(card.get().birthDate())).isPresent()) {
      found.add(Contradiction.CARD_BIRTH_DATE);
    }
    return found;
  }

  /** What two identities say against one another, were they one person. */
  public static Set<Contradiction> between(Identity one, Identity other) {
    Set<Contradiction> found = EnumSet.noneOf(Contradiction.class);
    switch (Names.compare(one.name(), other.name())) {
      case AGREE -> {}
      case OTHER_CHARACTERS -> found.add(Contradiction.NAME_CHARACTERS);
      case DIFFER -> found.add(Contradiction.NAME);
    }
    if (isTold(one.sex()) && isTold(other.sex()) && one.sex() != other.sex()) {
      found.add(Contradiction.SEX);
    }
    if (one.birthDate() != null
        && other.birthDate() != null
        && !one.birthDate().equals(other.birthDate())) {
      found.add(Contradiction.BIRTH_DATE);
    }
    Optional<IdCard> card = IdCard.parse(one.card());
    Optional<IdCard> otherCard = IdCard.parse(other.card());
    if (card.isPresent() && otherCard.isPresent() && !card.equals(otherCard)) {
      found.add(Contradiction.CARD);
    }
    return found;
  }

  /** Two ids with one right card: what speaks against their being one person; empty: nothing. */
  static Set<Contradiction> againstLink(Identity one, Identity other) {
    Set<Contradiction> found = between(one, other);
    found.addAll(within(one));
    found.addAll(within(other));
    return found;
  }

  private static boolean isTold(Sex sex) {
    return sex == Sex.MALE || sex == Sex.FEMALE;
  }
}
