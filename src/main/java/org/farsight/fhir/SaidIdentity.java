package org.farsight.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.Identity.Sex;
import org.farsight.identity.IdCard;
import org.hl7.fhir.r4.model.Identifier;

/** What an object or message says of a person, as the room {@code identity} compares it. */
final class SaidIdentity {

  private SaidIdentity() {}

  /**
   * The identity.
   *
   * @param key the patient's identifier
   * @param registeredAt time of the registration's message; empty where a device has spoken
   */
  static Identity of(
      Exchange exchange, Identifier key, Subject subject, Optional<Instant> registeredAt) {
    return new Identity(
        new Key(key.getSystem(), key.getValue()),
        exchange.siteId(),
        card(subject, key.getValue()),
        subject.name().map(SaidIdentity::name).orElse(Identity.Name.NONE),
        subject.sex().map(SaidIdentity::sex).orElse(Sex.UNKNOWN),
        subject.birthDate().orElse(null),
        registeredAt.orElse(null),
        exchange.id());
  }

  /**
   * The first right number of an id card, else the first that was meant as one. The id of the
   * patient itself may have its form by chance: it counts only where it is right.
   */
  private static String card(Subject subject, String id) {
    List<String> numbers =
        subject.ids().stream()
            .map(one -> one.value().strip().toUpperCase(Locale.ROOT))
            .filter(IdCard::looksLike)
            .toList();
    return numbers.stream()
        .filter(number -> IdCard.parse(number).isPresent())
        .findFirst()
        .or(() -> numbers.stream().filter(number -> !number.equals(id.strip())).findFirst())
        .orElse("");
  }

  private static Identity.Name name(Subject.Name name) {
    String ideographic = name.ideographic().map(parts -> text(parts, "")).orElse("");
    String alphabetic = name.alphabetic().map(parts -> text(parts, " ")).orElse("");
    if (isHan(alphabetic)) {
      // devices that know one group only put Chinese characters into the first
      return ideographic.isEmpty()
          ? new Identity.Name(alphabetic.replace(" ", ""), "")
          : new Identity.Name(ideographic, "");
    }
    if (!ideographic.isEmpty() || !alphabetic.isEmpty()) {
      return new Identity.Name(ideographic, alphabetic);
    }
    return isHan(name.text())
        ? new Identity.Name(name.text(), "")
        : new Identity.Name("", name.text());
  }

  private static String text(Subject.Parts parts, String between) {
    return Stream.of(parts.family(), parts.given(), parts.middle())
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining(between));
  }

  private static boolean isHan(String text) {
    return text.codePoints().anyMatch(Character::isIdeographic);
  }

  private static Sex sex(Subject.Sex sex) {
    return switch (sex) {
      case MALE -> Sex.MALE;
      case FEMALE -> Sex.FEMALE;
      case OTHER -> Sex.OTHER;
      case UNKNOWN -> Sex.UNKNOWN;
    };
  }
}
