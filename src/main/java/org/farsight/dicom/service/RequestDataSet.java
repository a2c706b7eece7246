package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;

/** Reads identifiers and the data sets of N-services, within limits, to their end. */
final class RequestDataSet {
  /** For an identifier: a list of some ten thousand UIDs fits. */
  static final ReadOptions IDENTIFIER =
      ReadOptions.DEFAULT.withMaxMemory(1 << 20).withMaxDepth(16).withMaxElements(10_000);

  /** For an N-service: some forty thousand references fit. */
  static final ReadOptions ATTRIBUTES =
      ReadOptions.DEFAULT.withMaxMemory(16 << 20).withMaxDepth(32).withMaxElements(200_000);

  private RequestDataSet() {}

  /**
   * An identifier.
   *
   * @throws DicomFormatException where it is none, or too large
   * @throws IOException where the association broke
   */
  static DataSet identifier(InputStream in, String transferSyntax) throws IOException {
    return DataSetReader.read(in, TransferSyntax.of(transferSyntax), IDENTIFIER);
  }

  /**
   * The data set of an N-service.
   *
   * @throws DicomFormatException where it is none, or too large
   * @throws IOException where the association broke
   */
  static DataSet attributes(InputStream in, String transferSyntax) throws IOException {
    return DataSetReader.read(in, TransferSyntax.of(transferSyntax), ATTRIBUTES);
  }
}
