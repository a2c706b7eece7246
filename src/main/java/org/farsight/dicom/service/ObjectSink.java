package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Recoding;

/** Where the objects of a retrieve go. */
interface ObjectSink extends AutoCloseable {
  /**
   * Sends the next object.
   *
   * @return what became of it; a failure is counted and the retrieve goes on
   * @throws IOException where the association of the one who retrieves has ended
   */
  Status store(StoredObject object) throws IOException;

  /** Ends what it has opened. */
  @Override
  void close();

  /**
   * In which transfer syntax an object can be sent: its own, or for an uncompressed one implicit VR
   * little endian.
   *
   * @param accepted whether the receiver takes the object's SOP class in a transfer syntax
   */
  static Optional<String> transferSyntax(StoredObject object, Predicate<String> accepted) {
    String own = object.transferSyntax();
    String implicit = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
    if (accepted.test(own)) {
      return Optional.of(own);
    }
    return Recoding.possible(TransferSyntax.of(own)) && accepted.test(implicit)
        ? Optional.of(implicit)
        : Optional.empty();
  }

  /** A data set on its way. */
  record Opened(InputStream dataSet, long length) {}

  /** Is told of an object that cannot be read. */
  interface Unreadable {
    void tell(StoredObject object, Exception cause);
  }

  /** What a sub-operation whose object cannot be read ends with. */
  Status UNREADABLE = Status.PROCESSING_FAILURE.withComment("object cannot be read");

  /** Opens an object in its own transfer syntax, or re-encoded in implicit VR little endian. */
  static Opened open(StoredObject object, String transferSyntax) throws IOException {
    InputStream in = object.opener().open();
    if (transferSyntax.equals(object.transferSyntax())) {
      return new Opened(in, object.length());
    }
    TransferSyntax own = TransferSyntax.of(object.transferSyntax());
    return new Opened(Recoding.toImplicitLittleEndian(in, object.length(), own), -1);
  }
}
