package org.farsight.ecg.cardiosoft;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Subject;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlRule;

/** Person, time, device. */
final class Header {
  /** Exports without a person carry the year 1. */
  private static final int FIRST_YEAR = 1850;

  private final XmlElement root;
  private final RulesInForce<XmlRule> rules;

  Header(XmlElement root, RulesInForce<XmlRule> rules) {
    this.root = root;
    this.rules = rules;
  }

  Subject subject() {
    List<Subject.Id> ids = new ArrayList<>();
    text("PatientInfo", "PID").ifPresent(id -> ids.add(new Subject.Id(id, Optional.empty())));
    return new Subject(
        ids,
        Subject.Name.of(
            text("PatientInfo", "Name", "FamilyName").orElse(""),
            text("PatientInfo", "Name", "GivenName").orElse("")),
        text("PatientInfo", "Gender").flatMap(this::sex),
        root.at("PatientInfo", "BirthDateTime").flatMap(this::date));
  }

  Acquisition acquisition() {
    Optional<XmlElement> moment = root.child("ObservationDateTime");
    Optional<LocalDateTime> start =
        moment.flatMap(this::date).map(date -> date.atTime(moment.map(this::time).orElseThrow()));
    Acquisition.Device device =
        new Acquisition.Device(
            Optional.of("GE"),
            text("ClinicalInfo", "DeviceInfo", "Desc"),
            Optional.empty(),
            text("ClinicalInfo", "DeviceInfo", "SoftwareVer"));
    return new Acquisition(
        start,
        Optional.empty(),
        Optional.empty(),
        device,
        text("PatientVisit", "ServicingFacility", "Name"),
        text("PatientVisit", "AssignedPatientLocation", "LocationName"),
        text("PatientVisit", "OrderNumber"),
        List.of());
  }

  private Optional<String> text(String... path) {
    return root.at(path).map(XmlElement::text).filter(text -> !text.isEmpty());
  }

  private Optional<Subject.Sex> sex(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "MALE" -> Optional.of(Subject.Sex.MALE);
      case "FEMALE" -> Optional.of(Subject.Sex.FEMALE);
      case "UNKNOWN" -> Optional.of(Subject.Sex.UNKNOWN);
      default -> {
        rules.note("SEX_NOT_UNDERSTOOD", root.path() + "/PatientInfo/Gender");
        yield Optional.empty();
      }
    };
  }

  private Optional<LocalDate> date(XmlElement moment) {
    try {
      LocalDate date =
          LocalDate.of(number(moment, "Year"), number(moment, "Month"), number(moment, "Day"));
      if (date.getYear() >= FIRST_YEAR) {
        return Optional.of(date);
      }
    } catch (DateTimeException e) {
      // as no date at all, which the remark below says
    }
    rules.note("DATE_NOT_UNDERSTOOD", moment.path());
    return Optional.empty();
  }

  private LocalTime time(XmlElement moment) {
    try {
      return LocalTime.of(
          number(moment, "Hour"), number(moment, "Minute"), number(moment, "Second"));
    } catch (DateTimeException e) {
      rules.note("TIME_NOT_UNDERSTOOD", moment.path());
      return LocalTime.MIDNIGHT;
    }
  }

  /** A number of up to four digits, else -1, which is no part of any date. */
  private static int number(XmlElement moment, String name) {
    return moment
        .child(name)
        .map(XmlElement::text)
        .filter(text -> text.matches("\\d{1,4}"))
        .map(Integer::parseInt)
        .orElse(-1);
  }
}
