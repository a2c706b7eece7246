package org.farsight.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.Recoding;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.MultipartWriter;
import org.farsight.dicom.web.StoredDataSet;
import org.farsight.exchange.Arrival;

/**
 * WADO-RS for whole objects (PS3.18 §10.4): {@code GET /dicom-web/studies/{study}[/series/{series}
 * [/instances/{instance}]]}, as {@code multipart/related; type="application/dicom"}, one instance
 * also as {@code application/dicom}.
 */
final class WadoHandler {

  private final StoredInstances objects;

  WadoHandler(StoredInstances objects) {
    this.objects = objects;
  }

  /** An object and the transfer syntax it is given in. */
  private record Given(Arrival arrival, TransferSyntax syntax) {}

  /** Answers with the objects of a study, a series or one instance. */
  void retrieve(DicomWebCall call) throws IOException {
    List<Arrival> found = objects.find(call);
    boolean one = call.uidIfAny("instance").isPresent();
    List<MediaType> ranges =
        call.accepted().stream()
            .filter(r -> r.content().covers(MediaType.DICOM))
            .filter(r -> one || Representation.isMultipart(r) || r.covers(MediaType.RELATED))
            .toList();
    Optional<MediaType> best =
        ranges.stream()
            .filter(r -> found.stream().anyMatch(a -> syntax(r, a).isPresent()))
            .findFirst();
    if (best.isEmpty()) {
      throw notAcceptable(found);
    }
    boolean parts = best.get().covers(MediaType.RELATED);
    List<Given> given =
        given(ranges.stream().filter(r -> r.covers(MediaType.RELATED) == parts).toList(), found);
    if (!parts) {
      single(call, given.getFirst());
      return;
    }
    // PS3.18 table 10.4.3-1: 206 where some of them cannot be given in that form
    int status = given.size() == found.size() ? 200 : 206;
    MultipartWriter writer = call.beginMultipart(status, MediaType.DICOM);
    for (Given object : given) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Content-Type", contentType(object.syntax));
      headers.put("Content-Location", address(call, object.arrival));
      write(object, writer.part(headers));
    }
    call.end();
  }

  private static Optional<TransferSyntax> syntax(MediaType range, Arrival arrival) {
    return Representation.ofDicom(range, StoredInstances.syntax(arrival));
  }

  private static List<Given> given(List<MediaType> ranges, List<Arrival> found) {
    List<Given> given = new ArrayList<>();
    for (Arrival arrival : found) {
      ranges.stream()
          .flatMap(range -> syntax(range, arrival).stream())
          .findFirst()
          .ifPresent(syntax -> given.add(new Given(arrival, syntax)));
    }
    return given;
  }

  private static HttpProblem notAcceptable(List<Arrival> found) {
    TreeSet<String> syntaxes = new TreeSet<>();
    found.forEach(arrival -> syntaxes.add(arrival.facts().transferSyntax()));
    return HttpProblem.notAcceptable(
        "stored in "
            + String.join(", ", syntaxes)
            + ", which is not transcoded; ask for multipart/related; type=\"application/dicom\";"
            + " transfer-syntax=*");
  }

  private static String contentType(TransferSyntax syntax) {
    return MediaType.DICOM + "; transfer-syntax=" + syntax.uid();
  }

  /** The address of an instance. */
  static String address(DicomWebCall call, Arrival arrival) {
    return call.root()
        + "/studies/"
        + arrival.facts().study()
        + "/series/"
        + arrival.facts().series()
        + "/instances/"
        + arrival.facts().sopInstance();
  }

  private void single(DicomWebCall call, Given given) throws IOException {
    boolean stored = given.syntax.equals(StoredInstances.syntax(given.arrival));
    long length = stored ? header(given).length + given.arrival.content().length() : -1;
    write(given, call.begin(200, contentType(given.syntax), length));
    call.end();
  }

  private static byte[] header(Given given) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream(512);
    Part10File.writeHeader(
        header,
        given.arrival.facts().sopClass(),
        given.arrival.facts().sopInstance(),
        given.syntax,
        "");
    return header.toByteArray();
  }

  /** Preamble, file meta information and the data set. */
  private void write(Given given, OutputStream out) throws IOException {
    out.write(header(given));
    StoredDataSet object = objects.dataSet(given.arrival);
    try (InputStream in = object.bytes().open()) {
      InputStream bytes =
          given.syntax.equals(object.syntax())
              ? in
              : Recoding.to(given.syntax, in, object.length(), object.syntax());
      bytes.transferTo(out);
    }
  }
}
