package org.farsight.dicom.web;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.DicomJson;
import org.farsight.dicom.io.DicomJsonReader;
import org.farsight.dicom.io.ReadOptions;
import org.jspecify.annotations.Nullable;

/**
 * A Store request of metadata and bulk data (PS3.18 §10.5.2): a part of DICOM JSON (annex F) with
 * an array of data sets, and the values that these name by BulkDataURI in parts of their own, in
 * any order. All parts are spooled first; then the objects are put together one after the other.
 * Memory grows with the metadata of one object, not with its bulk data.
 */
public final class MetadataRequest {

  /**
   * Of one object's metadata: values inline up to 4 MiB, 32 MiB in all. What is longer is to come
   * as bulk data.
   */
  public static final ReadOptions LIMITS =
      ReadOptions.DEFAULT.withMaxValueLength(4 << 20).withMaxMemory(32L << 20);

  private static final MediaType ANY = MediaType.of(MediaType.OCTET_STREAM);

  /** A part of metadata. */
  private record Metadata(int number, URI base, PartSpool.Range bytes) {}

  private final PartSpool spool;
  private final BulkDataParts parts;
  private final List<Metadata> metadata = new ArrayList<>();
  private final ReadOptions limits;
  private int nextMetadata;
  private @Nullable Metadata current;
  private @Nullable DicomJsonReader reader;
  private Composition composition;

  private MetadataRequest(URI base, PartSpool spool, ReadOptions limits) {
    this.spool = spool;
    this.limits = limits;
    this.parts = new BulkDataParts(base);
    this.composition = new Composition(parts, base, spool);
  }

  /**
   * Reads all parts of a request.
   *
   * @param base the request's address
   * @param spool holds the parts; the caller closes it when the last object is done
   * @param limits of one object's metadata
   * @throws MetadataException if none of the parts is DICOM JSON, or there are too many
   * @throws PartSpool.FullException if a part cannot be held
   */
  public static MetadataRequest read(
      MultipartReader multipart, URI base, PartSpool spool, ReadOptions limits) throws IOException {
    MetadataRequest request = new MetadataRequest(base, spool, limits);
    int number = 0;
    for (var part = multipart.next(); part.isPresent(); part = multipart.next()) {
      number++;
      Map<String, String> headers = part.get().headers();
      Optional<MediaType> type = part.get().contentType();
      PartSpool.Range bytes = spool.take(part.get().body());
      if (isMetadata(type, number)) {
        String location = headers.getOrDefault("content-location", "");
        request.add(new Metadata(number, base(location, base), bytes));
      } else if (!request.parts.add(
          headers, new BulkDataParts.Part(number, type.orElse(ANY), bytes))) {
        throw new MetadataException("part " + number + ": the names of all parts are too long");
      }
    }
    if (request.metadata.isEmpty()) {
      throw new MetadataException("no part is " + DicomJson.MEDIA_TYPE);
    }
    return request;
  }

  /** The same of a request that is metadata alone. */
  public static MetadataRequest alone(
      InputStream json, URI base, PartSpool spool, ReadOptions limits) throws IOException {
    MetadataRequest request = new MetadataRequest(base, spool, limits);
    request.add(new Metadata(1, base, spool.take(json)));
    return request;
  }

  private void add(Metadata one) {
    metadata.add(one);
  }

  /** DICOM JSON by its name; the first part also as any JSON, or without a type. */
  private static boolean isMetadata(Optional<MediaType> type, int number) {
    String essence = type.map(MediaType::essence).orElse("");
    return essence.equals(MediaType.DICOM_JSON)
        || number == 1 && (essence.isEmpty() || essence.equals(MediaType.JSON));
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
   * @throws MetadataException if the metadata are no DICOM JSON, or pass a limit
   */
  public Optional<Composed> next() throws IOException {
    while (true) {
      DicomJsonReader json = reader;
      Metadata part = current;
      if (json == null || part == null) {
        if (nextMetadata == metadata.size()) {
          return Optional.empty();
        }
        part = metadata.get(nextMetadata++);
        json = open(part);
      }
      composition = new Composition(parts, part.base(), spool);
      Optional<DataSet> set;
      try {
        set = json.next();
      } catch (DicomFormatException e) {
        throw new MetadataException(part.number(), e);
      }
      if (set.isPresent()) {
        return Optional.of(composition.compose(set.get()));
      }
      reader = null;
    }
  }

  private DicomJsonReader open(Metadata part) {
    InputStream in = new BufferedInputStream(spool.open(part.bytes()), 1 << 16);
    DicomJsonReader json = new DicomJsonReader(in, limits, new Current());
    current = part;
    reader = json;
    return json;
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
