package org.farsight.orders;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Order;
import org.farsight.exchange.Priority;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Persons;
import org.farsight.hl7v2.Segment;
import org.farsight.hl7v2.Times;
import org.farsight.orders.OrderWord.Effect;

/** One message being read: its segments in their order, then the word that they are. */
final class Hl7OrderReading {
  private static final int LONGEST_NUMBER = 199;

  private final Header header;
  private final Map<Item, String> items = new EnumMap<>(Item.class);
  private final List<String> notes = new ArrayList<>();

  Hl7OrderReading(Header header) {
    this.header = header;
  }

  OrderWord word(List<Segment> segments) throws DocumentException {
    Segment orc =
        first(segments, "ORC")
            .orElseThrow(() -> new DocumentException("no order: the segment is missing", "ORC[1]"));
    Optional<Segment> replacement = replacement(segments, orc);
    List<Segment> own = own(segments, replacement);
    Order.Numbers numbers = numbers(own, orc);
    Effect effect = effect(orc, replacement.isPresent());
    Optional<Subject> patient = patient(segments, effect, orc);
    for (Segment segment : own) {
      take(segment);
    }
    Optional<Times.Time> ordered = orc.some(9, 1).or(() -> orc.some(15, 1)).flatMap(Times::time);
    return new OrderWord(
        first(segments, "MSH")
            .flatMap(msh -> msh.some(7, 1))
            .flatMap(Times::time)
            .or(() -> ordered),
        effect,
        "ORC-1 " + orc.get(1, 1),
        numbers,
        effect == Effect.OPENS ? ordered : Optional.empty(),
        patient,
        items,
        notes);
  }

  private static Optional<Segment> first(List<Segment> segments, String name) {
    return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
  }

  /** The ORC of the order that stands in the place of this one. */
  private static Optional<Segment> replacement(List<Segment> segments, Segment orc) {
    String number = new OrderNumbers(List.of(orc)).key();
    return segments.stream()
        .filter(other -> other.name().equals("ORC") && orc.get(1, 1).equals("RP"))
        .filter(other -> other.get(1, 1).equals("RO"))
        .filter(other -> !new OrderNumbers(List.of(other)).key().equals(number))
        .findFirst();
  }

  private static List<Segment> own(List<Segment> segments, Optional<Segment> replacement) {
    return replacement.isEmpty()
        ? segments
        : segments.subList(0, segments.indexOf(replacement.get()));
  }

  private static Order.Numbers numbers(List<Segment> own, Segment orc) throws DocumentException {
    Order.Numbers numbers = new OrderNumbers(own).numbers();
    if (numbers.placer().isEmpty() && numbers.filler().isEmpty()) {
      throw new DocumentException("neither a placer nor a filler number", orc.at(2));
    }
    String longest =
        numbers.placer().length() > numbers.filler().length() ? numbers.placer() : numbers.filler();
    String issuers = numbers.placerIssuer() + numbers.fillerIssuer();
    if (longest.length() > LONGEST_NUMBER || issuers.length() > LONGEST_NUMBER) {
      throw new DocumentException(
          "an order number of more than " + LONGEST_NUMBER + " characters", orc.at(2));
    }
    String key = new OrderNumbers(own.stream().limit(own.indexOf(orc) + 1L).toList()).key();
    for (Segment other : own) {
      boolean another =
          other.name().equals("ORC") && !new OrderNumbers(List.of(other)).key().equals(key);
      if (another) {
        throw new DocumentException("a second order in one message", other.at(2));
      }
    }
    return numbers;
  }

  /** Order control codes, HL7 table 0119. */
  private static Effect effect(Segment orc, boolean replaced) throws DocumentException {
    String control = orc.get(1, 1).toUpperCase(Locale.ROOT);
    return switch (control) {
      case "NW", "RO", "RL", "PA", "CH" -> byStatus(orc, Effect.OPENS);
      case "RP", "RU" -> replaced ? Effect.CANCELS : byStatus(orc, Effect.OPENS);
      case "XO", "XX", "XR", "SC", "SR", "SS", "SN", "NA", "OK", "RE", "CN" ->
          byStatus(orc, Effect.SAYS);
      case "CA", "DC", "OC", "OD", "CR", "DR" -> Effect.CANCELS;
      case "HD", "OH", "HR" -> Effect.HOLDS;
      case "" -> throw new DocumentException("no order control", orc.at(1));
      default ->
          throw new DocumentException(
              "order control "
                  + (control.matches("[A-Z0-9]{1,3}") ? control : "(not shown)")
                  + " is not taken",
              orc.at(1));
    };
  }

  /** Order status, HL7 table 0038. */
  private static Effect byStatus(Segment orc, Effect otherwise) {
    return switch (orc.get(5, 1).toUpperCase(Locale.ROOT)) {
      case "CM" -> Effect.COMPLETES;
      case "CA", "DC", "RP" -> Effect.CANCELS;
      case "HD" -> Effect.HOLDS;
      default -> otherwise;
    };
  }

  private Optional<Subject> patient(List<Segment> segments, Effect effect, Segment orc)
      throws DocumentException {
    List<Segment> persons = segments.stream().filter(s -> s.name().equals("PID")).toList();
    if (persons.size() > 1) {
      throw new DocumentException("a message about two patients", persons.get(1).at(3));
    }
    Optional<Subject> subject =
        persons.stream()
            .findFirst()
            .map(pid -> new Persons(pid, header.facility(), leniency()).subject())
            .filter(person -> !person.ids().isEmpty());
    if (subject.isEmpty() && effect == Effect.OPENS) {
      throw new DocumentException(
          "a new order without the patient's id",
          persons.isEmpty() ? "PID[1]-3" : persons.getFirst().at(3));
    }
    if (subject.isEmpty()) {
      remark(
          orc.get(1, 1) + " names no patient: the order's own is meant",
          orc.get(1, 1) + " 未注明患者，沿用医嘱原有患者");
    }
    return subject;
  }

  private void remark(String en, String zh) {
    notes.add(new Finding(Event.NOTED, en, zh).detail());
  }

  private Persons.Leniency leniency() {
    return new Persons.Leniency() {
      @Override
      public boolean pinyinAndCharacters(String where) {
        return true;
      }

      @Override
      public void note(String what, String where) {
        remark(what + " at " + where, what + "，位置 " + where);
      }
    };
  }

  private void take(Segment segment) {
    switch (segment.name()) {
      case "PV1" -> visit(segment);
      case "AL1" -> join(Item.ALLERGIES, segment, 3, segment.get(3, 2).isEmpty() ? 1 : 2);
      case "ORC" -> {
        priority(segment, 7, 6);
        time(segment, 7, 4);
        name(Item.REQUESTER, segment, 12);
      }
      case "TQ1" -> {
        priority(segment, 9, 1);
        time(segment, 7, 1);
      }
      case "OBR" -> request(segment);
      case "IPC" -> imaging(segment);
      case "ZDS" -> set(Item.STUDY, segment, 1, 1);
      default -> {
        // MSH and PID are read
      }
    }
  }

  private void visit(Segment pv1) {
    set(Item.WARD, pv1, 3, 1);
    name(Item.REFERRER, pv1, 8);
    set(Item.VISIT, pv1, 19, 1);
  }

  /** OBR-18, 19, 20 and 24 as IHE's radiology framework uses them (RAD TF-2 §4.4). */
  private void request(Segment obr) {
    set(Item.PROCEDURE_CODE, obr, 4, 1);
    set(Item.PROCEDURE, obr, 4, 2);
    set(Item.PROCEDURE_SCHEME, obr, 4, 3);
    set(Item.PROTOCOL_CODE, obr, 4, 4);
    set(Item.PROTOCOL, obr, 4, 5);
    set(Item.PROTOCOL_SCHEME, obr, 4, 6);
    priority(obr, 27, 6);
    priority(obr, 5, 1);
    time(obr, 27, 4);
    time(obr, 36, 1);
    time(obr, 6, 1);
    name(Item.REQUESTER, obr, 16);
    set(Item.ACCESSION, obr, 18, 1);
    set(Item.PROCEDURE_ID, obr, 19, 1);
    set(Item.STEP_ID, obr, 20, 1);
    set(Item.MODALITY, obr, 24, 1);
    set(Item.REASON, obr, 31, obr.get(31, 2).isEmpty() ? 1 : 2);
    if (!items.containsKey(Item.REASON)) {
      set(Item.REASON, obr, 13, 1);
    }
  }

  /** IPC counts before what OBR says of the same. */
  private void imaging(Segment ipc) {
    over(Item.ACCESSION, ipc, 1, 1);
    over(Item.PROCEDURE_ID, ipc, 2, 1);
    over(Item.STUDY, ipc, 3, 1);
    over(Item.STEP_ID, ipc, 4, 1);
    over(Item.MODALITY, ipc, 5, 1);
    set(Item.PROTOCOL_CODE, ipc, 6, 1);
    set(Item.PROTOCOL, ipc, 6, 2);
    set(Item.PROTOCOL_SCHEME, ipc, 6, 3);
    set(Item.STATION_NAME, ipc, 7, 1);
    set(Item.STATION_LOCATION, ipc, 8, 1);
    set(Item.STATION_AET, ipc, 9, 1);
  }

  /** The first segment that says something counts. */
  private void set(Item item, Segment segment, int field, int component) {
    if (!items.containsKey(item) || items.getOrDefault(item, "").isEmpty()) {
      over(item, segment, field, component);
    }
  }

  private void over(Item item, Segment segment, int field, int component) {
    String value = WorklistPerson.part(segment.get(field, component));
    if (!value.isEmpty()) {
      items.put(item, value);
    } else if (segment.deletes(field)) {
      items.put(item, "");
    }
  }

  private void join(Item item, Segment segment, int field, int component) {
    String value = WorklistPerson.part(segment.get(field, component));
    if (!value.isEmpty()) {
      items.merge(item, value, (before, more) -> before + "; " + more);
    }
  }

  /** XCN: id, family name, given name; some write the whole name where the family name stands. */
  private void name(Item item, Segment segment, int field) {
    String family = WorklistPerson.part(segment.get(field, 2));
    String given = WorklistPerson.part(segment.get(field, 3));
    String name = given.isEmpty() ? family : family + "^" + given;
    if (!name.isEmpty() && !items.containsKey(item)) {
      items.put(item, name);
    }
  }

  private void time(Segment segment, int field, int component) {
    Optional<String> text = segment.some(field, component);
    if (text.isEmpty() || items.containsKey(Item.SCHEDULED)) {
      return;
    }
    Optional<Times.Time> time = Times.time(text.get());
    if (time.isEmpty()) {
      remark("TIME_NOT_UNDERSTOOD at " + segment.at(field), "时间无法识别，位置 " + segment.at(field));
      return;
    }
    String local = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time.get().at());
    items.put(Item.SCHEDULED, local + time.get().offset().map(Object::toString).orElse(""));
  }

  /** TQ1-9 (table 0485), TQ-6 and OBR-5: a letter with or without an interval. */
  private void priority(Segment segment, int field, int component) {
    String code = segment.get(field, component).toUpperCase(Locale.ROOT);
    if (code.isEmpty() || items.containsKey(Item.PRIORITY)) {
      return;
    }
    Optional<Priority> priority =
        switch (code) {
          case "S", "STAT", "E", "EMERGENCY" -> Optional.of(Priority.STAT);
          case "A", "ASAP" -> Optional.of(Priority.ASAP);
          case "U", "URGENT", "P", "T" -> Optional.of(Priority.URGENT);
          case "R", "ROUTINE", "C", "PRN", "N" -> Optional.of(Priority.ROUTINE);
          default -> Optional.empty();
        };
    if (priority.isEmpty()) {
      remark("PRIORITY_NOT_UNDERSTOOD at " + segment.at(field), "优先级无法识别，位置 " + segment.at(field));
      return;
    }
    items.put(Item.PRIORITY, priority.get().name());
  }
}
