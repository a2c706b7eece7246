package org.farsight.intake;

import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.OptionalInt;
import org.farsight.dicom.data.CharacterSetEvidence;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.PersonName;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetReader.Event;
import org.farsight.exchange.Description;

/**
 * Takes from a data set, while it is walked through, what queries ask for. A value that is longer
 * than any valid one, or that its VR does not allow, is as if it were not there: it is no reason to
 * refuse an object.
 */
final class DescriptionReader {
  /** Three groups of a person name, each of 64 characters, each of at most 4 bytes, and more. */
  private static final int LONGEST_VALUE = 1024;

  private final DataSet values;
  private boolean inRequestAttributes;

  /**
   * @param values takes what is found, besides what it holds already: the ids and the character set
   */
  DescriptionReader(DataSet values) {
    this.values = values;
  }

  /** Looks at what the reader has come to; of what is wanted it reads the value. */
  void look(DataSetReader reader, Event event) throws IOException {
    switch (event) {
      case ELEMENT -> {
        if (isWanted(reader) && reader.length() <= LONGEST_VALUE) {
          values.put(
              new Element.Value(reader.tag(), reader.vr(), reader.readValue(), reader.bigEndian()));
        }
      }
      case SEQUENCE -> {
        if (reader.tag() == Tag.REQUEST_ATTRIBUTES_SEQUENCE && reader.depth() == 1) {
          inRequestAttributes = true;
        }
      }
      case SEQUENCE_END -> {
        if (reader.depth() == 0) {
          inRequestAttributes = false;
        }
      }
      case ITEM, ITEM_END, FRAGMENTS, FRAGMENT, FRAGMENTS_END, END -> {}
    }
  }

  private boolean isWanted(DataSetReader reader) {
    int tag = reader.tag();
    return switch (reader.depth()) {
      case 0 -> isWanted(tag);
      case 1 ->
          inRequestAttributes
              && (tag == Tag.SCHEDULED_PROCEDURE_STEP_ID || tag == Tag.REQUESTED_PROCEDURE_ID)
              && !values.contains(tag); // of several requests the first
      default -> false;
    };
  }

  private static boolean isWanted(int tag) {
    return switch (tag) {
      case Tag.STUDY_DATE,
          Tag.SERIES_DATE,
          Tag.STUDY_TIME,
          Tag.SERIES_TIME,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.STATION_NAME,
          Tag.STUDY_DESCRIPTION,
          Tag.SERIES_DESCRIPTION,
          Tag.PATIENT_NAME,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.BODY_PART_EXAMINED,
          Tag.STUDY_ID,
          Tag.SERIES_NUMBER,
          Tag.INSTANCE_NUMBER,
          Tag.LATERALITY,
          Tag.NUMBER_OF_FRAMES,
          Tag.ROWS,
          Tag.COLUMNS,
          Tag.BITS_ALLOCATED,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME ->
          true;
      default -> false;
    };
  }

  /** What was found so far; text is read as its bytes show, whatever the object declares. */
  Description description() {
    DataSet read =
        CharacterSetEvidence.examine(values)
            .map(evidence -> values.readAs(evidence.found()))
            .orElse(values);
    return new Description(patient(read), study(read), series(read), instance(read));
  }

  private static Description.Patient patient(DataSet read) {
    return new Description.Patient(
        name(read, Tag.PATIENT_NAME),
        date(read, Tag.PATIENT_BIRTH_DATE),
        text(read, Tag.PATIENT_SEX));
  }

  private static Description.Study study(DataSet read) {
    return new Description.Study(
        date(read, Tag.STUDY_DATE),
        time(read, Tag.STUDY_TIME),
        text(read, Tag.STUDY_DESCRIPTION),
        text(read, Tag.STUDY_ID),
        name(read, Tag.REFERRING_PHYSICIAN_NAME));
  }

  private static Description.Series series(DataSet read) {
    return new Description.Series(
        integer(read, Tag.SERIES_NUMBER),
        text(read, Tag.SERIES_DESCRIPTION),
        text(read, Tag.BODY_PART_EXAMINED),
        text(read, Tag.LATERALITY),
        text(read, Tag.STATION_NAME),
        date(read, Tag.SERIES_DATE),
        time(read, Tag.SERIES_TIME),
        date(read, Tag.PERFORMED_PROCEDURE_STEP_START_DATE),
        time(read, Tag.PERFORMED_PROCEDURE_STEP_START_TIME),
        text(read, Tag.REQUESTED_PROCEDURE_ID),
        text(read, Tag.SCHEDULED_PROCEDURE_STEP_ID));
  }

  private static Description.Instance instance(DataSet read) {
    return new Description.Instance(
        integer(read, Tag.INSTANCE_NUMBER),
        count(read, Tag.ROWS),
        count(read, Tag.COLUMNS),
        count(read, Tag.BITS_ALLOCATED),
        count(read, Tag.NUMBER_OF_FRAMES));
  }

  private static String text(DataSet read, int tag) {
    return read.string(tag).map(DescriptionReader::printable).orElse("");
  }

  private static String printable(String text) {
    boolean plain = text.chars().noneMatch(Character::isISOControl);
    return (plain ? text : text.replaceAll("\\p{Cntrl}", " ")).strip();
  }

  private static String name(DataSet read, int tag) {
    String text = text(read, tag);
    return PersonName.parse(text).map(PersonName::text).orElse("");
  }

  private static String date(DataSet read, int tag) {
    return read.date(tag)
        .filter(date -> date.getYear() > 0)
        .map(DateTimeFormatter.BASIC_ISO_DATE::format)
        .orElse("");
  }

  /** As written but for the colons of ACR-NEMA: how exact it is must not be lost. */
  private static String time(DataSet read, int tag) {
    return read.time(tag).isPresent() ? text(read, tag).replace(":", "") : "";
  }

  private static String integer(DataSet read, int tag) {
    OptionalInt number = read.integer(tag);
    return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
  }

  private static int count(DataSet read, int tag) {
    return Math.max(0, read.integer(tag).orElse(0));
  }
}
