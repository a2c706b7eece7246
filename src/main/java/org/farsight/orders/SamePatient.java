package org.farsight.orders;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Order;
import org.farsight.exchange.Worklist;
import org.farsight.identity.IdCard;

/**
 * Whether an order and an examination of one site are of the same patient. An id card of which both
 * know the number decides before all else. Else the patient id under one issuer does; devices often
 * name no issuer, and an issuer that only one of them names is taken for the other's. Ids that
 * differ may be known as one person's. An id that is the same, or linked, under a name and a birth
 * date which both differ says nothing: numbers are given twice.
 */
final class SamePatient {

  private SamePatient() {}

  /** What can be said. */
  enum Answer {
    /** It is the same patient. */
    YES,
    /** It is known as the same person under another id. */
    LINKED,
    /** It is another one. */
    NO,
    /** It cannot be told. */
    UNSURE
  }

  /**
   * Compares both.
   *
   * @param linked whether their ids, where they differ, are known to be one person's
   */
  static Answer of(Order order, Examination.Person examined, boolean linked) {
    Worklist.Patient ordered = order.step().patient();
    Optional<IdCard> card = IdCard.parse(order.card());
    Optional<IdCard> other = IdCard.parse(examined.card());
    if (card.isPresent() && other.isPresent()) {
      return card.get().number().equals(other.get().number()) ? Answer.YES : Answer.NO;
    }
    boolean contradicted =
        differ(ordered.birthDate(), examined.birthDate()) && namesDiffer(ordered, examined);
    String id = ordered.id().strip();
    String examinedId = examined.id().strip();
    if (id.isEmpty() || examinedId.isEmpty()) {
      return contradicted ? Answer.NO : Answer.UNSURE;
    }
    boolean otherIssuer = differ(ordered.issuer(), examined.issuer());
    if (id.equals(examinedId) && !otherIssuer) {
      return contradicted ? Answer.UNSURE : Answer.YES;
    }
    if (linked) {
      return contradicted ? Answer.UNSURE : Answer.LINKED;
    }
    if (otherIssuer) {
      return Answer.UNSURE; // numbers of two issuers cannot be compared
    }
    // another number, and everything else the same: a number given in an emergency, or a slip
    boolean alike =
        alike(ordered.birthDate(), examined.birthDate())
            && alike(ordered.sex(), examined.sex())
            && namesAgree(ordered, examined);
    return alike ? Answer.UNSURE : Answer.NO;
  }

  private static boolean differ(String one, String other) {
    return !one.isBlank() && !other.isBlank() && !one.strip().equals(other.strip());
  }

  private static boolean alike(String one, String other) {
    return !one.isBlank() && one.strip().equals(other.strip());
  }

  private static boolean namesDiffer(Worklist.Patient ordered, Examination.Person examined) {
    return compared(ordered, examined).filter(same -> !same).isPresent();
  }

  private static boolean namesAgree(Worklist.Patient ordered, Examination.Person examined) {
    return compared(ordered, examined).filter(same -> same).isPresent();
  }

  /** Empty where the names have no script in common. */
  private static Optional<Boolean> compared(Worklist.Patient ordered, Examination.Person examined) {
    boolean comparable = false;
    for (boolean han : List.of(true, false)) {
      Set<String> one = spellings(ordered.name(), han);
      Set<String> other = spellings(examined.name(), han);
      if (one.isEmpty() || other.isEmpty()) {
        continue;
      }
      comparable = true;
      if (one.stream().anyMatch(other::contains)) {
        return Optional.of(true);
      }
    }
    return comparable ? Optional.of(false) : Optional.empty();
  }

  /** The groups of a name in one script: letters only, family name first and last. */
  private static Set<String> spellings(String name, boolean han) {
    return Arrays.stream(name.split("="))
        .filter(group -> isHan(group) == han)
        .flatMap(SamePatient::orders)
        .filter(letters -> !letters.isEmpty())
        .collect(Collectors.toSet());
  }

  private static java.util.stream.Stream<String> orders(String group) {
    List<String> parts =
        Arrays.stream(group.split("[\\^\\s,]+")).map(SamePatient::letters).toList();
    return java.util.stream.Stream.of(String.join("", parts), String.join("", parts.reversed()));
  }

  private static String letters(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .mapToObj(Character::toString)
        .collect(Collectors.joining())
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isHan(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }
}
