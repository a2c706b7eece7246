package org.farsight.orders;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.Identity.Sex;
import org.farsight.exchange.Order;
import org.farsight.exchange.Worklist;
import org.farsight.identity.IdCard;
import org.farsight.identity.Kinship;
import org.farsight.identity.Merges;

/**
 * Finds the other ids of the person of an order or an examination. What it says of itself is looked
 * at as if it were known already; what is committed counts of all others, within a transaction and
 * outside. A link by a card does not count for what contradicts that which is known under its own
 * id.
 */
public final class LinkedPatients {

  /** Nobody is known. */
  static final LinkedPatients NONE =
      new LinkedPatients(Identities.NONE, (site, id, issuer) -> new Key(site + "|" + issuer, id));

  private final Kinship kinship;
  private final Keys keys;

  /** Who issues an id. */
  public interface Keys {
    /**
     * The key of a patient.
     *
     * @param issuer as it was told; empty: the site
     */
    Key of(String siteId, String id, String issuer);
  }

  /** Looks up persons here. */
  public LinkedPatients(Identities identities, Keys keys) {
    this.kinship = new Kinship(identities);
    this.keys = keys;
  }

  /**
   * Other ids of one person.
   *
   * @param links how each is linked
   */
  record Others(Map<Key, Link> links) {
    /** The ids, whoever has issued them. */
    List<String> ids() {
      return links.keySet().stream().map(Key::id).distinct().toList();
    }

    private Optional<Link> link(Key key) {
      return Optional.ofNullable(links.get(key));
    }
  }

  /** Of who was examined. */
  Others of(Examination examination) {
    Examination.Person person = examination.patient();
    return person.id().isBlank()
        ? new Others(Map.of())
        : of(
            new Identity(
                key(examination),
                examination.siteId(),
                card(person.card()),
                name(person.name()),
                sex(person.sex()),
                birth(person.birthDate()).orElse(null),
                null,
                examination.exchangeId()));
  }

  /** Of whom an order is for. */
  Others of(Order order) {
    Worklist.Patient person = order.step().patient();
    return person.id().isBlank()
        ? new Others(Map.of())
        : of(
            new Identity(
                key(order),
                order.siteId(),
                card(order.card()),
                name(person.name()),
                sex(person.sex()),
                birth(person.birthDate()).orElse(null),
                null,
                order.id()));
  }

  private Others of(Identity said) {
    Kinship.Around around = kinship.around(said);
    Map<Key, Link> links = new LinkedHashMap<>();
    boolean sound = kinship.contradictions(said).isEmpty();
    for (Kinship.Same same : around.same()) {
      switch (same.evidence()) {
        case PERSON -> links.put(same.key(), Link.PERSON);
        case CARD -> {
          if (sound) {
            links.put(same.key(), Link.CARD);
          }
        }
      }
    }
    Merges merges = around.merges();
    merges.through(merges.survivor(said.key())).forEach(key -> links.put(key, Link.MERGE));
    links.remove(said.key());
    return new Others(links);
  }

  /** Which orders are for somebody whose other ids these are. */
  Links toOrders(Others others) {
    return (order, examination) -> others.link(key(order));
  }

  /** Which examinations are of somebody whose other ids these are. */
  Links toExaminations(Others others) {
    return (order, examination) -> others.link(key(examination));
  }

  private Key key(Examination examination) {
    Examination.Person person = examination.patient();
    return keys.of(examination.siteId(), person.id(), person.issuer());
  }

  private Key key(Order order) {
    Worklist.Patient person = order.step().patient();
    return keys.of(order.siteId(), person.id(), person.issuer());
  }

  private static String card(String written) {
    return IdCard.parse(written).map(IdCard::number).orElse("");
  }

  /** The groups of a name as PN writes them; a device may put characters into the first. */
  private static Identity.Name name(String written) {
    String ideographic = "";
    String alphabetic = "";
    for (String group : written.split("=")) {
      boolean han = group.codePoints().anyMatch(Character::isIdeographic);
      if (han && ideographic.isEmpty()) {
        ideographic = group.replaceAll("[\\^\\s]+", "");
      } else if (!han && alphabetic.isEmpty()) {
        alphabetic = group.replace('^', ' ').strip();
      }
    }
    return new Identity.Name(ideographic, alphabetic);
  }

  private static Sex sex(String letter) {
    return switch (letter) {
      case "M" -> Sex.MALE;
      case "F" -> Sex.FEMALE;
      case "O" -> Sex.OTHER;
      default -> Sex.UNKNOWN;
    };
  }

  private static Optional<LocalDate> birth(String date) {
    try {
      return date.isBlank()
          ? Optional.empty()
          : Optional.of(LocalDate.parse(date.strip(), DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
