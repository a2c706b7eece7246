package org.farsight.camel.dicom;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.service.StoredObject;

/**
 * The object in a message body: a DICOM file (PS3.10) as {@code Path}, {@code File}, {@code byte[]}
 * or {@code InputStream}, a data set without file meta information whose classes are in the
 * headers, or a {@link DataSet}.
 */
final class OutgoingObject {

  private static final int PREAMBLE = 128;

  private OutgoingObject() {}

  /**
   * Finds out what the body is. A stream can be sent once; the others are opened again where an
   * association has to be replaced.
   *
   * @throws IOException where it is no object
   */
  static StoredObject of(Message message) throws Exception {
    Object body = message.getBody();
    if (body instanceof WrappedFile<?> wrapped) {
      body = wrapped.getFile();
    }
    return switch (body) {
      case DataSet dataSet -> ofDataSet(dataSet);
      case Path path -> of(message, () -> Files.newInputStream(path), Files.size(path));
      case File file -> of(message, () -> Files.newInputStream(file.toPath()), file.length());
      case byte[] bytes -> of(message, () -> new ByteArrayInputStream(bytes), bytes.length);
      case null -> throw new IOException("the body is empty: there is nothing to store");
      default -> ofStream(message, message.getMandatoryBody(InputStream.class));
    };
  }

  private static StoredObject ofDataSet(DataSet dataSet) throws IOException {
    byte[] bytes = DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return new StoredObject(
        dataSet.string(Tag.SOP_CLASS_UID).orElseThrow(() -> lacking("SOP Class UID")),
        dataSet.string(Tag.SOP_INSTANCE_UID).orElseThrow(() -> lacking("SOP Instance UID")),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
        bytes.length,
        () -> new ByteArrayInputStream(bytes));
  }

  /** What can be opened as often as needed. */
  private static StoredObject of(Message message, StoredObject.Opener opener, long length)
      throws IOException {
    try (InputStream in = new BufferedInputStream(opener.open())) {
      if (isNaked(message, in)) {
        return naked(message, opener, length);
      }
      Part10File file = Part10File.read(in);
      long offset = file.dataSetOffset();
      return ofFile(
          file,
          length - offset,
          () -> {
            InputStream again = opener.open();
            again.skipNBytes(offset);
            return again;
          });
    }
  }

  private static StoredObject ofStream(Message message, InputStream body) throws IOException {
    InputStream in = new BufferedInputStream(body);
    if (isNaked(message, in)) {
      return naked(message, once(in), -1);
    }
    Part10File file = Part10File.read(in);
    return ofFile(file, -1, once(file.dataSet()));
  }

  private static StoredObject.Opener once(InputStream in) {
    AtomicReference<InputStream> unread = new AtomicReference<>(in);
    return () -> {
      InputStream only = unread.getAndSet(null);
      if (only == null) {
        throw new IOException("the body is a stream, which cannot be sent a second time");
      }
      return only;
    };
  }

  private static StoredObject ofFile(Part10File file, long length, StoredObject.Opener opener)
      throws IOException {
    return new StoredObject(
        file.sopClass().orElseThrow(() -> lacking("SOP Class UID")),
        file.sopInstance().orElseThrow(() -> lacking("SOP Instance UID")),
        file.transferSyntax().uid(),
        length,
        opener);
  }

  private static StoredObject naked(Message message, StoredObject.Opener opener, long length) {
    return new StoredObject(
        text(message, DicomHeaders.SOP_CLASS_UID),
        text(message, DicomHeaders.SOP_INSTANCE_UID),
        text(message, DicomHeaders.TRANSFER_SYNTAX_UID),
        length,
        opener);
  }

  /** The headers name a data set, and what begins here is no file with a preamble. */
  private static boolean isNaked(Message message, InputStream in) throws IOException {
    if (text(message, DicomHeaders.SOP_CLASS_UID).isEmpty()
        || text(message, DicomHeaders.SOP_INSTANCE_UID).isEmpty()
        || text(message, DicomHeaders.TRANSFER_SYNTAX_UID).isEmpty()) {
      return false;
    }
    in.mark(PREAMBLE + 4);
    byte[] start = in.readNBytes(PREAMBLE + 4);
    in.reset();
    return start.length < PREAMBLE + 4
        || start[PREAMBLE] != 'D'
        || start[PREAMBLE + 1] != 'I'
        || start[PREAMBLE + 2] != 'C'
        || start[PREAMBLE + 3] != 'M';
  }

  private static String text(Message message, String header) {
    String text = message.getHeader(header, String.class);
    return text == null ? "" : text;
  }

  private static IOException lacking(String what) {
    return new IOException("the object has no " + what);
  }
}
