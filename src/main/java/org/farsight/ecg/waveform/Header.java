package org.farsight.ecg.waveform;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.PersonName;
import org.farsight.dicom.data.Tag;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Subject;
import org.jspecify.annotations.Nullable;

/** Who, when, where and with what: the patient, study, series and equipment modules. */
final class Header {
  private static final int ACQUISITION_DURATION = 0x0018_9073;

  private final DataSet data;
  private final RulesInForce<WaveformRule> rules;

  Header(DataSet data, RulesInForce<WaveformRule> rules) {
    this.data = data;
    this.rules = rules;
  }

  Subject subject() {
    List<Subject.Id> ids = new ArrayList<>();
    id(data).ifPresent(ids::add);
    for (DataSet other : data.items(Tag.OTHER_PATIENT_IDS_SEQUENCE)) {
      id(other).ifPresent(ids::add);
    }
    for (String other : data.strings(Tag.OTHER_PATIENT_IDS)) {
      if (!other.isBlank()) {
        ids.add(new Subject.Id(other, Optional.empty()));
      }
    }
    return new Subject(
        ids,
        name(),
        data.string(Tag.PATIENT_SEX).flatMap(this::sex),
        data.string(Tag.PATIENT_BIRTH_DATE)
            .flatMap(
                text ->
                    understood(
                        DicomTimes.date(text), "DATE_NOT_UNDERSTOOD", Tag.PATIENT_BIRTH_DATE)));
  }

  Acquisition acquisition() {
    Optional<DicomTimes.Moment> moment =
        data.string(Tag.ACQUISITION_DATE_TIME)
            .flatMap(
                text ->
                    understood(
                        DicomTimes.moment(text), "TIME_NOT_UNDERSTOOD", Tag.ACQUISITION_DATE_TIME));
    Optional<LocalDateTime> start =
        moment
            .map(DicomTimes.Moment::local)
            .or(() -> dateTime(Tag.ACQUISITION_DATE, Tag.ACQUISITION_TIME))
            .or(() -> dateTime(Tag.CONTENT_DATE, Tag.CONTENT_TIME))
            .or(() -> dateTime(Tag.STUDY_DATE, Tag.STUDY_TIME));
    Optional<ZoneOffset> offset =
        moment
            .flatMap(DicomTimes.Moment::offset)
            .or(() -> data.string(Tag.TIMEZONE_OFFSET_FROM_UTC).flatMap(DicomTimes::offset));
    Acquisition.Device device =
        new Acquisition.Device(
            data.string(Tag.MANUFACTURER),
            data.string(Tag.MANUFACTURER_MODEL_NAME),
            data.string(Tag.DEVICE_SERIAL_NUMBER),
            data.string(Tag.SOFTWARE_VERSIONS));
    return new Acquisition(
        start,
        start.flatMap(this::end),
        offset,
        device,
        data.string(Tag.INSTITUTION_NAME),
        data.string(Tag.INSTITUTIONAL_DEPARTMENT_NAME).or(() -> data.string(Tag.STATION_NAME)),
        data.string(Tag.ACCESSION_NUMBER),
        orders());
  }

  List<Identifier> identifiers() {
    List<Identifier> found = new ArrayList<>();
    add(found, Identifier.Kind.SOP_CLASS_UID, Tag.SOP_CLASS_UID);
    add(found, Identifier.Kind.SOP_INSTANCE_UID, Tag.SOP_INSTANCE_UID);
    add(found, Identifier.Kind.SERIES_INSTANCE_UID, Tag.SERIES_INSTANCE_UID);
    add(found, Identifier.Kind.STUDY_INSTANCE_UID, Tag.STUDY_INSTANCE_UID);
    return found;
  }

  private void add(List<Identifier> found, Identifier.Kind kind, int tag) {
    data.string(tag).ifPresent(uid -> found.add(Identifier.of(kind, uid)));
  }

  private static Optional<Subject.Id> id(DataSet holder) {
    return holder.string(Tag.PATIENT_ID).map(id -> new Subject.Id(id, issuer(holder)));
  }

  /** The issuer by name (0010,0021), else by its universal id in (0010,0024). */
  private static Optional<String> issuer(DataSet holder) {
    return holder
        .string(Tag.ISSUER_OF_PATIENT_ID)
        .or(
            () ->
                holder
                    .item(Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE)
                    .flatMap(issuer -> issuer.string(Tag.UNIVERSAL_ENTITY_ID)));
  }

  private Optional<Subject.Name> name() {
    return data.personName(Tag.PATIENT_NAME)
        .map(
            name ->
                new Subject.Name(
                    name.text(),
                    parts(name.alphabetic()),
                    parts(name.ideographic()),
                    parts(name.phonetic())));
  }

  private static Optional<Subject.Parts> parts(PersonName.@Nullable Group group) {
    return group == null
        ? Optional.empty()
        : Optional.of(
            new Subject.Parts(
                group.family(), group.given(), group.middle(), group.prefix(), group.suffix()));
  }

  private Optional<Subject.Sex> sex(String code) {
    return switch (code) {
      case "M", "男" -> Optional.of(Subject.Sex.MALE);
      case "F", "女" -> Optional.of(Subject.Sex.FEMALE);
      case "O" -> Optional.of(Subject.Sex.OTHER);
      case "U" -> Optional.of(Subject.Sex.UNKNOWN);
      default -> understood(Optional.empty(), "SEX_NOT_UNDERSTOOD", Tag.PATIENT_SEX);
    };
  }

  private Optional<LocalDateTime> dateTime(int dateTag, int timeTag) {
    return data.string(dateTag)
        .flatMap(DicomTimes::date)
        .map(
            date ->
                date.atTime(
                    data.string(timeTag).flatMap(DicomTimes::time).orElse(LocalTime.MIDNIGHT)));
  }

  private Optional<LocalDateTime> end(LocalDateTime start) {
    double millis = data.decimal(ACQUISITION_DURATION).orElse(0);
    boolean sane = millis > 0 && millis < Integer.MAX_VALUE;
    return sane ? Optional.of(start.plusNanos(Math.round(millis * 1_000_000))) : Optional.empty();
  }

  private List<String> orders() {
    List<String> orders = new ArrayList<>();
    for (int tag :
        new int[] {
          Tag.PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
          Tag.FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST
        }) {
      data.string(tag).ifPresent(orders::add);
      data.item(Tag.REQUEST_ATTRIBUTES_SEQUENCE)
          .flatMap(item -> item.string(tag))
          .filter(number -> !orders.contains(number))
          .ifPresent(orders::add);
    }
    return orders;
  }

  private <T> Optional<T> understood(Optional<T> value, String otherwise, int tag) {
    if (value.isEmpty()) {
      rules.note(otherwise, Tag.toString(tag));
    }
    return value;
  }
}
