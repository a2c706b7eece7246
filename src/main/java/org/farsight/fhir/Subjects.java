package org.farsight.fhir;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.PersonName;
import org.farsight.dicom.data.Tag;
import org.farsight.ecg.Subject;
import org.jspecify.annotations.Nullable;

/** The patient of a DICOM object (PS3.3 §C.7.1.1) in the words that ECG files use too. */
final class Subjects {

  private Subjects() {}

  static Subject of(DataSet header, Notes notes) {
    List<Subject.Id> ids = new ArrayList<>();
    header.string(Tag.PATIENT_ID).ifPresent(id -> ids.add(id(id)));
    header.strings(Tag.OTHER_PATIENT_IDS).forEach(id -> ids.add(id(id)));
    header
        .items(Tag.OTHER_PATIENT_IDS_SEQUENCE)
        .forEach(item -> item.string(Tag.PATIENT_ID).ifPresent(id -> ids.add(id(id))));
    Optional<LocalDate> birth =
        header.date(Tag.PATIENT_BIRTH_DATE).filter(date -> date.getYear() > 0);
    if (birth.isEmpty() && header.string(Tag.PATIENT_BIRTH_DATE).isPresent()) {
      notes.add("the birth date is no date: left out", "出生日期无效，未写入");
    }
    return new Subject(
        ids,
        header.personName(Tag.PATIENT_NAME).map(Subjects::name),
        header.string(Tag.PATIENT_SEX).map(Subjects::sex),
        birth);
  }

  private static Subject.Id id(String value) {
    return new Subject.Id(value, Optional.empty());
  }

  private static Subject.Name name(PersonName name) {
    return new Subject.Name(
        name.text(), parts(name.alphabetic()), parts(name.ideographic()), parts(name.phonetic()));
  }

  private static Optional<Subject.Parts> parts(PersonName.@Nullable Group group) {
    return group == null
        ? Optional.empty()
        : Optional.of(
            new Subject.Parts(
                group.family(), group.given(), group.middle(), group.prefix(), group.suffix()));
  }

  /** Patient's Sex (0010,0040); some devices write it in Chinese. */
  private static Subject.Sex sex(String text) {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "M", "男" -> Subject.Sex.MALE;
      case "F", "女" -> Subject.Sex.FEMALE;
      case "O" -> Subject.Sex.OTHER;
      default -> Subject.Sex.UNKNOWN;
    };
  }
}
