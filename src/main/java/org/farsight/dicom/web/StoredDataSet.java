package org.farsight.dicom.web;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DicomFormatException;

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
    } catch (EOFException e) {
      in.close();
      throw broken("the data end before the value", e);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static DicomFormatException broken(String problem, IOException cause) {
    DicomFormatException broken = new DicomFormatException(problem, 0, "");
    broken.initCause(cause);
    return broken;
  }

  private static InputStream inflating(InputStream in) {
    Inflater inflater = new Inflater(true);
    return new FilterInputStream(new InflaterInputStream(in, inflater, 8192)) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
          return super.read(bytes, offset, length);
        } catch (EOFException | ZipException e) {
          throw broken("the deflated data are broken or end within a block", e);
        }
      }

      @Override
      public long skip(long count) throws IOException {
        try {
          return super.skip(count);
        } catch (EOFException | ZipException e) {
          throw broken("the deflated data are broken or end within a block", e);
        }
      }

      @Override
      public void close() throws IOException {
        inflater.end();
        super.close();
      }
    };
  }
}
