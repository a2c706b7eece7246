package org.farsight.ecg.muse;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Subject;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlRule;

/** Person, time, device. Dates are month, day, year, as the maker's country writes them. */
final class Header {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MM-dd-uuuu", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final XmlElement root;
  private final RulesInForce<XmlRule> rules;

  Header(XmlElement root, RulesInForce<XmlRule> rules) {
    this.root = root;
    this.rules = rules;
  }

  Subject subject() {
    List<Subject.Id> ids = new ArrayList<>();
    text("PatientDemographics", "PatientID")
        .ifPresent(id -> ids.add(new Subject.Id(id, Optional.empty())));
    return new Subject(
        ids,
        name(),
        text("PatientDemographics", "Gender").flatMap(this::sex),
        date("PatientDemographics", "DateofBirth"));
  }

  Acquisition acquisition() {
    Optional<LocalDateTime> start =
        date("TestDemographics", "AcquisitionDate").map(date -> date.atTime(time()));
    Acquisition.Device device =
        new Acquisition.Device(
            Optional.of("GE"),
            text("TestDemographics", "AcquisitionDevice"),
            text("TestDemographics", "CartNumber").or(() -> text("PharmaData", "PharmaCartID")),
            text("TestDemographics", "AcquisitionSoftwareVersion"));
    return new Acquisition(
        start,
        Optional.empty(),
        Optional.empty(),
        device,
        text("TestDemographics", "SiteName"),
        text("TestDemographics", "LocationName"),
        text("Order", "OrderNumber"),
        List.of());
  }

  private Optional<String> text(String group, String name) {
    return root.at(group, name).map(XmlElement::text).filter(text -> !text.isEmpty());
  }

  private Optional<Subject.Name> name() {
    String family = text("PatientDemographics", "PatientLastName").orElse("");
    String given = text("PatientDemographics", "PatientFirstName").orElse("");
    return Subject.Name.of(family, given);
  }

  private Optional<Subject.Sex> sex(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "MALE" -> Optional.of(Subject.Sex.MALE);
      case "FEMALE" -> Optional.of(Subject.Sex.FEMALE);
      case "UNKNOWN" -> Optional.of(Subject.Sex.UNKNOWN);
      default -> {
        rules.note("SEX_NOT_UNDERSTOOD", root.path() + "/PatientDemographics/Gender");
        yield Optional.empty();
      }
    };
  }

  private Optional<LocalDate> date(String group, String name) {
    Optional<String> text = text(group, name);
    try {
      return text.map(t -> LocalDate.parse(t, DATE));
    } catch (DateTimeParseException e) {
      rules.note("DATE_NOT_UNDERSTOOD", root.path() + "/" + group + "/" + name);
      return Optional.empty();
    }
  }

  private LocalTime time() {
    Optional<String> text = text("TestDemographics", "AcquisitionTime");
    try {
      return text.map(LocalTime::parse).orElse(LocalTime.MIDNIGHT);
    } catch (DateTimeParseException e) {
      rules.note("TIME_NOT_UNDERSTOOD", root.path() + "/TestDemographics/AcquisitionTime");
      return LocalTime.MIDNIGHT;
    }
  }
}
