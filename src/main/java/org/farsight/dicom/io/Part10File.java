package org.farsight.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;

/**
 * A DICOM file, PS3.10 §7: what its header says, and the bytes of its data set as they are. A file
 * without preamble or without meta information, a naked data set, is recognised too; its transfer
 * syntax is then read off its first element.
 */
public final class Part10File implements AutoCloseable {

  private final DataSet fileMeta;
  private final TransferSyntax transferSyntax;
  private final String sopClass;
  private final String sopInstance;
  private final long dataSetOffset;
  private final long length;
  private final InputStream dataSet;

  Part10File(Part10Header header, long length, InputStream dataSet) {
    this.fileMeta = header.fileMeta();
    this.transferSyntax = header.transferSyntax();
    this.sopClass = header.sopClass();
    this.sopInstance = header.sopInstance();
    this.dataSetOffset = header.dataSetOffset();
    this.length = length;
    this.dataSet = dataSet;
  }

  /**
   * Opens a file.
   *
   * @throws DicomFormatException if it is no DICOM file
   */
  public static Part10File open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return read(in, Files.size(file));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Reads a header from a stream, which this object then owns and which stands at the data set.
   *
   * @throws DicomFormatException if it is no DICOM file
   */
  public static Part10File read(InputStream in) throws IOException {
    return read(in, ByteInput.UNKNOWN);
  }

  private static Part10File read(InputStream in, long length) throws IOException {
    ByteInput input = ByteInput.of(in, length);
    return new Part10File(Part10Header.read(input), length, input.rest());
  }

  /** The file meta information, group 0002; empty if the file has none. */
  public DataSet fileMeta() {
    return fileMeta;
  }

  /** How the data set is written. */
  public TransferSyntax transferSyntax() {
    return transferSyntax;
  }

  /** The SOP Class UID of the header, or else of the data set; empty if neither has it. */
  public Optional<String> sopClass() {
    return sopClass.isEmpty() ? Optional.empty() : Optional.of(sopClass);
  }

  /** The SOP Instance UID of the header, or else of the data set; empty if neither has it. */
  public Optional<String> sopInstance() {
    return sopInstance.isEmpty() ? Optional.empty() : Optional.of(sopInstance);
  }

  /** Where the data set begins, in bytes from the start of the file. */
  public long dataSetOffset() {
    return dataSetOffset;
  }

  /** The length of the data set in bytes; -1 where a stream did not tell. */
  public long dataSetLength() {
    return length < 0 ? -1 : length - dataSetOffset;
  }

  /** The bytes of the data set, to be read once. */
  public InputStream dataSet() {
    return dataSet;
  }

  /**
   * Reads the data set, which can be done once.
   *
   * @throws DicomFormatException with offsets from the start of the file, unless it is deflated
   */
  public DataSet readDataSet(ReadOptions options) throws IOException {
    try (DataSetReader reader =
        new DataSetReader(dataSet, dataSetLength(), transferSyntax, options)) {
      return new DataSetBuilder(reader, options).build();
    } catch (DicomFormatException e) {
      throw transferSyntax.deflated() ? e : e.after(dataSetOffset);
    }
  }

  /** Closes the file or stream. */
  @Override
  public void close() throws IOException {
    dataSet.close();
  }

  /**
   * Writes preamble and file meta information, after which the bytes of the data set are to follow.
   *
   * @param sourceAet the AE title that sent the object; empty leaves it out
   */
  public static void writeHeader(
      OutputStream out,
      String sopClass,
      String sopInstance,
      TransferSyntax transferSyntax,
      String sourceAet)
      throws IOException {
    DataSet meta =
        new DataSet()
            .putBytes(Tag.FILE_META_INFORMATION_VERSION, VR.OB, new byte[] {0, 1})
            .put(Tag.MEDIA_STORAGE_SOP_CLASS_UID, VR.UI, sopClass)
            .put(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, VR.UI, sopInstance)
            .put(Tag.TRANSFER_SYNTAX_UID, VR.UI, transferSyntax.uid())
            .put(Tag.IMPLEMENTATION_CLASS_UID, VR.UI, Uid.IMPLEMENTATION_CLASS)
            .put(Tag.IMPLEMENTATION_VERSION_NAME, VR.SH, Uid.IMPLEMENTATION_VERSION_NAME);
    if (!sourceAet.isEmpty()) {
      meta.put(Tag.SOURCE_APPLICATION_ENTITY_TITLE, VR.AE, sourceAet);
    }
    ByteArrayOutputStream header = new ByteArrayOutputStream(512);
    header.write(new byte[Part10Header.PREAMBLE]);
    header.write(new byte[] {'D', 'I', 'C', 'M'});
    DataSetWriter.writeWithGroupLength(
        meta, 0x0002, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, header);
    header.writeTo(out);
  }

  /**
   * Writes a whole file. The SOP Class and Instance UID are taken from the data set.
   *
   * @throws IllegalArgumentException if the data set lacks one of them
   */
  public static void write(
      OutputStream out, DataSet dataSet, TransferSyntax transferSyntax, String sourceAet)
      throws IOException {
    writeHeader(
        out,
        required(dataSet, Tag.SOP_CLASS_UID),
        required(dataSet, Tag.SOP_INSTANCE_UID),
        transferSyntax,
        sourceAet);
    DataSetWriter.write(dataSet, transferSyntax, out);
  }

  private static String required(DataSet dataSet, int tag) {
    return dataSet
        .string(tag)
        .orElseThrow(() -> new IllegalArgumentException("no value in " + Tag.toString(tag)));
  }
}
