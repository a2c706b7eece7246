package org.farsight.ecg.scp;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Subject;

/** Section 1: person, time, device. Fields are tag, length, value (EN 1064 section 1). */
final class Header {
  private static final int LAST_NAME = 0;
  private static final int FIRST_NAME = 1;
  private static final int PATIENT_ID = 2;
  private static final int SECOND_LAST_NAME = 3;
  private static final int BIRTH_DATE = 5;
  private static final int SEX = 8;
  private static final int ACQUIRING_DEVICE = 14;
  private static final int ACQUIRING_INSTITUTION = 16;
  private static final int ACQUIRING_DEPARTMENT = 18;
  private static final int DATE = 25;
  private static final int TIME = 26;
  private static final int TIME_ZONE = 34;
  private static final int END = 255;

  /** In the device's field: offsets of the model's name, of its codes and of the texts. */
  private static final int MANUFACTURER_CODE = 7;

  private static final int MODEL = 8;
  private static final int MODEL_LENGTH = 6;
  private static final int LANGUAGE = 16;
  private static final int PROGRAM_LENGTH = 35;

  private static final int NO_TIME_ZONE = 0x7FFF;

  private static final Map<Integer, String> MANUFACTURERS =
      Map.ofEntries(
          Map.entry(1, "Burdick"),
          Map.entry(2, "Cambridge"),
          Map.entry(3, "Compumed"),
          Map.entry(4, "Datamed"),
          Map.entry(5, "Fukuda"),
          Map.entry(6, "Hewlett-Packard"),
          Map.entry(7, "Marquette Electronics"),
          Map.entry(8, "Mortara Instruments"),
          Map.entry(9, "Nihon Kohden"),
          Map.entry(10, "Okin"),
          Map.entry(11, "Quinton"),
          Map.entry(12, "Siemens"),
          Map.entry(13, "SpaceLabs"),
          Map.entry(14, "Telemed"),
          Map.entry(15, "Hellige"),
          Map.entry(16, "Esaote"),
          Map.entry(17, "Schiller"),
          Map.entry(18, "Picker-Schwarzer"));

  private final Map<Integer, byte[]> fields = new HashMap<>();
  private final RulesInForce<ScpRule> rules;
  private final Texts texts;

  private Header(ScpInput section, RulesInForce<ScpRule> rules) throws EcgFormatException {
    this.rules = rules;
    while (section.left() > 0) {
      int tag = section.u8();
      if (tag == END) {
        break;
      }
      byte[] value = section.bytes(section.u16());
      fields.putIfAbsent(tag, value); // drugs and the like repeat; none of ours does
    }
    byte[] device = field(ACQUIRING_DEVICE);
    this.texts = new Texts(device.length > LANGUAGE ? device[LANGUAGE] & 0xFF : 0, rules);
  }

  static Header read(ScpInput section, RulesInForce<ScpRule> rules) throws EcgFormatException {
    return new Header(section, rules);
  }

  /** How text is written in this file. */
  Texts texts() {
    return texts;
  }

  Subject subject() {
    List<Subject.Id> ids = new ArrayList<>();
    text(PATIENT_ID).ifPresent(id -> ids.add(new Subject.Id(id, Optional.empty())));
    return new Subject(ids, name(), sex(), birthDate());
  }

  Acquisition acquisition() throws EcgFormatException {
    Optional<LocalDateTime> start = date(DATE).map(date -> date.atTime(time()));
    return new Acquisition(
        start,
        Optional.empty(),
        offset(),
        device(),
        text(ACQUIRING_INSTITUTION),
        text(ACQUIRING_DEPARTMENT),
        Optional.empty(),
        List.of());
  }

  private byte[] field(int tag) {
    return fields.getOrDefault(tag, new byte[0]);
  }

  private Optional<String> text(int tag) {
    return texts.text(field(tag), where(tag));
  }

  private static String where(int tag) {
    return "section 1, tag " + tag;
  }

  private Optional<Subject.Name> name() {
    List<String> families = new ArrayList<>();
    text(LAST_NAME).ifPresent(families::add);
    text(SECOND_LAST_NAME).ifPresent(families::add);
    String family = String.join(" ", families);
    String given = text(FIRST_NAME).orElse("");
    return Subject.Name.of(family, given);
  }

  private Optional<Subject.Sex> sex() {
    byte[] value = field(SEX);
    if (value.length == 0) {
      return Optional.empty();
    }
    return switch (value[0]) {
      case 1 -> Optional.of(Subject.Sex.MALE);
      case 2 -> Optional.of(Subject.Sex.FEMALE);
      case 0, 9 -> Optional.of(Subject.Sex.UNKNOWN);
      default -> {
        rules.note("SEX_NOT_UNDERSTOOD", where(SEX));
        yield Optional.empty();
      }
    };
  }

  private Optional<LocalDate> birthDate() {
    return date(BIRTH_DATE);
  }

  /** Year in two bytes, month, day; all zero where nobody knows. */
  private Optional<LocalDate> date(int tag) {
    byte[] value = field(tag);
    if (value.length < 4 || value[0] == 0 && value[1] == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(value[0] & 0xFF | (value[1] & 0xFF) << 8, value[2] & 0xFF, value[3] & 0xFF));
    } catch (DateTimeException e) {
      rules.note("DATE_NOT_UNDERSTOOD", where(tag));
      return Optional.empty();
    }
  }

  private LocalTime time() {
    byte[] value = field(TIME);
    if (value.length >= 3) {
      try {
        return LocalTime.of(value[0] & 0xFF, value[1] & 0xFF, value[2] & 0xFF);
      } catch (DateTimeException e) {
        rules.note("TIME_NOT_UNDERSTOOD", where(TIME));
      }
    }
    return LocalTime.MIDNIGHT;
  }

  /** Minutes east of UTC in two bytes, before an index and a description. */
  private Optional<ZoneOffset> offset() {
    byte[] value = field(TIME_ZONE);
    if (value.length < 2) {
      return Optional.empty();
    }
    int minutes = (short) (value[0] & 0xFF | (value[1] & 0xFF) << 8);
    if (minutes == NO_TIME_ZONE) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneOffset.ofTotalSeconds(Math.multiplyExact(minutes, 60)));
    } catch (DateTimeException e) {
      rules.note("TIME_ZONE_NOT_UNDERSTOOD", where(TIME_ZONE));
      return Optional.empty();
    }
  }

  /** The fixed part, then five texts: program, serial number, two softwares, manufacturer. */
  private Acquisition.Device device() throws EcgFormatException {
    byte[] value = field(ACQUIRING_DEVICE);
    if (value.length < MODEL + MODEL_LENGTH) {
      return Acquisition.Device.UNNAMED;
    }
    ScpInput in = new ScpInput(value, 0, value.length, where(ACQUIRING_DEVICE));
    in.skip(MANUFACTURER_CODE);
    Optional<String> coded = Optional.ofNullable(MANUFACTURERS.get(in.u8()));
    Optional<String> named = Optional.empty();
    Optional<String> model = in.part(MODEL_LENGTH, where(ACQUIRING_DEVICE)).firstText(texts);
    Optional<String> serial = Optional.empty();
    Optional<String> software = Optional.empty();
    if (value.length > PROGRAM_LENGTH) {
      in.skip(PROGRAM_LENGTH - MODEL - MODEL_LENGTH);
      int program = in.u8();
      in.skip(Math.min(program, in.left()));
      serial = in.firstText(texts);
      software = in.firstText(texts);
      in.untilZero(); // the implementation of SCP-ECG
      named = in.firstText(texts);
    }
    return new Acquisition.Device(named.or(() -> coded), model, serial, software);
  }
}
