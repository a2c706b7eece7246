package org.farsight.report;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;
import org.farsight.ecg.drawing.Box;
import org.farsight.ecg.drawing.Ink;
import org.farsight.ecg.drawing.Mark;

/** A QR code (ISO/IEC 18004, error correction M) as boxes on paper. */
final class VerificationCode {
  /** Modules that stay empty around it (ISO/IEC 18004 §5.3.8). */
  private static final int QUIET = 4;

  /** By which rows overlap, in millimetres, so that no screen shows light between them. */
  private static final double SEAM = 0.05;

  private VerificationCode() {}

  /**
   * Draws it.
   *
   * @param side of the square with its empty border, in millimetres
   */
  static Mark draw(String address, double x, double y, double side) {
    ByteMatrix modules;
    try {
      modules = Encoder.encode(address, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("the address is too long for a QR code", e);
    }
    double size = side / (modules.getWidth() + 2 * QUIET);
    List<Box> boxes = new ArrayList<>();
    for (int row = 0; row < modules.getHeight(); row++) {
      int column = 0;
      while (column < modules.getWidth()) {
        int end = column;
        while (end < modules.getWidth() && modules.get(end, row) == 1) {
          end++;
        }
        if (end > column) {
          boxes.add(
              new Box(
                  x + (column + QUIET) * size,
                  y + (row + QUIET) * size,
                  (end - column) * size,
                  size + SEAM));
        }
        column = end + 1;
      }
    }
    return new Mark.Fill(Ink.TEXT, boxes);
  }
}
