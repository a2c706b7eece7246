package org.farsight.ecg.drawing;

import java.util.List;
import java.util.Objects;

/** One thing on a sheet, placed in millimetres from the sheet's upper left corner. */
public sealed interface Mark {

  /** The colour and width. */
  Ink ink();

  /**
   * Lines of the grid, each in the box from edge to edge.
   *
   * @param step millimetres from line to line
   * @param skip every how many lines one is left out, as a bolder one stands there; 0 for none
   */
  record Grid(Ink ink, Box area, int step, int skip) implements Mark {}

  /** A line from point to point. */
  record Line(Ink ink, Points points) implements Mark {}

  /**
   * A piece of a lead without gaps, clipped at the grid's edge.
   *
   * @param lead the lead's label
   * @param rate samples a second
   * @param startSeconds of its first sample, from the recording's start
   * @param firstSample index of its first sample among the lead's
   * @param points one for each sample; where {@code envelope}, the lowest and highest of several
   * @param envelope the samples stand too close to be drawn one by one
   */
  record Trace(
      String lead,
      double rate,
      double startSeconds,
      int firstSample,
      Points points,
      boolean envelope)
      implements Mark {
    public Trace {
      Objects.requireNonNull(lead);
      Objects.requireNonNull(points);
    }

    @Override
    public Ink ink() {
      return Ink.TRACE;
    }
  }

  /**
   * A line of text.
   *
   * @param x where it starts, or ends
   * @param y of the baseline
   * @param size of the font, in millimetres
   * @param atEnd whether x is where it ends
   */
  record Text(Ink ink, double x, double y, double size, boolean atEnd, String text)
      implements Mark {

    /** The millimetres it takes, by the widths of Liberation Sans, Arial and Helvetica. */
    public double width() {
      return TextWidth.of(text, size);
    }

    /** May name a person, so the text is not shown. */
    @Override
    public String toString() {
      return "Text[" + ink + ", " + text.length() + " characters]";
    }
  }

  /**
   * A line of text across the sheet, around its middle.
   *
   * @param x of its middle
   * @param y of its middle
   * @param size of the font, in millimetres
   * @param degrees by which it rises from left to right
   */
  record Slanted(Ink ink, double x, double y, double size, double degrees, String text)
      implements Mark {}

  /** Boxes full of colour. */
  record Fill(Ink ink, List<Box> boxes) implements Mark {
    public Fill {
      boxes = List.copyOf(boxes);
    }
  }

  /**
   * A photograph that fills a box.
   *
   * @param jpeg its bytes; not to be changed
   */
  record Picture(Box area, byte[] jpeg) implements Mark {
    public Picture {
      Objects.requireNonNull(jpeg);
    }

    /** It has colours of its own; what is drawn beside it is text. */
    @Override
    public Ink ink() {
      return Ink.TEXT;
    }
  }
}
