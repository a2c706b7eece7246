package org.farsight.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.DicomJson;
import org.farsight.dicom.io.DicomJsonReader;
import org.farsight.dicom.io.NativeDicomModelException;
import org.farsight.dicom.io.NativeDicomModelReader;
import org.farsight.dicom.io.ReadOptions;
import org.jspecify.annotations.Nullable;

/**
 * A Store request of metadata and bulk data (PS3.18 §10.5.2): a part of DICOM JSON (annex F) with
 * an array of data sets, or parts of the Native DICOM Model (PS3.19 annex A.1) with one each, and
 * the values that these name by their URIs in parts of their own, in any order. All parts are
 * spooled first; then the objects are put together one after the other. Memory grows with the
 * metadata of one object, not with its bulk data.
 */
public final class MetadataRequest {

  /**
   * Of one object's metadata: values inline up to 4 MiB, 32 MiB in all. What is longer is to come
   * as bulk data.
   */
  public static final ReadOptions LIMITS =
      ReadOptions.DEFAULT.withMaxValueLength(4 << 20).withMaxMemory(32L << 20);

  /** Content-Transfer-Encodings (RFC 2045 §6.1) that change nothing. */
  private static final Set<String> BINARY = Set.of("binary", "8bit", "7bit");

  private static final MediaType ANY = MediaType.of(MediaType.OCTET_STREAM);

  /** A longer document is refused: its attributes are in memory, however long they are. */
  private static final long LONGEST_XML = 16L << 20;

  /** A part of metadata: data sets in JSON, or one in XML. */
  private record Metadata(int number, boolean xml, URI base, PartSpool.Range bytes) {}

  private final PartSpool spool;
  private final BulkDataParts parts;
  private final List<Metadata> metadata = new ArrayList<>();
  private final ReadOptions limits;
  private int nextMetadata;
  private Metadata current;
  private @Nullable DicomJsonReader reader;
  private Composition composition;

  private MetadataRequest(URI base, PartSpool spool, ReadOptions limits) {
    this.spool = spool;
    this.limits = limits;
    this.parts = new BulkDataParts(base);
    this.current = new Metadata(0, false, base, new PartSpool.Range(0, 0));
    this.composition = new Composition(parts, base, spool);
  }

  /**
   * Reads all parts of a request.
   *
   * @param base the request's address
   * @param spool holds the parts; the caller closes it when the last object is done
   * @param limits of one object's metadata
   * @throws MetadataException if none of the parts is metadata, or there are too many
   * @throws PartSpool.FullException if a part cannot be held
   */
  public static MetadataRequest read(
      MultipartReader multipart, URI base, PartSpool spool, ReadOptions limits) throws IOException {
    MetadataRequest request = new MetadataRequest(base, spool, limits);
    int number = 0;
    for (var part = multipart.next(); part.isPresent(); part = multipart.next()) {
      number++;
      Map<String, String> headers = part.get().headers();
      String transfer = headers.getOrDefault("content-transfer-encoding", "binary");
      if (!BINARY.contains(transfer.toLowerCase(Locale.ROOT))) {
        throw new MetadataException(
            "part " + number + ": a Content-Transfer-Encoding, which HTTP does not have");
      }
      Optional<MediaType> type = part.get().contentType();
      PartSpool.Range bytes = spool.take(part.get().body());
      String essence = type.map(MediaType::essence).orElse("");
      if (isMetadata(essence, number)) {
        String location = headers.getOrDefault("content-location", "");
        request.add(
            new Metadata(number, request.isXml(essence, bytes), base(location, base), bytes));
      } else if (!request.parts.add(
          headers, new BulkDataParts.Part(number, type.orElse(ANY), bytes))) {
        throw new MetadataException("part " + number + ": the names of all parts are too long");
      }
    }
    if (request.metadata.isEmpty()) {
      throw new MetadataException("no part is " + MediaType.DICOM_JSON + " or +xml");
    }
    return request;
  }

  /**
   * The same of a request that is metadata alone.
   *
   * @param essence its media type
   */
  public static MetadataRequest alone(
      InputStream body, String essence, URI base, PartSpool spool, ReadOptions limits)
      throws IOException {
    MetadataRequest request = new MetadataRequest(base, spool, limits);
    PartSpool.Range bytes = spool.take(body);
    request.add(new Metadata(1, request.isXml(essence, bytes), base, bytes));
    return request;
  }

  private void add(Metadata one) {
    metadata.add(one);
  }

  /** Metadata by their name; the first part also as any JSON or XML, or without a type. */
  private static boolean isMetadata(String essence, int number) {
    return switch (essence) {
      case MediaType.DICOM_JSON, MediaType.DICOM_XML -> true;
      case "", MediaType.JSON, "application/xml", "text/xml" -> number == 1;
      default -> false;
    };
  }

  private boolean isXml(String essence, PartSpool.Range bytes) throws IOException {
    try (InputStream in = spool.open(bytes)) {
      return essence.isEmpty() ? in.read() == '<' : essence.endsWith("xml");
    }
  }

  private static URI base(String location, URI base) {
    try {
      return location.isEmpty() ? base : base.resolve(location);
    } catch (IllegalArgumentException e) {
      return base; // no address: then names are seen from the request's
    }
  }

  /**
   * Puts the next object together.
   *
   * @return empty behind the last
   * @throws MetadataException if the metadata cannot be read, or pass a limit
   */
  public Optional<Composed> next() throws IOException {
    while (true) {
      if (reader == null && nextMetadata == metadata.size()) {
        return Optional.empty();
      }
      Metadata part = reader == null ? metadata.get(nextMetadata++) : current;
      composition = new Composition(parts, part.base(), spool);
      Optional<DataSet> set = read(part);
      if (set.isPresent()) {
        return Optional.of(composition.compose(set.get()));
      }
    }
  }

  private Optional<DataSet> read(Metadata part) throws IOException {
    current = part;
    try {
      if (part.xml()) {
        return Optional.of(xml(part));
      }
      DicomJsonReader json = reader;
      if (json == null) {
        json = new DicomJsonReader(spool.open(part.bytes()), limits, new Current());
      }
      Optional<DataSet> next = json.next();
      reader = next.isPresent() ? json : null;
      return next;
    } catch (DicomFormatException | NativeDicomModelException e) {
      throw new MetadataException(part.number(), e);
    }
  }

  private DataSet xml(Metadata part) throws IOException {
    if (part.bytes().length() > LONGEST_XML) {
      throw new MetadataException(
          "part " + part.number() + ": more than " + LONGEST_XML + " bytes of XML");
    }
    try (InputStream in = spool.open(part.bytes())) {
      return NativeDicomModelReader.read(in, limits, new Current());
    }
  }

  /** Values elsewhere, of the object that is being read. */
  private final class Current implements DicomJson.BulkDataSource {
    @Override
    public Optional<byte[]> read(String uri) throws IOException {
      return composition.read(uri);
    }

    @Override
    public Optional<Element> refer(int tag, VR vr, String uri, String path) {
      return composition.refer(tag, vr, uri, path);
    }
  }

  /** How many parts no object has named so far. */
  public int unreferred() {
    return parts.unreferred();
  }
}
