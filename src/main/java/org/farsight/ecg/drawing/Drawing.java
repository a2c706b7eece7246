package org.farsight.ecg.drawing;

import java.util.List;
import java.util.Objects;

/**
 * A recording on paper, in millimetres; {@link SvgDrawing} and {@link PdfDrawing} write it.
 *
 * @param title what it is and of when, without the person
 * @param author the site
 * @param options how it was drawn
 * @param pages its sheets, at least one
 */
public record Drawing(String title, String author, SheetOptions options, List<Page> pages) {
  public Drawing {
    Objects.requireNonNull(title);
    Objects.requireNonNull(author);
    Objects.requireNonNull(options);
    pages = List.copyOf(pages);
    if (pages.isEmpty()) {
      throw new IllegalArgumentException("a drawing has at least one sheet");
    }
  }
}
