package org.farsight.orders;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Order;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.Worklist.Code;
import org.farsight.exchange.Worklist.Procedure;
import org.farsight.exchange.Worklist.ScheduledStep;
import org.farsight.exchange.Worklist.Step;
import org.farsight.hl7v2.Times;
import org.farsight.orders.OrderWord.Effect;

/**
 * An order as all words about it say together, in the order in which they were made: of each item
 * what was said last. Words of one time count in the sequence in which they came.
 *
 * @param order for the order book
 * @param patient as the newest word that names one does
 * @param items what is said of the examination
 * @param notes what a person should know, without patient data
 */
public record KnownOrder(
    Order order, Optional<Subject> patient, Map<Item, String> items, List<String> notes) {

  /** Accession Number and Scheduled Procedure Step ID are of VR SH. */
  private static final int LONGEST_SHORT = 16;

  private static final Pattern UID = Pattern.compile("(?=.{1,64}$)[0-2](\\.(0|[1-9][0-9]*))+");
  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_DATE_TIME;

  /**
   * A word as it came.
   *
   * @param at when it was here
   */
  public record Heard(OrderWord word, Instant at) {
    Instant said(ZoneId zone) {
      return word.said().map(time -> instant(time, zone)).orElse(at);
    }
  }

  private static String both(String en, String zh) {
    return new Finding(Event.NOTED, en, zh).detail();
  }

  /**
   * Puts words together.
   *
   * @param exchange of the order
   * @param heard at least one word, in the sequence in which they came
   */
  public static KnownOrder of(Exchange exchange, Site site, List<Heard> heard) {
    ZoneId zone = site.zone();
    List<Heard> made = new ArrayList<>(heard);
    made.sort(Comparator.comparing(one -> one.said(zone)));
    List<String> notes = new ArrayList<>();
    if (!made.equals(heard)) {
      notes.add(
          both(
              "words about the order came in another sequence than they were made",
              "医嘱消息的到达顺序与产生顺序不同"));
    }
    OrderWord first = made.getFirst().word();
    if (first.effect() != Effect.OPENS) {
      notes.add(
          both(
              "the order was not known when " + first.control() + " came for it",
              "收到 " + first.control() + " 时该医嘱尚未登记"));
    }
    Map<Item, String> items = new EnumMap<>(Item.class);
    Optional<Subject> patient = Optional.empty();
    Order.Status status = Order.Status.OPEN;
    Optional<Instant> ordered = Optional.empty();
    Order.Numbers numbers = first.numbers();
    for (Heard one : made) {
      OrderWord word = one.word();
      items.putAll(word.items());
      patient = word.patient().map(person -> issued(person, site)).or(constant(patient));
      status = after(status, word.effect());
      ordered = ordered.or(() -> word.ordered().map(time -> instant(time, zone)));
      numbers = both(numbers, word.numbers());
      notes.addAll(word.notes());
    }
    items.values().removeIf(String::isEmpty);
    Standing standing =
        new Standing(
            status, numbers, ordered.orElse(made.getFirst().said(zone)), patient, items, notes);
    return standing.order(exchange, zone);
  }

  /** A site may name itself as the issuer of its ids: it is meant where nobody is named. */
  private static Subject issued(Subject subject, Site site) {
    return new Subject(
        subject.ids().stream()
            .map(
                id ->
                    new Subject.Id(
                        id.value(), id.issuer().filter(name -> !name.equals(site.patientSystem()))))
            .toList(),
        subject.name(),
        subject.sex(),
        subject.birthDate());
  }

  private static <T> java.util.function.Supplier<Optional<T>> constant(Optional<T> value) {
    return () -> value;
  }

  private static Order.Status after(Order.Status status, Effect effect) {
    return switch (effect) {
      case OPENS -> Order.Status.OPEN;
      case SAYS -> status;
      case HOLDS -> Order.Status.ON_HOLD;
      case CANCELS -> Order.Status.CANCELLED;
      case COMPLETES -> Order.Status.COMPLETED;
    };
  }

  private static Order.Numbers both(Order.Numbers before, Order.Numbers word) {
    boolean placer = !word.placer().isEmpty();
    boolean filler = !word.filler().isEmpty();
    return new Order.Numbers(
        placer ? word.placer() : before.placer(),
        placer ? word.placerIssuer() : before.placerIssuer(),
        filler ? word.filler() : before.filler(),
        filler ? word.fillerIssuer() : before.fillerIssuer(),
        "");
  }

  private static Instant instant(Times.Time time, ZoneId zone) {
    return time.at().atZone(time.offset().map(ZoneId.class::cast).orElse(zone)).toInstant();
  }

  /** What the words add up to, before it becomes an order. */
  private record Standing(
      Order.Status status,
      Order.Numbers numbers,
      Instant ordered,
      Optional<Subject> patient,
      Map<Item, String> items,
      List<String> notes) {

    KnownOrder order(Exchange exchange, ZoneId zone) {
      Optional<Instant> scheduled = some(Item.SCHEDULED).map(text -> scheduled(text, zone));
      String accession = accession();
      LocalDateTime start = LocalDateTime.ofInstant(scheduled.orElse(ordered), zone);
      ScheduledStep step =
          new ScheduledStep(
              exchange.siteId(),
              step(start, accession),
              procedure(exchange, accession),
              WorklistPerson.of(patient.orElse(Subject.UNNAMED), get(Item.ALLERGIES)));
      Order order =
          new Order(
              exchange.id(),
              exchange.siteId(),
              status,
              priority(),
              new Order.Numbers(
                  numbers.placer(),
                  numbers.placerIssuer(),
                  numbers.filler(),
                  numbers.fillerIssuer(),
                  accession),
              patient.flatMap(WorklistPerson::card).orElse(""),
              ordered,
              scheduled,
              step);
      return new KnownOrder(order, patient, items, List.copyOf(notes));
    }

    private String get(Item item) {
      return items.getOrDefault(item, "");
    }

    private Optional<String> some(Item item) {
      return Optional.ofNullable(items.get(item));
    }

    /** Who orders without an accession number means one of the order's own numbers by it. */
    private String accession() {
      return some(Item.ACCESSION)
          .or(() -> brief(numbers.filler()))
          .or(() -> brief(numbers.placer()))
          .orElse("");
    }

    private static Optional<String> brief(String number) {
      return Optional.of(number).filter(n -> !n.isEmpty() && n.length() <= LONGEST_SHORT);
    }

    private Priority priority() {
      return some(Item.PRIORITY).map(Priority::valueOf).orElse(Priority.ROUTINE);
    }

    private Step step(LocalDateTime start, String accession) {
      String id = some(Item.STEP_ID).or(() -> some(Item.PROCEDURE_ID)).orElse(accession);
      String described = some(Item.PROTOCOL).orElse(get(Item.PROCEDURE));
      return new Step(
          some(Item.STATION_AET).map(List::of).orElse(List.of()),
          get(Item.STATION_NAME),
          get(Item.STATION_LOCATION),
          DateTimeFormatter.ofPattern("uuuuMMdd").format(start),
          DateTimeFormatter.ofPattern("HHmmss").format(start),
          get(Item.MODALITY),
          get(Item.PERFORMER),
          described,
          code(Item.PROTOCOL_CODE, Item.PROTOCOL_SCHEME, Item.PROTOCOL),
          id,
          "SCHEDULED");
    }

    private Procedure procedure(Exchange exchange, String accession) {
      return new Procedure(
          study(exchange),
          some(Item.PROCEDURE_ID).orElse(accession),
          get(Item.PROCEDURE),
          code(Item.PROCEDURE_CODE, Item.PROCEDURE_SCHEME, Item.PROCEDURE),
          switch (priority()) {
            case STAT -> "STAT";
            case ASAP, URGENT -> "HIGH";
            case ROUTINE -> "ROUTINE";
          },
          accession,
          get(Item.REQUESTER),
          get(Item.REFERRER),
          get(Item.VISIT),
          get(Item.WARD));
    }

    /** As the order says, else one of our own by which its images come back; always the same. */
    private String study(Exchange exchange) {
      Optional<String> said = some(Item.STUDY);
      if (said.isPresent() && UID.matcher(said.get()).matches()) {
        return said.get();
      }
      if (said.isPresent()) {
        notes.add(
            both(
                "the Study Instance UID of the order is none: one was made",
                "医嘱中的检查实例 UID 无效，已另行生成"));
      }
      UUID uuid =
          UUID.nameUUIDFromBytes(
              ("Farsight order " + exchange.key()).getBytes(StandardCharsets.UTF_8));
      return "2.25." + new BigInteger(uuid.toString().replace("-", ""), 16);
    }

    private List<Code> code(Item value, Item scheme, Item meaning) {
      return some(value)
          .map(code -> List.of(new Code(code, designator(some(scheme)), get(meaning))))
          .orElse(List.of());
    }

    /** Coding Scheme Designator (0008,0102) is of VR SH; a longer one is known here only. */
    private static String designator(Optional<String> scheme) {
      return scheme.filter(name -> name.length() <= LONGEST_SHORT).orElse("L");
    }

    private static Instant scheduled(String text, ZoneId zone) {
      return switch (ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
        case OffsetDateTime with -> with.toInstant();
        case LocalDateTime local -> local.atZone(zone).toInstant();
        default -> throw new IllegalStateException("a time that is none");
      };
    }
  }

  /** Holds a person. */
  @Override
  public String toString() {
    return order.toString();
  }
}
