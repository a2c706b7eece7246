package org.farsight.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.DicomJson;
import org.farsight.dicom.io.DicomJsonWriter;
import org.farsight.dicom.io.Leniency;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.web.BulkDataPath;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.StoredDataSet;
import org.farsight.exchange.Arrival;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WADO-RS metadata and bulk data (PS3.18 §10.4): {@code …/metadata} of a study, a series or an
 * instance as DICOM JSON, and {@code …/instances/{instance}/bulkdata/{path}} for the values that it
 * leaves out.
 */
final class MetadataHandler {

  private static final Logger log = LoggerFactory.getLogger(MetadataHandler.class);

  /** Longer values of binary VRs are bulk data. */
  private static final int INLINE = 1024;

  /** As bytes say it, so that a BulkDataURI leads to the very element. */
  private static final ReadOptions OPTIONS =
      ReadOptions.DEFAULT
          .withMaxMemory(16L << 20)
          .withLeniencies(EnumSet.complementOf(EnumSet.of(Leniency.UN_SEQUENCE)));

  /** Pixels and the like are passed over: their place is all that is told of them. */
  private static final ReadOptions BRIEF = OPTIONS.withMaxValueLength(64 << 10);

  private final StoredInstances objects;
  private final FramesHandler frames;

  MetadataHandler(StoredInstances objects, FramesHandler frames) {
    this.objects = objects;
    this.frames = frames;
  }

  /** Answers with the metadata of all objects. */
  void metadata(DicomWebCall call) throws IOException {
    if (!Representation.takesJson(call.accepted())) {
      throw HttpProblem.notAcceptable("metadata are given as " + MediaType.DICOM_JSON);
    }
    List<Arrival> found = objects.find(call);
    DicomJsonWriter writer = new DicomJsonWriter(call.begin(200, MediaType.DICOM_JSON, -1));
    for (Arrival arrival : found) {
      String bulk = WadoHandler.address(call, arrival) + "/bulkdata/";
      writer.write(metadata(arrival), new DicomJson.BulkDataUris(INLINE, path -> bulk + path));
    }
    writer.close();
    call.end();
  }

  private DataSet metadata(Arrival arrival) throws IOException {
    var object = objects.dataSet(arrival);
    try {
      return read(object, BRIEF);
    } catch (DicomFormatException e) {
      log.debug("read again with its long values: {}", e.getMessage());
    }
    try {
      return read(object, OPTIONS);
    } catch (DicomFormatException e) {
      // its pixels or other parts can be had all the same: the ids at least are known
      log.warn("no whole metadata of {}: {}", arrival.facts().sopInstance(), e.getMessage());
      return new DataSet()
          .put(Tag.SOP_CLASS_UID, VR.UI, arrival.facts().sopClass())
          .put(Tag.SOP_INSTANCE_UID, VR.UI, arrival.facts().sopInstance())
          .put(Tag.STUDY_INSTANCE_UID, VR.UI, arrival.facts().study())
          .put(Tag.SERIES_INSTANCE_UID, VR.UI, arrival.facts().series());
    }
  }

  private static DataSet read(StoredDataSet object, ReadOptions options) throws IOException {
    try (InputStream in = object.bytes().open()) {
      return DataSetReader.read(in, object.syntax(), options);
    }
  }

  /** Answers with one value of an instance. */
  void bulkData(DicomWebCall call) throws IOException {
    String path = call.request().path();
    String rest = path.substring(path.indexOf("/bulkdata/") + "/bulkdata/".length());
    BulkDataPath place =
        BulkDataPath.parse(rest)
            .orElseThrow(() -> HttpProblem.badRequest("no path of tags and item numbers"));
    Arrival arrival = objects.one(call);
    if (place.is(Tag.PIXEL_DATA) && StoredInstances.syntax(arrival).encapsulated()) {
      frames.all(call, arrival);
      return;
    }
    Optional<MediaType> range =
        call.accepted().stream()
            .filter(r -> r.content().covers(MediaType.OCTET_STREAM))
            .findFirst();
    if (range.isEmpty()) {
      throw HttpProblem.notAcceptable("bulk data are given as " + MediaType.OCTET_STREAM);
    }
    boolean found =
        place.copy(
            objects.dataSet(arrival),
            length -> begin(call, Representation.isMultipart(range.get()), length));
    if (!found) {
      throw HttpProblem.notFound("the object has no such value");
    }
    call.end();
  }

  private static OutputStream begin(DicomWebCall call, boolean parts, long length)
      throws IOException {
    return parts
        ? call.beginMultipart(200, MediaType.OCTET_STREAM)
            .part(Map.of("Content-Type", MediaType.OCTET_STREAM))
        : call.begin(200, MediaType.OCTET_STREAM, length);
  }
}
