package org.farsight.intake;

import java.io.IOException;
import java.io.InputStream;
import org.farsight.dicom.data.CharacterSetEvidence;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWalk;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.Description;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a data set what is needed to know where it belongs, and walks to its end without
 * keeping a value, so that a truncated object is found before it is acknowledged as good.
 */
final class DicomIdentifier {
  private static final int HEADER_END = Tag.SERIES_INSTANCE_UID;
  private static final int LONGEST_VALUE = 4096;
  private static final String ISSUER = "(0010,0024)[1].(0040,0032)";

  /** A deflated object may grow to this when walked; beyond it is taken for an attack. */
  private static final long INFLATED_LIMIT = 4L << 30;

  private DicomIdentifier() {}

  /**
   * Identifies a data set.
   *
   * @param announced what the sender said; null for a file
   * @throws IOException if the spooled bytes cannot be read back
   */
  static Verdict identify(Spooled spooled, TransferSyntax syntax, @Nullable Announced announced)
      throws IOException {
    DataSet header = new DataSet();
    DescriptionReader description = new DescriptionReader(header);
    @Nullable DicomFormatException fault = null;
    boolean headerRead = false;
    try (InputStream in = spooled.open();
        DataSetReader reader =
            new DataSetReader(in, spooled.length(), syntax, DataSetWalk.OPTIONS)) {
      readHeader(reader, header, description);
      headerRead = true;
      walkOn(reader, syntax.deflated(), description);
    } catch (DicomFormatException e) {
      fault = e;
    }
    ObjectFacts facts = facts(header, syntax, description.description());
    if (facts.sopClass().isEmpty() || facts.sopInstance().isEmpty() || !headerRead) {
      return unreadable(facts, fault, announced);
    }
    if (announced != null && !matches(facts, announced)) {
      return new Verdict.No(
          Cause.NOT_AS_ANNOUNCED,
          "the data set holds "
              + facts.sopInstance()
              + " of class "
              + facts.sopClass()
              + ", the command announced another");
    }
    return fault == null
        ? new Verdict.Good(facts)
        : new Verdict.Bad(QuarantineReason.BROKEN_OBJECT, facts, words(fault));
  }

  /** Reads up to the series; the reader then stands behind it. */
  private static void readHeader(
      DataSetReader reader, DataSet header, DescriptionReader description) throws IOException {
    while (true) {
      DataSetReader.Event event = reader.next();
      if (event == DataSetReader.Event.END) {
        return;
      }
      if (reader.depth() > 0) {
        if (event == DataSetReader.Event.ELEMENT) {
          issuer(reader, header);
        }
        continue;
      }
      if (event != DataSetReader.Event.ELEMENT || !isWanted(reader.tag())) {
        description.look(reader, event);
      } else {
        if (reader.length() > LONGEST_VALUE) {
          throw new DicomFormatException(
              "a value of " + reader.length() + " bytes is too long",
              reader.headerStart(),
              reader.path());
        }
        header.putBytes(reader.tag(), reader.vr(), reader.readValue());
      }
      if (Integer.compareUnsigned(reader.tag(), HEADER_END) >= 0) {
        return;
      }
    }
  }

  /** The universal id of the patient id's issuer, where a modality tells it (PS3.3 §10.14). */
  private static void issuer(DataSetReader reader, DataSet header) throws IOException {
    if (reader.tag() == Tag.UNIVERSAL_ENTITY_ID
        && reader.length() <= LONGEST_VALUE
        && reader.path().equals(ISSUER)) {
      header
          .addItem(Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE)
          .putBytes(Tag.UNIVERSAL_ENTITY_ID, reader.vr(), reader.readValue());
    }
  }

  private static boolean isWanted(int tag) {
    return switch (tag) {
      case Tag.SPECIFIC_CHARACTER_SET,
          Tag.SOP_CLASS_UID,
          Tag.SOP_INSTANCE_UID,
          Tag.ACCESSION_NUMBER,
          Tag.MODALITY,
          Tag.PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.STUDY_INSTANCE_UID,
          Tag.SERIES_INSTANCE_UID ->
          true;
      default -> false;
    };
  }

  private static void walkOn(DataSetReader reader, boolean deflated, DescriptionReader description)
      throws IOException {
    DataSetReader.Event event = reader.next();
    while (event != DataSetReader.Event.END) {
      boolean hasValue =
          event == DataSetReader.Event.ELEMENT || event == DataSetReader.Event.FRAGMENT;
      if (deflated && hasValue && reader.position() + reader.length() > INFLATED_LIMIT) {
        throw new DicomFormatException(
            "more than " + INFLATED_LIMIT + " bytes", reader.position(), reader.path());
      }
      description.look(reader, event);
      event = reader.next();
    }
  }

  private static ObjectFacts facts(DataSet bytes, TransferSyntax syntax, Description description) {
    DataSet header =
        CharacterSetEvidence.examine(bytes)
            .map(evidence -> bytes.readAs(evidence.found()))
            .orElse(bytes);
    return new ObjectFacts(
        "dicom",
        text(header, Tag.SOP_CLASS_UID),
        text(header, Tag.SOP_INSTANCE_UID),
        syntax.uid(),
        text(header, Tag.STUDY_INSTANCE_UID),
        text(header, Tag.SERIES_INSTANCE_UID),
        text(header, Tag.MODALITY),
        // two ids that begin alike are two, though a backslash stands in them against the rules
        String.join("\\", header.strings(Tag.PATIENT_ID)).strip(),
        issuer(header),
        text(header, Tag.ACCESSION_NUMBER),
        description);
  }

  /** The issuer by name (0010,0021), else by its universal id in (0010,0024). */
  private static String issuer(DataSet header) {
    String name = text(header, Tag.ISSUER_OF_PATIENT_ID);
    return name.isEmpty()
        ? header
            .item(Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE)
            .map(item -> text(item, Tag.UNIVERSAL_ENTITY_ID))
            .orElse("")
        : name;
  }

  private static String text(DataSet header, int tag) {
    return header.string(tag).map(String::strip).orElse("");
  }

  /** Not readable up to the UIDs: an association's sender keeps it, a file is kept here. */
  private static Verdict unreadable(
      ObjectFacts facts, @Nullable DicomFormatException fault, @Nullable Announced announced) {
    String why =
        fault != null
            ? words(fault)
            : "the data set has no "
                + (facts.sopClass().isEmpty() ? "SOP Class UID" : "SOP Instance UID");
    return announced == null
        ? new Verdict.Bad(QuarantineReason.BROKEN_FILE, null, why)
        : new Verdict.No(Cause.CANNOT_UNDERSTAND, why);
  }

  private static String words(DicomFormatException fault) {
    return "the data set cannot be read: " + fault.getMessage();
  }

  private static boolean matches(ObjectFacts facts, Announced announced) {
    return facts.sopClass().equals(trimmed(announced.sopClass()))
        && facts.sopInstance().equals(trimmed(announced.sopInstance()));
  }

  private static String trimmed(String uid) {
    return uid.replace("\0", "").strip();
  }
}
