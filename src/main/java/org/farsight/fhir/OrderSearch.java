package org.farsight.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderMatching;
import org.farsight.exchange.OrderMatching.Found;
import org.farsight.exchange.OrderMatching.Sources;
import org.farsight.identity.IdCard;

/**
 * Asks which order an examination belongs to, with what the examination says of itself.
 *
 * @param matching decides
 * @param sources what it is told
 */
public record OrderSearch(OrderMatching matching, Sources sources) {

  /** Nobody keeps orders. */
  public static final OrderSearch NONE = new OrderSearch(OrderMatching.NONE, Sources.NONE);

  Optional<Found> of(Exchange exchange, Subject subject, List<String> modalities, Instant at) {
    return matching.of(
        new Examination(
            exchange.id(),
            exchange.siteId(),
            exchange.key(),
            exchange.accession(),
            modalities,
            at,
            person(exchange, subject)),
        sources);
  }

  /** Examinations for which an order was made that becomes this one. */
  List<Examination> adopted(Order order) {
    return matching.late(order, sources).adopted();
  }

  private static Examination.Person person(Exchange exchange, Subject subject) {
    return new Examination.Person(
        exchange.patientId(),
        exchange.patientIssuer(),
        subject.name().map(OrderSearch::name).orElse(""),
        subject.birthDate().map(date -> date.toString().replace("-", "")).orElse(""),
        subject.sex().map(OrderSearch::sex).orElse(""),
        subject.ids().stream()
            .map(Subject.Id::value)
            .filter(id -> IdCard.parse(id).isPresent())
            .findFirst()
            .orElse(""));
  }

  /** The groups as PN writes them; the whole text where the file knows no parts. */
  private static String name(Subject.Name name) {
    String groups =
        Stream.of(name.alphabetic(), name.ideographic(), name.phonetic())
            .flatMap(Optional::stream)
            .map(parts -> parts.family() + "^" + parts.given() + "^" + parts.middle())
            .collect(Collectors.joining("="));
    return groups.isEmpty() ? name.text() : groups;
  }

  private static String sex(Subject.Sex sex) {
    return switch (sex) {
      case MALE -> "M";
      case FEMALE -> "F";
      case OTHER -> "O";
      case UNKNOWN -> "";
    };
  }
}
