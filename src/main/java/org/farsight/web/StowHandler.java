package org.farsight.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.MultipartReader;
import org.farsight.dicom.web.PartSpools;
import org.farsight.dicom.web.StowResponse;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.intake.Announced;
import org.farsight.intake.Intake;

/**
 * STOW-RS (PS3.18 §10.5): {@code POST /dicom-web/studies[/{study}]?site=ID} with PS3.10 files as
 * {@code multipart/related; type="application/dicom"}, or one as {@code application/dicom}; or with
 * metadata and bulk data, see {@link StowMetadata}. Each goes through the one door as it comes in;
 * what is answered as stored is durable. Until there is sign-in, {@code site} says who sends, as
 * for {@code POST /ecg}; clients that cannot add to an address set the header {@value
 * #SITE_HEADER}, others are known by the site's networks.
 */
public final class StowHandler {

  static final String SITE_HEADER = "Farsight-Site";

  /** Within so many bytes of a data set its study and series have to stand. */
  private static final int HEAD = 1 << 18;

  private static final ReadOptions IDS =
      ReadOptions.DEFAULT
          .withStopAt(Tag.SERIES_INSTANCE_UID + 1)
          .withMaxValueLength(HEAD)
          .withMaxMemory(4L * HEAD);

  private final Intake intake;
  private final Supplier<Sites> sites;
  private final StowMetadata metadata;
  private final AtomicLong requests = new AtomicLong();

  /**
   * Stores through this door.
   *
   * @param sites those in force
   * @param spools hold metadata and bulk data while they come in
   */
  public StowHandler(Intake intake, Supplier<Sites> sites, PartSpools spools) {
    this.intake = intake;
    this.sites = sites;
    this.metadata = new StowMetadata(spools);
  }

  /** Stores what the request brings and answers. */
  void store(DicomWebCall call) throws IOException {
    Site site = site(call);
    if (call.accepted().stream().noneMatch(StowHandler::isAnswered)) {
      throw HttpProblem.notAcceptable("the answer is " + MediaType.DICOM_JSON);
    }
    MediaType type = call.contentType().orElse(MediaType.of("unknown/unknown"));
    // below zero: no number of an association; what one request brings is complete with its end
    long carriage = -requests.incrementAndGet();
    StowRequest request = new StowRequest(intake, call, site, carriage);
    try {
      receive(request, type);
    } catch (IOException e) {
      request.brokenOff(e);
      return;
    } finally {
      intake.associationClosed(carriage);
    }
    request.answer();
  }

  private Site site(DicomWebCall call) throws IOException {
    Optional<String> named =
        call.parameter("site").or(() -> Optional.ofNullable(call.request().getHeader(SITE_HEADER)));
    Optional<Site> site =
        named.isPresent()
            ? sites.get().ofName(named.get())
            : sites.get().configured(Sites.Call.plain("", "", call.client()));
    return site.orElseThrow(
        () ->
            new HttpProblem(
                403,
                "unknown site",
                "name a configured site: POST /dicom-web/studies?site=ID, or the header "
                    + SITE_HEADER
                    + ", or give the site the client's address in networks"));
  }

  private static boolean isAnswered(MediaType range) {
    return range.covers(MediaType.DICOM_JSON) || range.covers(MediaType.JSON);
  }

  private void receive(StowRequest request, MediaType type) throws IOException {
    RequestBody body = request.call().body();
    String essence = type.essence();
    MediaType content = type.content();
    boolean related = essence.equals(MediaType.RELATED);
    if (essence.equals(MediaType.DICOM)) {
      instance(request, body);
    } else if (related && content.covers(MediaType.DICOM)) {
      files(request, multipart(body, type));
    } else if (!isMetadata(content)) {
      throw new HttpProblem(
          415,
          "unsupported media type",
          "send application/dicom, application/dicom+json or application/dicom+xml, or"
              + " multipart/related with one of them as its type");
    } else if (related) {
      metadata.withBulkData(request, multipart(body, type));
    } else {
      metadata.alone(request, essence);
    }
    if (request.instances() == 0) {
      throw HttpProblem.badRequest("the request has no instance");
    }
  }

  private static boolean isMetadata(MediaType content) {
    return content.essence().equals(MediaType.DICOM_JSON)
        || content.essence().equals(MediaType.DICOM_XML);
  }

  private static MultipartReader multipart(RequestBody body, MediaType type) {
    String boundary =
        type.parameter("boundary")
            .orElseThrow(() -> HttpProblem.badRequest("the Content-Type names no boundary"));
    try {
      return new MultipartReader(body, boundary, MultipartReader.Limits.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static void files(StowRequest request, MultipartReader reader) throws IOException {
    for (var part = reader.next(); part.isPresent(); part = reader.next()) {
      boolean dicom =
          part.get().contentType().map(t -> t.essence().equals(MediaType.DICOM)).orElse(true);
      if (dicom) {
        instance(request, part.get().body());
      } else {
        unknown(request, "a part that is no application/dicom");
      }
    }
  }

  /** Not kept, and nobody knows what it is. */
  private static void unknown(StowRequest request, String note) {
    request.refuse("", "", StowResponse.CANNOT_UNDERSTAND, note);
  }

  private static void instance(StowRequest request, InputStream bytes) throws IOException {
    Part10File file;
    try {
      file = Part10File.read(bytes); // not closed: the body is read on behind it
    } catch (DicomFormatException e) {
      unknown(request, "no DICOM file: " + e.getMessage());
      return;
    }
    byte[] head = file.dataSet().readNBytes(HEAD);
    DataSet ids = ids(head, file.transferSyntax());
    String sopClass = file.sopClass().orElse("");
    String sopInstance = file.sopInstance().orElse("");
    if (sopClass.isEmpty() || sopInstance.isEmpty()) {
      unknown(request, "a file without SOP Class or Instance UID");
      return;
    }
    request.keep(
        new Announced(sopClass, sopInstance, file.transferSyntax().uid()),
        ids.string(Tag.STUDY_INSTANCE_UID).orElse(""),
        ids.string(Tag.SERIES_INSTANCE_UID).orElse(""),
        new SequenceInputStream(new ByteArrayInputStream(head), file.dataSet()));
  }

  /** The ids at the beginning of a data set, as far as they can be read. */
  private static DataSet ids(byte[] head, TransferSyntax syntax) throws IOException {
    try {
      return DataSetReader.read(head, syntax, IDS);
    } catch (DicomFormatException e) {
      return new DataSet(); // the door says what is wrong with it
    }
  }
}
