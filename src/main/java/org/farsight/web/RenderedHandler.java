package org.farsight.web;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.web.Frames;
import org.farsight.dicom.web.MediaType;
import org.farsight.exchange.Arrival;

/**
 * WADO-RS rendered (PS3.18 §10.4.1.1.3): {@code …/instances/{instance}[/frames/{n}]/rendered} as
 * JPEG or PNG, with {@code window=center,width,function} and {@code viewport=width,height}; of
 * several frames the first where none is named. What no library here decodes is answered with 406
 * and the transfer syntax.
 */
final class RenderedHandler {

  private static final int MOST_VIEWPORT = 8192;

  private final StoredInstances objects;
  private final FramesHandler frames;

  /** Pixels that may be decoded at one time: they are in memory, unlike all else here. */
  private final Semaphore budget = new Semaphore(FramePixels.MOST_PIXELS);

  RenderedHandler(StoredInstances objects, FramesHandler frames) {
    this.objects = objects;
    this.frames = frames;
  }

  /** Answers with a picture. */
  void rendered(DicomWebCall call) throws IOException {
    String format = format(call);
    Optional<RenderedFrame.Window> window = call.parameter("window").map(RenderedHandler::window);
    Optional<int[]> viewport = call.parameter("viewport").map(RenderedHandler::viewport);
    String piece = call.piece("frames");
    if (piece != null && !piece.matches("[1-9]\\d{0,8}")) {
      throw HttpProblem.badRequest("one frame is rendered at a time, counted from 1");
    }
    int number = piece == null ? 1 : Integer.parseInt(piece);
    Arrival arrival = objects.one(call);
    Frames found = frames.frames(arrival);
    FramesHandler.check(found, List.of(number));
    int pixels = FramePixels.count(found.header());
    budget.acquireUninterruptibly(pixels);
    try {
      send(call, format, picture(arrival, found, number, window), viewport);
    } finally {
      budget.release(pixels);
    }
  }

  private static void send(
      DicomWebCall call, String format, BufferedImage image, Optional<int[]> viewport)
      throws IOException {
    BufferedImage shown = viewport.map(size -> scaled(image, size)).orElse(image);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(shown, format, new MemoryCacheImageOutputStream(bytes))) {
      throw new IllegalStateException("each JDK writes " + format);
    }
    call.send(200, "image/" + format, bytes.toByteArray());
  }

  private static String format(DicomWebCall call) {
    for (MediaType range : call.accepted()) {
      for (String format : List.of("jpeg", "png")) {
        if (range.covers("image/" + format)) {
          return format;
        }
      }
    }
    throw HttpProblem.notAcceptable("frames are rendered as image/jpeg or image/png");
  }

  static BufferedImage picture(
      Arrival arrival, Frames frames, int number, Optional<RenderedFrame.Window> window)
      throws IOException {
    TransferSyntax syntax = StoredInstances.syntax(arrival);
    try {
      return FramePixels.decode(frames, syntax, number)
          .flatMap(pixels -> RenderedFrame.of(frames.header(), pixels, window))
          .orElseThrow(
              () ->
                  HttpProblem.notAcceptable(
                      "nothing here renders such pixels in "
                          + syntax.name()
                          + " ("
                          + syntax.uid()
                          + ")"));
    } catch (DicomFormatException e) {
      throw new HttpProblem(500, "pixel data", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      if (e instanceof HttpProblem problem) {
        throw problem;
      }
      // a codec gave up on its bytes; its words may hold anything
      throw new HttpProblem(
          500, "pixel data", "the decoder of " + syntax.name() + " cannot read the frame");
    }
  }

  private static RenderedFrame.Window window(String text) {
    String[] pieces = text.split(",", -1);
    String function =
        pieces.length < 3
            ? "LINEAR"
            : pieces[2].strip().replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    boolean known = List.of("LINEAR", "LINEAR_EXACT", "SIGMOID").contains(function);
    String number = "[+-]?\\d{1,9}(\\.\\d{1,9})?";
    if (pieces.length < 2
        || pieces.length > 3
        || !known
        || !pieces[0].strip().matches(number)
        || !pieces[1].strip().matches(number)
        || Double.parseDouble(pieces[1].strip()) <= 0) {
      throw HttpProblem.badRequest("window is center,width,function (PS3.18 §8.3.5.1.4)");
    }
    return new RenderedFrame.Window(
        Double.parseDouble(pieces[0].strip()), Double.parseDouble(pieces[1].strip()), function);
  }

  private static int[] viewport(String text) {
    if (!text.matches("\\d{1,4},\\d{1,4}")) {
      throw HttpProblem.badRequest("viewport is width,height in pixels");
    }
    String[] pieces = text.split(",", -1);
    int[] size = {Integer.parseInt(pieces[0]), Integer.parseInt(pieces[1])};
    if (size[0] < 1 || size[1] < 1 || size[0] > MOST_VIEWPORT || size[1] > MOST_VIEWPORT) {
      throw HttpProblem.badRequest("viewport is from 1,1 to 8192,8192");
    }
    return size;
  }

  /** As large as the viewport allows, the sides in proportion. */
  static BufferedImage scaled(BufferedImage image, int[] size) {
    double factor =
        Math.min((double) size[0] / image.getWidth(), (double) size[1] / image.getHeight());
    int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
    int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
    BufferedImage scaled = new BufferedImage(width, height, image.getType());
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return scaled;
  }
}
