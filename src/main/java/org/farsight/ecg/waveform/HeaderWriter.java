package org.farsight.ecg.waveform;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.PersonName;
import org.farsight.dicom.data.PersonName.Group;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.Code;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Writes the modules that say who, when and with what: SOP Common (PS3.3 C.12.1), Patient
 * (C.7.1.1), General Study (C.7.2.1), General Series (C.7.3.1), General Equipment (C.7.5.1),
 * Waveform Identification (C.10.8).
 */
final class HeaderWriter {
  private static final int CONTRIBUTING_EQUIPMENT_SEQUENCE = 0x0018_A001;
  private static final int CONTRIBUTION_DATE_TIME = 0x0018_A002;
  private static final int CONTRIBUTION_DESCRIPTION = 0x0018_A003;
  private static final int PURPOSE_OF_REFERENCE_CODE_SEQUENCE = 0x0040_A170;
  private static final int MOST_SHORT = 16;
  private static final int LONGEST_GROUP = 64;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HHmmss.SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSSSSSxx", Locale.ROOT);

  private final DataSet data;
  private final Recording recording;
  private final WaveformIdentity identity;
  private final LocalDateTime started;
  private final ZoneOffset offset;

  HeaderWriter(DataSet data, Recording recording, WaveformIdentity identity) {
    this.data = data;
    this.recording = recording;
    this.identity = identity;
    Acquisition acquisition = recording.acquisition();
    LocalDateTime received = LocalDateTime.ofInstant(identity.made(), identity.zone());
    this.started = acquisition.start().orElse(received);
    this.offset =
        acquisition
            .start()
            .flatMap(start -> acquisition.offset())
            .orElseGet(() -> identity.zone().getRules().getOffset(started));
  }

  /**
   * Writes all of it.
   *
   * @param made of which class
   * @param leftOut what the class has no room for
   */
  void write(EcgClass made, List<String> leftOut) {
    common(made);
    patient();
    study(made);
    equipment();
    contribution(leftOut);
  }

  private void common(EcgClass made) {
    data.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, Written.CHARACTER_SET);
    LocalDateTime created = LocalDateTime.ofInstant(identity.made(), offset);
    data.put(Tag.INSTANCE_CREATION_DATE, VR.DA, DATE.format(created));
    data.put(Tag.INSTANCE_CREATION_TIME, VR.TM, TIME.format(created));
    data.put(Tag.SOP_CLASS_UID, VR.UI, made.uid());
    data.put(Tag.SOP_INSTANCE_UID, VR.UI, identity.instance());
    data.put(Tag.TIMEZONE_OFFSET_FROM_UTC, VR.SH, hoursAndMinutes(offset));
  }

  // whole minutes: DICOM has no seconds of an offset
  private static String hoursAndMinutes(ZoneOffset offset) {
    int minutes = offset.getTotalSeconds() / 60;
    return String.format(
        Locale.ROOT,
        "%s%02d%02d",
        minutes < 0 ? "-" : "+",
        Math.abs(minutes) / 60,
        Math.abs(minutes) % 60);
  }

  private void patient() {
    Subject subject = recording.subject();
    data.put(Tag.PATIENT_NAME, VR.PN);
    subject.name().flatMap(HeaderWriter::name).ifPresent(name -> data.put(Tag.PATIENT_NAME, name));
    data.put(Tag.PATIENT_ID, VR.LO);
    List<Subject.Id> ids = subject.ids();
    if (!ids.isEmpty()) {
      id(data, ids.getFirst());
    }
    DataSet[] others =
        ids.stream().skip(1).map(other -> id(Written.item(), other)).toArray(DataSet[]::new);
    if (others.length > 0) {
      data.putItems(Tag.OTHER_PATIENT_IDS_SEQUENCE, others);
    }
    data.put(Tag.PATIENT_BIRTH_DATE, VR.DA);
    subject
        .birthDate()
        .ifPresent(date -> data.put(Tag.PATIENT_BIRTH_DATE, VR.DA, DATE.format(date)));
    data.put(Tag.PATIENT_SEX, VR.CS);
    subject
        .sex()
        .flatMap(HeaderWriter::sex)
        .ifPresent(sex -> data.put(Tag.PATIENT_SEX, VR.CS, sex));
  }

  private static DataSet id(DataSet holder, Subject.Id id) {
    holder.put(Tag.PATIENT_ID, VR.LO, Written.lo(id.value()));
    Written.lo(holder, Tag.ISSUER_OF_PATIENT_ID, id.issuer());
    return holder;
  }

  /** M, F and O are all that the standard has; not known is no value. */
  private static Optional<String> sex(Subject.Sex sex) {
    return switch (sex) {
      case MALE -> Optional.of("M");
      case FEMALE -> Optional.of("F");
      case OTHER -> Optional.of("O");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<PersonName> name(Subject.Name name) {
    Group alphabetic = name.alphabetic().map(HeaderWriter::group).orElse(null);
    Group ideographic = name.ideographic().map(HeaderWriter::group).orElse(null);
    Group phonetic = name.phonetic().map(HeaderWriter::group).orElse(null);
    if (alphabetic == null && ideographic == null && phonetic == null) {
      @Nullable Group whole = whole(name.text());
      boolean chinese = name.text().codePoints().anyMatch(Character::isIdeographic);
      alphabetic = chinese ? null : whole;
      ideographic = chinese ? whole : null;
    }
    return alphabetic == null && ideographic == null && phonetic == null
        ? Optional.empty()
        : Optional.of(new PersonName(alphabetic, ideographic, phonetic));
  }

  /** A name of which the parts are not known stands where the family name does. */
  private static @Nullable Group whole(String text) {
    String part = part(text);
    return part.isEmpty() ? null : fitting(new Group(part, "", "", "", ""));
  }

  private static @Nullable Group group(Subject.Parts parts) {
    Group group =
        new Group(
            part(parts.family()),
            part(parts.given()),
            part(parts.middle()),
            part(parts.prefix()),
            part(parts.suffix()));
    return group.text().isEmpty() ? null : fitting(group);
  }

  /** A group has at most 64 characters (PS3.5 §6.2): one that has more keeps its first ones. */
  private static Group fitting(Group group) {
    return group.text().length() <= LONGEST_GROUP
        ? group
        : new Group(Written.lo(group.text().replace('^', ' ')), "", "", "", "");
  }

  /** The delimiters of names are no part of one. */
  private static String part(String text) {
    return Written.line(text.replace('^', ' ').replace('=', ' '));
  }

  private void study(EcgClass made) {
    data.put(Tag.STUDY_INSTANCE_UID, VR.UI, identity.study());
    data.put(Tag.SERIES_INSTANCE_UID, VR.UI, identity.series());
    times();
    data.put(Tag.REFERRING_PHYSICIAN_NAME, VR.PN);
    data.put(Tag.STUDY_ID, VR.SH);
    data.put(Tag.ACCESSION_NUMBER, VR.SH);
    // a longer number would be another one when cut
    recording
        .acquisition()
        .accession()
        .map(Written::line)
        .filter(number -> number.length() <= MOST_SHORT && !number.isEmpty())
        .ifPresent(number -> data.put(Tag.ACCESSION_NUMBER, VR.SH, number));
    data.put(Tag.STUDY_DESCRIPTION, VR.LO, made.title());
    data.put(
        Tag.SERIES_DESCRIPTION,
        VR.LO,
        Written.lo(made.title() + " from " + recording.format().title()));
    data.put(Tag.MODALITY, VR.CS, "ECG");
    data.put(Tag.SERIES_NUMBER, VR.IS, "1");
    data.put(Tag.INSTANCE_NUMBER, VR.IS, "1");
    // the lead system (TID 3401) is not in a recording, and is not guessed
    data.putItems(Tag.ACQUISITION_CONTEXT_SEQUENCE);
  }

  private void times() {
    String date = DATE.format(started);
    String time = TIME.format(started);
    for (int tag : new int[] {Tag.STUDY_DATE, Tag.SERIES_DATE, Tag.CONTENT_DATE}) {
      data.put(tag, VR.DA, date);
    }
    for (int tag : new int[] {Tag.STUDY_TIME, Tag.SERIES_TIME, Tag.CONTENT_TIME}) {
      data.put(tag, VR.TM, time);
    }
    data.put(
        Tag.ACQUISITION_DATE_TIME,
        VR.DT,
        DATE_TIME.format(started.truncatedTo(ChronoUnit.MICROS).atOffset(offset)));
  }

  private void equipment() {
    Acquisition acquisition = recording.acquisition();
    Acquisition.Device device = acquisition.device();
    data.put(Tag.MANUFACTURER, VR.LO);
    Written.lo(data, Tag.MANUFACTURER, device.manufacturer());
    Written.lo(data, Tag.MANUFACTURER_MODEL_NAME, device.model());
    Written.lo(data, Tag.DEVICE_SERIAL_NUMBER, device.serialNumber());
    Written.lo(data, Tag.SOFTWARE_VERSIONS, device.software());
    Written.lo(data, Tag.INSTITUTION_NAME, acquisition.institution());
    Written.lo(data, Tag.INSTITUTIONAL_DEPARTMENT_NAME, acquisition.department());
  }

  /** What made the object, from what, and what it had to leave out. */
  private void contribution(List<String> leftOut) {
    DataSet farsight = Written.item();
    farsight.putItems(
        PURPOSE_OF_REFERENCE_CODE_SEQUENCE,
        Coded.item(new Code("DCM", "109102", Optional.of("Processing Equipment"))));
    farsight.put(Tag.MANUFACTURER, VR.LO, "Farsight");
    farsight.put(Tag.MANUFACTURER_MODEL_NAME, VR.LO, "Farsight ECG to DICOM");
    farsight.put(Tag.SOFTWARE_VERSIONS, VR.LO, WaveformObject.VERSION);
    farsight.put(
        CONTRIBUTION_DATE_TIME,
        VR.DT,
        DATE_TIME.format(identity.made().truncatedTo(ChronoUnit.MICROS).atOffset(offset)));
    String words =
        "Made from a file in "
            + recording.format().title()
            + ", SHA-256 "
            + identity.source()
            + ", sample for sample"
            + (leftOut.isEmpty()
                ? "."
                : "; left out, as this class has no room: " + String.join(", ", leftOut) + ".");
    farsight.put(CONTRIBUTION_DESCRIPTION, VR.ST, Written.text(words));
    data.putItems(CONTRIBUTING_EQUIPMENT_SEQUENCE, farsight);
  }
}
