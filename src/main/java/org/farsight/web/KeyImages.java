package org.farsight.web;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.farsight.dicom.web.Frames;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.ContentStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames as pictures for a report's paper, rendered as {@code …/rendered} renders them. */
public final class KeyImages {
  private static final Logger log = LoggerFactory.getLogger(KeyImages.class);

  /** Pixels of the longer side at most: 300 dpi on half a page. */
  private static final int LONGEST = 1000;

  private final FramesHandler frames;

  /** Reads from these. */
  public KeyImages(Catalogue catalogue, ContentStore store) {
    this.frames = new FramesHandler(new StoredInstances(catalogue, store));
  }

  /**
   * A picture.
   *
   * @param jpeg its bytes; not to be changed
   */
  public record Picture(int width, int height, byte[] jpeg) {}

  /**
   * A frame as people see it; empty where it is not there or nothing here decodes it. One at a
   * time: its pixels are in memory.
   *
   * @param frame from 1
   */
  public synchronized Optional<Picture> picture(Arrival arrival, int frame) {
    try {
      Frames found = frames.frames(arrival);
      FramesHandler.check(found, List.of(frame));
      BufferedImage image = RenderedHandler.picture(arrival, found, frame, Optional.empty());
      if (Math.max(image.getWidth(), image.getHeight()) > LONGEST) {
        image = RenderedHandler.scaled(image, new int[] {LONGEST, LONGEST});
      }
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      if (!ImageIO.write(image, "jpeg", new MemoryCacheImageOutputStream(jpeg))) {
        return Optional.empty();
      }
      return Optional.of(new Picture(image.getWidth(), image.getHeight(), jpeg.toByteArray()));
    } catch (IOException | HttpProblem e) {
      log.warn("a key image of {} is not shown: {}", arrival.exchangeId(), e.toString());
      return Optional.empty();
    }
  }
}
