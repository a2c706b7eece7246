package org.farsight.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.web.Frames;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.PixelMediaType;
import org.farsight.exchange.Arrival;

/**
 * WADO-RS frames (PS3.18 §10.4.1.1.6): {@code …/instances/{instance}/frames/{list}}, as they are
 * stored: native ones in little endian octets, compressed ones in the media type of their transfer
 * syntax.
 */
final class FramesHandler {

  private static final int MOST = 100_000;

  private final StoredInstances objects;

  FramesHandler(StoredInstances objects) {
    this.objects = objects;
  }

  /** Answers with the frames that the address names. */
  void frames(DicomWebCall call) throws IOException {
    List<Integer> numbers = numbers(call.piece("frames"));
    Arrival arrival = objects.one(call);
    send(call, arrival, frames(arrival), numbers);
  }

  /** Answers with all frames. */
  void all(DicomWebCall call, Arrival arrival) throws IOException {
    Frames frames = frames(arrival);
    send(call, arrival, frames, IntStream.rangeClosed(1, frames.count()).boxed().toList());
  }

  private static List<Integer> numbers(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String piece : list.split(",", -1)) {
      if (!piece.strip().matches("[1-9]\\d{0,8}")) {
        throw HttpProblem.badRequest("frames are numbers from 1, separated by commas");
      }
      numbers.add(Integer.parseInt(piece.strip()));
    }
    if (numbers.size() > MOST) {
      throw HttpProblem.badRequest("more than " + MOST + " frames");
    }
    return numbers;
  }

  /** The frames of an object; a problem where it has none or they cannot be told apart. */
  Frames frames(Arrival arrival) throws IOException {
    try {
      return Frames.of(objects.dataSet(arrival))
          .orElseThrow(() -> HttpProblem.notFound("the object has no pixel data"));
    } catch (DicomFormatException e) {
      throw broken(e);
    }
  }

  private static HttpProblem broken(DicomFormatException e) {
    return new HttpProblem(500, "pixel data", String.valueOf(e.getMessage()));
  }

  private static void send(DicomWebCall call, Arrival arrival, Frames frames, List<Integer> numbers)
      throws IOException {
    check(frames, numbers);
    TransferSyntax stored = StoredInstances.syntax(arrival);
    boolean encapsulated = frames.encapsulated();
    for (MediaType range : call.accepted()) {
      boolean parts = range.covers(MediaType.RELATED) || range.type().equals("*");
      Optional<String> type = Representation.ofFrames(range, stored, encapsulated);
      if (type.isPresent() && (parts || numbers.size() == 1)) {
        String contentType =
            type.get() + "; transfer-syntax=" + Representation.syntaxOfFrames(stored, encapsulated);
        if (parts) {
          parts(call, arrival, frames, numbers, type.get(), contentType);
        } else {
          int number = numbers.getFirst();
          frames.copy(number, call.begin(200, contentType, frames.length(number)));
          call.end();
        }
        return;
      }
    }
    throw HttpProblem.notAcceptable(
        "the frames are stored in "
            + Representation.syntaxOfFrames(stored, encapsulated)
            + ", which is not transcoded; ask for multipart/related; type=\""
            + (encapsulated ? PixelMediaType.of(stored) : MediaType.OCTET_STREAM)
            + "\"; transfer-syntax=*");
  }

  private static void parts(
      DicomWebCall call,
      Arrival arrival,
      Frames frames,
      List<Integer> numbers,
      String type,
      String contentType)
      throws IOException {
    var writer = call.beginMultipart(200, type);
    String address = WadoHandler.address(call, arrival) + "/frames/";
    for (int number : numbers) {
      frames.copy(
          number,
          writer.part(Map.of("Content-Type", contentType, "Content-Location", address + number)));
    }
    call.end();
  }

  /** Before anything is answered: that all of them are there. */
  static void check(Frames frames, List<Integer> numbers) throws IOException {
    for (int number : numbers) {
      if (number > frames.count()) {
        throw HttpProblem.notFound("the object has " + frames.count() + " frames");
      }
      try {
        frames.length(number);
      } catch (DicomFormatException e) {
        throw broken(e);
      }
    }
  }
}
