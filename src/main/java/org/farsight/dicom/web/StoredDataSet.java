package org.farsight.dicom.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.farsight.dicom.data.TransferSyntax;

/**
 * The bytes of a data set that is kept somewhere and can be read as often as wanted.
 *
 * @param bytes opens them, without file meta information; skipping should cost little
 * @param length in bytes as stored, deflated if it is
 * @param syntax how it is written
 */
public record StoredDataSet(Opener bytes, long length, TransferSyntax syntax) {

  /** Opens the bytes from the first on. */
  public interface Opener {
    /** The caller closes. */
    InputStream open() throws IOException;
  }

  /** The bytes from an offset on that {@code DataSetReader} tells: inflated where deflated. */
  InputStream openAt(long offset) throws IOException {
    InputStream in = bytes.open();
    try {
      InputStream plain = syntax.deflated() ? inflating(in) : in;
      plain.skipNBytes(offset);
      return plain;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream inflating(InputStream in) {
    Inflater inflater = new Inflater(true);
    return new FilterInputStream(new InflaterInputStream(in, inflater, 8192)) {
      @Override
      public void close() throws IOException {
        inflater.end();
        super.close();
      }
    };
  }
}
