package org.farsight.ecg.sierra;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Subject;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlRule;

/**
 * Person, time, device, order. The schema's dates and times are {@code xsd:date} and {@code
 * xsd:time}, which may carry an offset from UTC; known carts write none.
 */
final class Header {
  private static final String PERSON = "generalpatientdata";
  private static final int MODEL = 1;
  private static final int SOFTWARE = 2;

  private final XmlElement root;
  private final RulesInForce<XmlRule> rules;

  Header(XmlElement root, RulesInForce<XmlRule> rules) {
    this.root = root;
    this.rules = rules;
  }

  Subject subject() {
    Set<String> values = new LinkedHashSet<>();
    for (String name : List.of("patientid", "MRN", "uniquepatientid", "secondaryid")) {
      text("patient", PERSON, name).ifPresent(values::add);
    }
    List<Subject.Id> ids = new ArrayList<>();
    values.forEach(value -> ids.add(new Subject.Id(value, Optional.empty())));
    return new Subject(ids, name(), text("patient", PERSON, "sex").flatMap(this::sex), birthDate());
  }

  Acquisition acquisition() {
    Optional<TemporalAccessor> date = moment("date", DateTimeFormatter.ISO_DATE);
    Optional<TemporalAccessor> time = moment("time", DateTimeFormatter.ISO_TIME);
    Optional<LocalDateTime> start =
        date.map(
            d -> LocalDate.from(d).atTime(time.map(LocalTime::from).orElse(LocalTime.MIDNIGHT)));
    Optional<ZoneOffset> offset = time.or(() -> date).map(m -> m.query(TemporalQueries.offset()));
    return new Acquisition(
        start,
        Optional.empty(),
        offset,
        device(),
        text("dataacquisition", "acquirer", "institutionname"),
        text("dataacquisition", "acquirer", "departmentname")
            .or(() -> text("dataacquisition", "acquirer", "departmentid")),
        Optional.empty(),
        Stream.of("ordernumber", "uniqueorderid")
            .flatMap(name -> text("orderinfo", name).stream())
            .distinct()
            .toList());
  }

  /** {@code detaildescription} is maker, model and software, parted by colons. */
  private Acquisition.Device device() {
    Optional<XmlElement> machine = root.at("dataacquisition", "machine");
    String[] parts =
        machine.flatMap(m -> m.attribute("detaildescription")).orElse("").split(":", -1);
    boolean detailed = parts.length > SOFTWARE;
    String model = machine.map(XmlElement::text).orElse("");
    String number = detailed ? parts[MODEL].strip() : "";
    return new Acquisition.Device(
        Optional.of(detailed && !parts[0].isBlank() ? parts[0].strip() : "Philips"),
        said((model + " " + number).strip()),
        machine.flatMap(m -> m.attribute("machineid")).flatMap(Header::said),
        detailed ? said(parts[SOFTWARE].strip()) : Optional.empty());
  }

  private Optional<Subject.Name> name() {
    String family = text("patient", PERSON, "name", "lastname").orElse("");
    String given = text("patient", PERSON, "name", "firstname").orElse("");
    String middle = text("patient", PERSON, "name", "middlename").orElse("");
    return Subject.Name.of(family, (given + " " + middle).strip());
  }

  private Optional<Subject.Sex> sex(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "MALE" -> Optional.of(Subject.Sex.MALE);
      case "FEMALE" -> Optional.of(Subject.Sex.FEMALE);
      case "UNKNOWN" -> Optional.of(Subject.Sex.UNKNOWN);
      default -> {
        rules.note("SEX_NOT_UNDERSTOOD", root.path() + "/patient/" + PERSON + "/sex");
        yield Optional.empty();
      }
    };
  }

  private Optional<LocalDate> birthDate() {
    Optional<String> text = text("patient", PERSON, "age", "dateofbirth");
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      rules.note("DATE_NOT_UNDERSTOOD", root.path() + "/patient/" + PERSON + "/age/dateofbirth");
      return Optional.empty();
    }
  }

  private Optional<TemporalAccessor> moment(String attribute, DateTimeFormatter form) {
    Optional<XmlElement> acquisition = root.child("dataacquisition");
    try {
      return acquisition.flatMap(a -> a.attribute(attribute)).map(String::strip).map(form::parse);
    } catch (DateTimeParseException e) {
      rules.note("TIME_NOT_UNDERSTOOD", root.path() + "/dataacquisition/@" + attribute);
      return Optional.empty();
    }
  }

  private Optional<String> text(String... path) {
    return root.at(path).map(XmlElement::text).flatMap(Header::said);
  }

  /** A text that says something: exports put dashes where a field was emptied. */
  private static Optional<String> said(String text) {
    return Optional.of(text).filter(t -> t.codePoints().anyMatch(Character::isLetterOrDigit));
  }
}
