package org.farsight.dicom.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.VR;

/**
 * The DICOM JSON Model, PS3.18 annex F. {@link DicomJsonWriter} and {@link DicomJsonReader} stream;
 * here is what is done in one call.
 */
public final class DicomJson {

  /** The media type, PS3.18 §8.7.3.2. */
  public static final String MEDIA_TYPE = "application/dicom+json";

  private DicomJson() {}

  /**
   * Which values are left out and where they can be had instead (PS3.18 §F.2.6).
   *
   * @param inlineLimit bytes of a value of OB, OD, OF, OL, OV, OW or UN that are still written as
   *     InlineBinary
   * @param uri gives the BulkDataURI for a path: the tag in eight digits, within sequences {@code
   *     tag/item/tag}, items counted from 1
   */
  public record BulkDataUris(long inlineLimit, UnaryOperator<String> uri) {

    /** Every value inline; what is not in memory or encapsulated cannot be written then. */
    public static final BulkDataUris NONE =
        new BulkDataUris(
            Long.MAX_VALUE,
            path -> {
              throw new IllegalArgumentException("no place for the bulk data of " + path);
            });
  }

  /** Gives the bytes behind a BulkDataURI. */
  public interface BulkDataSource {
    /** No bulk data: an object that refers to some is refused. */
    BulkDataSource NONE = uri -> Optional.empty();

    /** The value field in little endian; empty where this URI leads nowhere. */
    Optional<byte[]> read(String uri) throws IOException;

    /**
     * What stands in the data set for a value that need not be in memory; asked before {@link
     * #read}.
     *
     * @param path of the element, such as {@code (0040,A730)[2].(0008,0100)}
     * @return empty where the value is to be read
     */
    default Optional<Element> refer(int tag, VR vr, String uri, String path) {
      return Optional.empty();
    }
  }

  /**
   * One data set as one JSON object, every value inline.
   *
   * @throws IllegalArgumentException if a value is not in memory or encapsulated
   */
  public static byte[] toBytes(DataSet dataSet) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DicomJsonWriter.object(dataSet, BulkDataUris.NONE, bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * All data sets of a JSON array, or the one of a JSON object.
   *
   * @throws DicomFormatException if it is no DICOM JSON, or passes a limit
   */
  public static List<DataSet> read(InputStream in, ReadOptions options) throws IOException {
    DicomJsonReader reader = new DicomJsonReader(in, options, BulkDataSource.NONE);
    List<DataSet> all = new ArrayList<>();
    for (Optional<DataSet> one = reader.next(); one.isPresent(); one = reader.next()) {
      all.add(one.get());
    }
    return all;
  }

  /** As {@link #read(InputStream, ReadOptions)}, from memory. */
  public static List<DataSet> read(byte[] json, ReadOptions options) throws IOException {
    return read(new ByteArrayInputStream(json), options);
  }
}
