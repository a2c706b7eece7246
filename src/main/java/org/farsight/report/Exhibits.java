package org.farsight.report;

import java.util.List;
import org.farsight.ecg.drawing.Language;
import org.farsight.ecg.drawing.Page;

/**
 * What a report shows beside its words.
 *
 * @param images key images, in the order of the report
 * @param sheets the ECG on its paper, true to scale
 */
public record Exhibits(List<Image> images, List<Page> sheets) {

  /** Takes copies. */
  public Exhibits {
    images = List.copyOf(images);
    sheets = List.copyOf(sheets);
  }

  /** Nothing to show. */
  public static final Exhibits NONE = new Exhibits(List.of(), List.of());

  /** Port: whoever has the originals. Safe for use by many threads. */
  @FunctionalInterface
  public interface Source {
    /**
     * What a report shows. What cannot be had or drawn is told in the image's place and never in
     * the way of a signature.
     *
     * @param language of words on the sheets
     */
    Exhibits of(Report report, Language language);
  }

  /** A key image, or the reason why it is not shown. */
  public sealed interface Image {
    /** Which it is. */
    Report.KeyImage key();

    /**
     * A picture.
     *
     * @param width of it in pixels
     * @param height of it in pixels
     * @param jpeg its bytes; not to be changed
     */
    record Shown(Report.KeyImage key, int width, int height, byte[] jpeg) implements Image {
      @Override
      public String toString() {
        return "Shown[" + key + "]";
      }
    }

    /** It cannot be had or drawn. */
    record Missing(Report.KeyImage key) implements Image {}
  }
}
