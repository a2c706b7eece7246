package org.farsight.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.DicomJson;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.MultipartException;
import org.farsight.dicom.web.MultipartReader;
import org.farsight.dicom.web.StowResponse;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Way;
import org.farsight.intake.Announced;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * STOW-RS (PS3.18 §10.5): {@code POST /dicom-web/studies[/{study}]?site=ID} with PS3.10 files as
 * {@code multipart/related; type="application/dicom"}, or one as {@code application/dicom}. Each
 * goes through the one door as it comes in; what is answered as stored is durable. Until there is
 * sign-in, {@code site} says who sends, as for {@code POST /ecg}; clients that cannot add to an
 * address set the header {@value #SITE_HEADER}, others are known by the site's networks.
 */
public final class StowHandler {

  private static final Logger log = LoggerFactory.getLogger(StowHandler.class);

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
  private final AtomicLong requests = new AtomicLong();

  /**
   * Stores through this door.
   *
   * @param sites those in force
   */
  public StowHandler(Intake intake, Supplier<Sites> sites) {
    this.intake = intake;
    this.sites = sites;
  }

  /** One request while its instances come in. */
  private record Request(
      DicomWebCall call, Site site, Optional<String> study, long carriage, List<Stored> stored) {}

  /** What became of an instance, and what the client is told besides. */
  private record Stored(StowResponse.Outcome outcome, String study, String note) {}

  /** Stores what the request brings and answers. */
  void store(DicomWebCall call) throws IOException {
    Site site = site(call);
    if (call.accepted().stream().noneMatch(StowHandler::isAnswered)) {
      throw HttpProblem.notAcceptable("the answer is " + MediaType.DICOM_JSON);
    }
    MediaType type = call.contentType().orElse(MediaType.of("unknown/unknown"));
    // below zero: no number of an association; what one request brings is complete with its end
    long carriage = -requests.incrementAndGet();
    Request request = new Request(call, site, call.uidIfAny("study"), carriage, new ArrayList<>());
    try {
      receive(request, type);
    } catch (IOException e) {
      brokenOff(request, e);
      return;
    } finally {
      intake.associationClosed(carriage);
    }
    answer(request);
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

  private void receive(Request request, MediaType type) throws IOException {
    RequestBody body = request.call.body();
    if (type.essence().equals(MediaType.DICOM)) {
      request.stored.add(instance(request, body));
      return;
    }
    if (!type.essence().equals(MediaType.RELATED) || !type.content().covers(MediaType.DICOM)) {
      throw new HttpProblem(
          415,
          "unsupported media type",
          "send multipart/related; type=\"application/dicom\", or application/dicom");
    }
    String boundary =
        type.parameter("boundary")
            .orElseThrow(() -> HttpProblem.badRequest("the Content-Type names no boundary"));
    MultipartReader reader;
    try {
      reader = new MultipartReader(body, boundary, MultipartReader.Limits.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
    for (var part = reader.next(); part.isPresent(); part = reader.next()) {
      boolean dicom =
          part.get().contentType().map(t -> t.essence().equals(MediaType.DICOM)).orElse(true);
      request.stored.add(
          dicom
              ? instance(request, part.get().body())
              : unknown(StowResponse.CANNOT_UNDERSTAND, "a part that is no application/dicom"));
    }
    if (request.stored.isEmpty()) {
      throw HttpProblem.badRequest("the request has no instance");
    }
  }

  /** Not kept, and nobody knows what it is. */
  private static Stored unknown(int reason, String note) {
    return new Stored(new StowResponse.Unknown(reason), "", note);
  }

  private Stored instance(Request request, InputStream bytes) throws IOException {
    Part10File file;
    try {
      file = Part10File.read(bytes); // not closed: the body is read on behind it
    } catch (DicomFormatException e) {
      return unknown(StowResponse.CANNOT_UNDERSTAND, "no DICOM file: " + e.getMessage());
    }
    byte[] head = file.dataSet().readNBytes(HEAD);
    DataSet ids = ids(head, file.transferSyntax());
    String sopClass = file.sopClass().orElse("");
    String sopInstance = file.sopInstance().orElse("");
    if (sopClass.isEmpty() || sopInstance.isEmpty()) {
      return unknown(StowResponse.CANNOT_UNDERSTAND, "a file without SOP Class or Instance UID");
    }
    String study = ids.string(Tag.STUDY_INSTANCE_UID).orElse("");
    if (request.study.filter(wanted -> !wanted.equals(study)).isPresent()) {
      return new Stored(
          new StowResponse.Failed(sopClass, sopInstance, StowResponse.NOT_AS_ANNOUNCED),
          "",
          sopInstance + " is of another study than the address names");
    }
    Receipt receipt =
        intake.receive(
            new Incoming(
                Way.STOW,
                request.site,
                request.call.client().getHostAddress(),
                request.carriage,
                new Announced(sopClass, sopInstance, file.transferSyntax().uid()),
                new SequenceInputStream(new ByteArrayInputStream(head), file.dataSet())));
    String url =
        request.call.root()
            + "/studies/"
            + study
            + "/series/"
            + ids.string(Tag.SERIES_INSTANCE_UID).orElse("")
            + "/instances/"
            + sopInstance;
    return stored(receipt, new StowResponse.Stored(sopClass, sopInstance, url), study);
  }

  /** The ids at the beginning of a data set, as far as they can be read. */
  private static DataSet ids(byte[] head, TransferSyntax syntax) throws IOException {
    try {
      return DataSetReader.read(head, syntax, IDS);
    } catch (DicomFormatException e) {
      return new DataSet(); // the door says what is wrong with it
    }
  }

  private static Stored stored(Receipt receipt, StowResponse.Stored kept, String study) {
    String sopClass = kept.sopClass();
    String sopInstance = kept.sopInstance();
    return switch (receipt) {
      case Receipt.Kept k -> new Stored(kept, study, "");
      case Receipt.Quarantined q ->
          new Stored(
              new StowResponse.Warned(sopClass, sopInstance, warning(q.reason())),
              study,
              sopInstance + " waits for a person, quarantine " + q.quarantineId());
      case Receipt.NotKept not ->
          new Stored(
              new StowResponse.Failed(sopClass, sopInstance, failure(not.cause())),
              "",
              sopInstance + " is not kept: " + not.why());
    };
  }

  private static int warning(QuarantineReason reason) {
    return switch (reason) {
      case OTHER_BYTES_UNDER_KNOWN_UID, STUDY_OF_ANOTHER_PATIENT -> StowResponse.KEPT_BACK;
      case BROKEN_OBJECT, BROKEN_FILE, UNKNOWN_FORMAT, REPORT_WITHOUT_CASE ->
          StowResponse.DATA_SET_DOES_NOT_MATCH_SOP_CLASS;
    };
  }

  private static int failure(Receipt.Cause cause) {
    return switch (cause) {
      case OUT_OF_RESOURCES -> StowResponse.OUT_OF_RESOURCES;
      case NOT_AS_ANNOUNCED -> StowResponse.NOT_AS_ANNOUNCED;
      case CANNOT_UNDERSTAND -> StowResponse.CANNOT_UNDERSTAND;
      case BROKEN_OFF -> StowResponse.PROCESSING_FAILURE;
    };
  }

  /** The body is no message to its end: what came whole before is kept and told. */
  private void brokenOff(Request request, IOException cause) throws IOException {
    RequestBody body = request.call.body();
    if (body.tooLong()) {
      throw new HttpProblem(
          413, "too large", "the body is longer than http.max-dicom-megabytes allows");
    }
    String why = cause instanceof MultipartException ? cause.getMessage() : "the body broke off";
    boolean anyKept = request.stored.stream().anyMatch(s -> !s.study.isEmpty());
    if (!anyKept) {
      throw HttpProblem.badRequest(String.valueOf(why));
    }
    request.stored.add(unknown(StowResponse.CANNOT_UNDERSTAND, String.valueOf(why)));
    answer(request);
  }

  private static void answer(Request request) throws IOException {
    List<String> studies =
        request.stored.stream().map(Stored::study).filter(s -> !s.isEmpty()).distinct().toList();
    Optional<String> studyUrl =
        studies.size() == 1
            ? Optional.of(request.call.root() + "/studies/" + studies.getFirst())
            : Optional.empty();
    StowResponse response =
        new StowResponse(studyUrl, request.stored.stream().map(Stored::outcome).toList());
    List<String> notes =
        request.stored.stream().map(Stored::note).filter(n -> !n.isEmpty()).toList();
    if (!notes.isEmpty()) {
      String more = notes.size() > 1 ? " (and " + (notes.size() - 1) + " more)" : "";
      String text = (notes.getFirst() + more).replaceAll("[^ !#-\\[\\]-~]", "?");
      log.warn("STOW of {}: {}", request.site.id(), text);
      request.call.header("Warning", "299 farsight \"" + text + "\"");
    }
    request.call.send(
        response.httpStatus(), MediaType.DICOM_JSON, DicomJson.toBytes(response.dataSet()));
  }
}
