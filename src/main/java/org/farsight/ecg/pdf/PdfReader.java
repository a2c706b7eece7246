package org.farsight.ecg.pdf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.EcgContent;
import org.farsight.ecg.EcgDocument;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Subject;

/**
 * Takes a PDF as the page of an ECG. Nothing is read out of it: who and when is what its sender
 * says. A file without the end mark of a PDF was cut and is refused.
 */
public final class PdfReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT = new EcgFormat("pdf", "PDF", EcgDocument.PDF);

  private static final byte[] MARK = "%PDF-".getBytes(StandardCharsets.US_ASCII);
  private static final String END = "%%EOF";

  /** Readers look for the end mark in the last 1024 bytes (ISO 32000-1 annex H). */
  private static final int TAIL = 1024;

  private final int longest;

  /** A reader of pages up to 64 MiB. */
  public PdfReader() {
    this(64 << 20);
  }

  /**
   * @param longest bytes of a page
   */
  public PdfReader(int longest) {
    this.longest = longest;
  }

  @Override
  public EcgFormat format() {
    return FORMAT;
  }

  @Override
  public boolean recognises(byte[] head) {
    for (int i = 0; i < MARK.length; i++) {
      if (head.length <= i || head[i] != MARK[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Recording read(byte[] file) throws EcgFormatException {
    var page = content(file);
    throw new EcgFormatException("a page and no samples", page.format().title() + " byte 0");
  }

  @Override
  public EcgContent content(byte[] file) throws EcgFormatException {
    if (file.length > longest) {
      throw new EcgFormatException("longer than " + longest + " bytes", "byte 0");
    }
    if (!recognises(file)) {
      throw new EcgFormatException("no mark of a PDF", "byte 0");
    }
    int from = Math.max(0, file.length - TAIL);
    String tail = new String(file, from, file.length - from, StandardCharsets.ISO_8859_1);
    if (!tail.contains(END)) {
      throw new EcgFormatException("the PDF has no end", "byte " + file.length);
    }
    return new EcgDocument(
        FORMAT,
        Subject.UNNAMED,
        Acquisition.UNTOLD,
        "ECG",
        EcgDocument.PDF,
        file,
        Measurements.NONE,
        List.of(),
        List.of());
  }
}
