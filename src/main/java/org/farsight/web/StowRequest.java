package org.farsight.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.io.DicomJson;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.MetadataException;
import org.farsight.dicom.web.MultipartException;
import org.farsight.dicom.web.PartSpool;
import org.farsight.dicom.web.StowResponse;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Site;
import org.farsight.exchange.Way;
import org.farsight.intake.Announced;
import org.farsight.intake.Incoming;
import org.farsight.intake.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Store request: its instances go through the door as they come, and are answered together. */
final class StowRequest {

  private static final Logger log = LoggerFactory.getLogger(StowRequest.class);

  private final Intake intake;
  private final DicomWebCall call;
  private final String client;
  private final Site site;
  private final Optional<String> study;
  private final long carriage;
  private final List<Stored> stored = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /** What became of an instance, and what the client is told besides. */
  private record Stored(StowResponse.Outcome outcome, String study, String note) {}

  /**
   * A request that has begun.
   *
   * @param carriage its number among all that carry objects
   */
  StowRequest(Intake intake, DicomWebCall call, Site site, long carriage) throws IOException {
    this.intake = intake;
    this.call = call;
    this.client = call.client().getHostAddress();
    this.site = site;
    this.study = call.uidIfAny("study");
    this.carriage = carriage;
  }

  /** The request itself. */
  DicomWebCall call() {
    return call;
  }

  /** How many instances have been kept or refused so far. */
  int instances() {
    return stored.size();
  }

  /**
   * Brings an instance to the door.
   *
   * @param studyOf its Study Instance UID
   * @param seriesOf its Series Instance UID
   */
  void keep(Announced instance, String studyOf, String seriesOf, InputStream dataSet) {
    String sopClass = instance.sopClass();
    String sopInstance = instance.sopInstance();
    if (study.filter(wanted -> !wanted.equals(studyOf)).isPresent()) {
      refuse(
          sopClass,
          sopInstance,
          StowResponse.NOT_AS_ANNOUNCED,
          "of another study than the address names");
      return;
    }
    Receipt receipt =
        intake.receive(new Incoming(Way.STOW, site, client, carriage, instance, dataSet));
    String url =
        call.root() + "/studies/" + studyOf + "/series/" + seriesOf + "/instances/" + sopInstance;
    stored.add(stored(receipt, new StowResponse.Stored(sopClass, sopInstance, url), studyOf));
  }

  /** Notes an instance that is not kept; where its UIDs are not known they are empty. */
  void refuse(String sopClass, String sopInstance, int reason, String why) {
    boolean known = !sopClass.isEmpty() && !sopInstance.isEmpty();
    stored.add(
        known
            ? new Stored(
                new StowResponse.Failed(sopClass, sopInstance, reason),
                "",
                sopInstance + " is not kept: " + why)
            : new Stored(new StowResponse.Unknown(reason), "", why));
  }

  /** Tells the client something besides. */
  void remark(String text) {
    remarks.add(text);
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
  void brokenOff(IOException cause) throws IOException {
    RequestBody body = call.body();
    if (body.tooLong()) {
      throw new HttpProblem(
          413, "too large", "the body is longer than http.max-dicom-megabytes allows");
    }
    if (cause instanceof PartSpool.FullException) {
      log.warn("STOW of {}: {}", site.id(), cause.toString());
      throw new HttpProblem(503, "no room", "there is no room for the request; send it again");
    }
    boolean located = cause instanceof MultipartException || cause instanceof MetadataException;
    String why = located ? String.valueOf(cause.getMessage()) : "the body broke off";
    boolean anyKept = stored.stream().anyMatch(s -> !s.study.isEmpty());
    if (!anyKept) {
      throw HttpProblem.badRequest(why);
    }
    refuse("", "", StowResponse.CANNOT_UNDERSTAND, why);
    answer();
  }

  /** Tells what became of all. */
  void answer() throws IOException {
    List<String> studies =
        stored.stream().map(Stored::study).filter(s -> !s.isEmpty()).distinct().toList();
    Optional<String> studyUrl =
        studies.size() == 1
            ? Optional.of(call.root() + "/studies/" + studies.getFirst())
            : Optional.empty();
    StowResponse response =
        new StowResponse(studyUrl, stored.stream().map(Stored::outcome).toList());
    List<String> notes =
        Stream.concat(stored.stream().map(Stored::note), remarks.stream())
            .filter(n -> !n.isEmpty())
            .toList();
    if (!notes.isEmpty()) {
      String more = notes.size() > 1 ? " (and " + (notes.size() - 1) + " more)" : "";
      String text = (notes.getFirst() + more).replaceAll("[^ !#-\\[\\]-~]", "?");
      log.warn("STOW of {}: {}", site.id(), text);
      call.header("Warning", "299 farsight \"" + text + "\"");
    }
    call.send(response.httpStatus(), MediaType.DICOM_JSON, DicomJson.toBytes(response.dataSet()));
  }
}
