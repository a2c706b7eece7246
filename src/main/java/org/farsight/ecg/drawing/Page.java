package org.farsight.ecg.drawing;

import java.util.List;

/**
 * One sheet.
 *
 * @param width millimetres
 * @param height millimetres
 * @param clip the grid's box: nothing of a trace is drawn outside
 * @param marks in the order of drawing
 */
public record Page(double width, double height, Box clip, List<Mark> marks) {
  public Page {
    marks = List.copyOf(marks);
  }
}
