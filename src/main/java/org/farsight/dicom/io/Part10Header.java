package org.farsight.dicom.io;

import java.io.IOException;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.jspecify.annotations.Nullable;

/** Finds out where the data set of a file begins and how it is written. */
record Part10Header(
    DataSet fileMeta,
    TransferSyntax transferSyntax,
    String sopClass,
    String sopInstance,
    long dataSetOffset) {

  static final int PREAMBLE = 128;

  private static final int LOOK_AHEAD = 1 << 16;
  private static final int MAX_META_VALUE = 1 << 20;
  private static final int MAX_META_ELEMENTS = 256;
  private static final ReadOptions UIDS =
      ReadOptions.DEFAULT
          .withStopAt(Tag.SOP_INSTANCE_UID + 1)
          .withMaxValueLength(4096)
          .withMaxMemory(1 << 20);

  /** Reads up to the data set, where the input then stands. */
  static Part10Header read(ByteInput in) throws IOException {
    if (isMagic(in, PREAMBLE)) {
      in.consume(PREAMBLE + 4);
    } else if (isMagic(in, 0)) {
      in.consume(4);
    } else if (isMetaElement(in, PREAMBLE) && !isDataElement(in, 0)) {
      in.consume(PREAMBLE);
    }
    DataSet meta = isMetaElement(in, 0) ? meta(in) : new DataSet();
    String sopClass = meta.string(Tag.MEDIA_STORAGE_SOP_CLASS_UID).orElse("");
    String sopInstance = meta.string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID).orElse("");
    TransferSyntax declared =
        meta.string(Tag.TRANSFER_SYNTAX_UID).map(TransferSyntax::of).orElse(null);
    TransferSyntax syntax = declared == null ? observed(in) : corrected(in, declared);
    if (sopClass.isEmpty() || sopInstance.isEmpty()) {
      DataSet head = head(in, syntax);
      sopClass = sopClass.isEmpty() ? head.string(Tag.SOP_CLASS_UID).orElse("") : sopClass;
      sopInstance =
          sopInstance.isEmpty() ? head.string(Tag.SOP_INSTANCE_UID).orElse("") : sopInstance;
    }
    return new Part10Header(meta, syntax, sopClass, sopInstance, in.position());
  }

  private static boolean isMagic(ByteInput in, int at) throws IOException {
    return in.available(at + 4) >= at + 4
        && in.peek(at) == 'D'
        && in.peek(at + 1) == 'I'
        && in.peek(at + 2) == 'C'
        && in.peek(at + 3) == 'M';
  }

  private static boolean isMetaElement(ByteInput in, int at) throws IOException {
    return in.available(at + 8) >= at + 8 && in.peek16(at, false) == 0x0002;
  }

  /**
   * Reads group 0002 element by element. Its group length is not trusted: files exist where it is
   * missing or wrong, and such where the whole group is in implicit VR.
   */
  private static DataSet meta(ByteInput in) throws IOException {
    DataSet meta = new DataSet();
    ElementHeader header = new ElementHeader(UIDS);
    while (isMetaElement(in, 0) && meta.size() < MAX_META_ELEMENTS) {
      long start = in.position();
      String problem = header.read(in, false, false);
      if (problem == null && header.length() > MAX_META_VALUE) {
        problem = "a value of " + header.length() + " bytes in the file's header";
      }
      byte[] value = problem == null ? in.read((int) header.length()) : new byte[0];
      if (problem == null && value.length < header.length()) {
        problem = "the file ends within its header";
      }
      if (problem != null) {
        throw new DicomFormatException(problem, start, Tag.toString(header.tag()));
      }
      meta.putBytes(header.tag(), header.vr(), value);
    }
    return meta;
  }

  /** The transfer syntax of a naked data set, read off its first element. */
  private static TransferSyntax observed(ByteInput in) throws IOException {
    TransferSyntax syntax = sniff(in, 0);
    if (syntax == null) {
      throw new DicomFormatException("not a DICOM file: no element found", in.position(), "");
    }
    return syntax;
  }

  private static boolean isDataElement(ByteInput in, int at) throws IOException {
    return sniff(in, at) != null;
  }

  /**
   * What the header says, unless the first element shows the opposite choice of explicit and
   * implicit VR: gateways rewrote one without the other.
   */
  private static TransferSyntax corrected(ByteInput in, TransferSyntax declared)
      throws IOException {
    if (declared.deflated() || declared.bigEndian()) {
      return declared;
    }
    TransferSyntax seen = sniff(in, 0);
    if (seen == null || seen.bigEndian() || seen.explicitVr() == declared.explicitVr()) {
      return declared;
    }
    return seen;
  }

  /** The plain transfer syntax in which the bytes begin with an element, or null. */
  private static @Nullable TransferSyntax sniff(ByteInput in, int at) throws IOException {
    if (in.available(at + 8) < at + 8) {
      return null;
    }
    boolean named = VR.of(in.peek(at + 4), in.peek(at + 5)) != null;
    int littleGroup = in.peek16(at, false);
    int bigGroup = in.peek16(at, true);
    if (named && bigGroup > 0 && bigGroup < littleGroup) {
      return TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
    }
    if (littleGroup == 0 || littleGroup > 0x0040) {
      return null; // no known object begins with a later group
    }
    if (named) {
      return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    }
    long length = in.peek32(at + 4, false);
    return length < LOOK_AHEAD ? TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN : null;
  }

  /** The first elements of the data set, looked at without moving on. */
  private static DataSet head(ByteInput in, TransferSyntax syntax) throws IOException {
    int available = in.available(LOOK_AHEAD);
    byte[] bytes = new byte[Math.min(available, LOOK_AHEAD)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) in.peek(i);
    }
    try {
      return DataSetReader.read(bytes, syntax, UIDS);
    } catch (DicomFormatException e) {
      return new DataSet(); // the reader of the data set will say what is wrong with it
    }
  }
}
