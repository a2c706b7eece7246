package org.farsight.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.farsight.exchange.DocumentException;
import org.jspecify.annotations.Nullable;

/**
 * Attaches the signature to pages that stay byte for byte as they are: an incremental update (ISO
 * 32000-1 §7.5.6) that fills an attachment whose place the pages hold ready. It has one form only:
 * of pages and signature follows each byte of the file, so whoever verifies it makes it again and
 * compares.
 */
final class PdfIncrement {
  /** Name of the attached file. */
  static final String NAME = "report.jws";

  private static final String END = "\nendstream\nendobj\nxref\n";
  private static final String BEGIN = ">>\nstream\n";

  private PdfIncrement() {}

  /** Makes room for the signature in pages that are not written yet. */
  static void reserve(PDDocument document) {
    reserve(document, ReportPictures.NONE);
  }

  /**
   * Makes room for the signature, and attaches pictures that are signed with the pages.
   *
   * @throws UncheckedIOException if a picture cannot be packed
   */
  static void reserve(PDDocument document, ReportPictures pictures) {
    COSDictionary file = new COSDictionary();
    file.setItem(COSName.TYPE, COSName.FILESPEC);
    file.setString(COSName.F, NAME);
    COSArray names = new COSArray();
    // a name tree is in order (ISO 32000-1 §7.9.6): all of them come before the signature
    pictures
        .files()
        .forEach(
            (name, bytes) -> {
              names.add(new COSString(name));
              names.add(attached(document, name, bytes));
            });
    names.add(new COSString(NAME));
    names.add(file);
    COSDictionary tree = new COSDictionary();
    tree.setItem(COSName.NAMES, names);
    PDDocumentNameDictionary all = new PDDocumentNameDictionary(document.getDocumentCatalog());
    all.getCOSObject().setItem(COSName.EMBEDDED_FILES, tree);
    document.getDocumentCatalog().setNames(all);
    COSArray associated = new COSArray();
    associated.add(file);
    document.getDocumentCatalog().getCOSObject().setItem(COSName.AF, associated);
  }

  private static COSDictionary attached(PDDocument document, String name, byte[] bytes) {
    try {
      return ReportPictures.attached(document, name, bytes).getCOSObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The pages with their signature.
   *
   * @param pages written after {@link #reserve}, with a cross-reference table
   * @throws DocumentException if they hold no place for it
   */
  static byte[] append(byte[] pages, String jws) throws DocumentException {
    Place place = place(pages);
    long file = pages.length;
    String first =
        place.file()
            + " 0 obj\n<< /Type /Filespec /F ("
            + NAME
            + ") /UF ("
            + NAME
            + ") /AFRelationship /Data /EF << /F "
            + place.size()
            + " 0 R /UF "
            + place.size()
            + " 0 R >> >>\nendobj\n";
    long stream = file + first.length();
    String second =
        place.size()
            + " 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjose /Length "
            + jws.length()
            + " /Params << /Size "
            + jws.length()
            + " >> "
            + BEGIN
            + jws
            + END.substring(0, END.length() - "xref\n".length());
    long table = stream + second.length();
    String text =
        first
            + second
            + "xref\n"
            + entry(place.file(), file)
            + entry(place.size(), stream)
            + place.trailer()
            + "startxref\n"
            + table
            + "\n%%EOF\n";
    byte[] added = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(pages, pages.length + added.length);
    System.arraycopy(added, 0, whole, pages.length, added.length);
    return whole;
  }

  private static String entry(long object, long offset) {
    return String.format(Locale.ROOT, "%d 1\n%010d 00000 n \n", object, offset);
  }

  /**
   * The signature that was attached last.
   *
   * @throws DocumentException if none is
   */
  static String jws(byte[] file) throws DocumentException {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf(END);
    int begin = end < 0 ? -1 : text.lastIndexOf(BEGIN, end);
    if (begin < 0) {
      throw new DocumentException("has no signature attached (" + NAME + ")", "byte 0");
    }
    return text.substring(begin + BEGIN.length(), end);
  }

  /**
   * Where the signature goes.
   *
   * @param file number of the object that is to describe the attachment
   * @param size number of the first object that the pages do not have
   * @param trailer of the increment
   */
  private record Place(long file, long size, String trailer) {}

  private static Place place(byte[] pages) throws DocumentException {
    try (PDDocument document = Loader.loadPDF(pages)) {
      COSDictionary trailer = document.getDocument().getTrailer();
      COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
      COSDictionary names = below(catalog, COSName.NAMES);
      COSArray list = below(names, COSName.EMBEDDED_FILES).getCOSArray(COSName.NAMES);
      long size = trailer.getLong(COSName.SIZE);
      boolean last =
          list != null
              && list.size() >= 2
              && list.getObject(list.size() - 2) instanceof COSString name
              && name.getString().equals(NAME);
      COSObjectKey file = key(last ? list.get(list.size() - 1) : null);
      StringBuilder text = new StringBuilder("trailer\n<< /Size ").append(size + 1);
      text.append(" /Root ").append(reference(trailer, COSName.ROOT));
      text.append(" /Info ").append(reference(trailer, COSName.INFO));
      COSArray ids = trailer.getCOSArray(COSName.ID);
      if (ids != null && ids.size() == 2 && ids.getObject(0) instanceof COSString id) {
        String hex = HexFormat.of().withUpperCase().formatHex(id.getBytes());
        text.append(" /ID [<").append(hex).append("> <").append(hex).append(">]");
      }
      text.append(" /Prev ").append(lastTable(pages)).append(" >>\n");
      return new Place(file.getNumber(), size, text.toString());
    } catch (IOException | ClassCastException e) {
      throw new DocumentException("is no PDF whose pages can be read", "byte 0");
    }
  }

  private static COSDictionary below(COSDictionary from, COSName name) throws DocumentException {
    COSDictionary found = from.getCOSDictionary(name);
    if (found == null) {
      throw new DocumentException("its pages have no place for a signature", "byte 0");
    }
    return found;
  }

  private static String reference(COSDictionary trailer, COSName name) throws DocumentException {
    COSObjectKey key = key(trailer.getItem(name));
    return key.getNumber() + " " + key.getGeneration() + " R";
  }

  private static COSObjectKey key(@Nullable COSBase item) throws DocumentException {
    COSObjectKey key = item instanceof COSObject object ? object.getKey() : null;
    if (key == null) {
      throw new DocumentException("its pages have no place for a signature", "byte 0");
    }
    return key;
  }

  private static long lastTable(byte[] pages) throws DocumentException {
    String text = new String(pages, StandardCharsets.ISO_8859_1);
    int at = text.lastIndexOf("startxref");
    int end = at < 0 ? -1 : text.indexOf("%%EOF", at);
    try {
      return Long.parseLong(text.substring(at + "startxref".length(), end).strip());
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new DocumentException("has no end that can be read", "byte " + Math.max(0, at));
    }
  }
}
