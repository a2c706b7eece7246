package org.farsight.ecg.aecg;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Subject;
import org.farsight.ecg.xml.XmlElement;

/** Who, when, where and with what: the parts of an aECG around its waveforms. */
final class Header {
  private final XmlElement root;
  private final RulesInForce<AecgRule> rules;

  Header(XmlElement root, RulesInForce<AecgRule> rules) {
    this.root = root;
    this.rules = rules;
  }

  Subject subject() {
    Optional<XmlElement> subject = first("trialSubject");
    if (subject.isEmpty()) {
      return Subject.UNNAMED;
    }
    Optional<XmlElement> person = subject.get().child("subjectDemographicPerson");
    List<Subject.Id> ids = new ArrayList<>();
    subject.get().children("id").forEach(id -> id(id).ifPresent(ids::add));
    return new Subject(
        ids,
        person.flatMap(p -> p.child("name")).flatMap(Header::name),
        person.flatMap(p -> p.child("administrativeGenderCode")).flatMap(this::sex),
        person.flatMap(p -> p.child("birthTime")).flatMap(this::birthDate));
  }

  /**
   * When, where and with what.
   *
   * @param series the first rhythm series
   * @param firstSample the time of the first sample, where a sequence tells it
   */
  Acquisition acquisition(Optional<XmlElement> series, Optional<AecgTime> firstSample) {
    Optional<XmlElement> period = series.flatMap(s -> s.child("effectiveTime"));
    Optional<XmlElement> whole = root.child("effectiveTime");
    Optional<AecgTime> start =
        firstSample
            .or(() -> AecgTimes.bound(period, "low", rules))
            .or(() -> AecgTimes.bound(whole, "low", rules))
            .or(() -> AecgTimes.bound(whole, "center", rules))
            .or(() -> whole.flatMap(time -> AecgTimes.of(time, rules)));
    Optional<LocalDateTime> end =
        AecgTimes.bound(period, "high", rules)
            .or(() -> AecgTimes.bound(whole, "high", rules))
            .map(AecgTime::local);
    Optional<ZoneOffset> offset = start.flatMap(AecgTime::offset);
    return new Acquisition(
        start.map(AecgTime::local),
        end,
        offset,
        device(series),
        first("testingSite").or(() -> first("trialSite")).flatMap(Header::place),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  List<Identifier> identifiers(List<XmlElement> allSeries) {
    List<Identifier> found = new ArrayList<>();
    root.child("id").flatMap(id -> named(Identifier.Kind.AECG_ID, id)).ifPresent(found::add);
    for (XmlElement series : allSeries) {
      series
          .child("id")
          .flatMap(id -> named(Identifier.Kind.AECG_SERIES_ID, id))
          .ifPresent(found::add);
    }
    return found;
  }

  private Optional<XmlElement> first(String name) {
    return root.descendants(name).stream().findFirst();
  }

  private static Optional<Identifier> named(Identifier.Kind kind, XmlElement id) {
    Optional<String> extension = id.attribute("extension").map(String::strip);
    return id.attribute("root")
        .map(String::strip)
        .map(value -> new Identifier(kind, value, extension))
        .or(() -> extension.map(value -> Identifier.of(kind, value)));
  }

  private static Optional<Subject.Id> id(XmlElement id) {
    Optional<String> root = id.attribute("root").map(String::strip);
    return id.attribute("extension")
        .map(String::strip)
        .map(value -> new Subject.Id(value, root))
        .or(() -> root.map(value -> new Subject.Id(value, Optional.empty())));
  }

  private static Optional<Subject.Name> name(XmlElement name) {
    String text = name.allText();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String family = part(name, "family");
    String given = part(name, "given");
    if (family.isEmpty() && given.isEmpty()) {
      return Optional.of(Subject.Name.ofText(text));
    }
    Optional<Subject.Parts> parts =
        Optional.of(
            new Subject.Parts(family, given, "", part(name, "prefix"), part(name, "suffix")));
    boolean chinese = (family + given).codePoints().anyMatch(Character::isIdeographic);
    return Optional.of(
        new Subject.Name(
            text,
            chinese ? Optional.empty() : parts,
            chinese ? parts : Optional.empty(),
            Optional.empty()));
  }

  private static String part(XmlElement name, String part) {
    return String.join(
        " ", name.children(part).map(XmlElement::allText).filter(t -> !t.isEmpty()).toList());
  }

  private Optional<Subject.Sex> sex(XmlElement code) {
    String text = code.attribute("code").orElse("").strip().toUpperCase(Locale.ROOT);
    return switch (text) {
      case "M", "MALE" -> Optional.of(Subject.Sex.MALE);
      case "F", "FEMALE" -> Optional.of(Subject.Sex.FEMALE);
      case "UN" -> Optional.of(Subject.Sex.OTHER);
      case "U", "UNK", "UNKNOWN" -> Optional.of(Subject.Sex.UNKNOWN);
      case "" -> Optional.empty();
      default -> {
        rules.note("SEX_NOT_UNDERSTOOD", code.path());
        yield Optional.empty();
      }
    };
  }

  private Optional<LocalDate> birthDate(XmlElement birthTime) {
    Optional<AecgTime> time = AecgTimes.of(birthTime, rules);
    if (time.isPresent() && !time.get().wholeDate()) {
      rules.note("BIRTH_DATE_NOT_WHOLE", birthTime.path());
    }
    return time.filter(AecgTime::wholeDate).map(t -> t.local().toLocalDate());
  }

  private static Optional<String> place(XmlElement site) {
    return site.at("location", "name").map(XmlElement::allText).filter(name -> !name.isEmpty());
  }

  private static Acquisition.Device device(Optional<XmlElement> series) {
    Optional<XmlElement> author = series.flatMap(s -> s.at("author", "seriesAuthor"));
    Optional<XmlElement> device = author.flatMap(a -> a.child("manufacturedSeriesDevice"));
    return new Acquisition.Device(
        author.flatMap(a -> a.at("manufacturerOrganization", "name")).flatMap(Header::textOf),
        device.flatMap(d -> d.child("manufacturerModelName")).flatMap(Header::textOf),
        // Philips names the device beside, not inside, its description.
        device
            .flatMap(d -> d.child("id"))
            .flatMap(id -> id.attribute("extension"))
            .or(() -> author.flatMap(a -> a.child("id")).flatMap(id -> id.attribute("extension"))),
        device.flatMap(d -> d.child("softwareName")).flatMap(Header::textOf));
  }

  private static Optional<String> textOf(XmlElement element) {
    return Optional.of(element.allText()).filter(text -> !text.isEmpty());
  }
}
