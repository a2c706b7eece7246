package org.farsight.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.farsight.ecg.drawing.Drawing;
import org.farsight.ecg.drawing.Page;
import org.farsight.ecg.drawing.SvgDrawing;

/**
 * What a report's HTML form shows beside the words: key images as JPEG, sheets of the ECG as SVG.
 * They are attachments of its file, so that the page is the same whenever it is made, and they are
 * proved with the pages.
 *
 * @param files by the names of the attachments
 */
record ReportPictures(SortedMap<String, byte[]> files) {
  /** Base64 makes a third more of it: the page stays below 1 MB. */
  private static final int MOST_BYTES = 700_000;

  private static final int[] SIDES = {1000, 640, 480, 320, 200};

  static final ReportPictures NONE = new ReportPictures(new TreeMap<>());

  /** The name of a key image, counted from 0. */
  static String image(int index) {
    return String.format(Locale.ROOT, "key-image-%03d.jpg", index + 1);
  }

  /** The name of a sheet of an ECG, counted from 0. */
  static String sheet(int index) {
    return String.format(Locale.ROOT, "ecg-%03d.svg", index + 1);
  }

  /**
   * As many as there is room for; images smaller where they are many.
   *
   * @param paper on which they are shown too
   */
  static ReportPictures of(Exhibits exhibits, Drawing paper) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    int room = MOST_BYTES;
    for (int i = 0; i < exhibits.sheets().size(); i++) {
      List<Page> sheet = List.of(exhibits.sheets().get(i));
      byte[] svg =
          SvgDrawing.write(new Drawing(paper.title(), paper.author(), paper.options(), sheet), 0);
      if (svg.length <= room) {
        files.put(sheet(i), svg);
        room -= svg.length;
      }
    }
    int count = exhibits.images().size();
    for (int i = 0; i < count; i++) {
      if (exhibits.images().get(i) instanceof Exhibits.Image.Shown shown) {
        int most = room / count;
        String name = image(i);
        fitting(shown, most).ifPresent(jpeg -> files.put(name, jpeg));
      }
    }
    return new ReportPictures(files);
  }

  /** Empty where it is too large however small it is drawn. */
  private static Optional<byte[]> fitting(Exhibits.Image.Shown shown, int most) {
    if (shown.jpeg().length <= most) {
      return Optional.of(shown.jpeg());
    }
    try {
      BufferedImage whole = ImageIO.read(new ByteArrayInputStream(shown.jpeg()));
      for (int side : SIDES) {
        byte[] jpeg = whole == null ? new byte[0] : scaled(whole, side);
        if (jpeg.length > 0 && jpeg.length <= most) {
          return Optional.of(jpeg);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the paper has it all the same
    }
  }

  private static byte[] scaled(BufferedImage whole, int side) throws IOException {
    double scale = Math.min(1, (double) side / Math.max(whole.getWidth(), whole.getHeight()));
    int width = Math.max(1, (int) Math.round(whole.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(whole.getHeight() * scale));
    boolean grey = whole.getColorModel().getNumColorComponents() == 1;
    BufferedImage small =
        new BufferedImage(
            width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = small.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    pen.drawImage(whole, 0, 0, width, height, null);
    pen.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    return ImageIO.write(small, "jpeg", new MemoryCacheImageOutputStream(jpeg))
        ? jpeg.toByteArray()
        : new byte[0];
  }

  /** Those of a file; none where it has none, as files had before. */
  static ReportPictures read(byte[] file) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (PDDocument document = Loader.loadPDF(file)) {
      PDDocumentNameDictionary names = document.getDocumentCatalog().getNames();
      PDEmbeddedFilesNameTreeNode tree = names == null ? null : names.getEmbeddedFiles();
      Map<String, PDComplexFileSpecification> all = tree == null ? null : tree.getNames();
      if (all == null) {
        return NONE;
      }
      for (Map.Entry<String, PDComplexFileSpecification> one : all.entrySet()) {
        PDEmbeddedFile content = one.getValue().getEmbeddedFile();
        if (one.getKey().matches("key-image-\\d{3}\\.jpg|ecg-\\d{3}\\.svg") && content != null) {
          files.put(one.getKey(), content.toByteArray());
        }
      }
      return new ReportPictures(files);
    } catch (IOException e) {
      return NONE; // its words are signed beside the pages, and are shown
    }
  }

  /** As an attachment of a document that is not written yet. */
  static PDComplexFileSpecification attached(PDDocument document, String name, byte[] bytes)
      throws IOException {
    PDEmbeddedFile content =
        new PDEmbeddedFile(document, new ByteArrayInputStream(bytes), COSName.FLATE_DECODE);
    content.setSubtype(type(name));
    content.setSize(bytes.length);
    PDComplexFileSpecification file = new PDComplexFileSpecification();
    file.setFile(name);
    file.setFileUnicode(name);
    file.setEmbeddedFile(content);
    return file;
  }

  /** Media type by the end of a name. */
  static String type(String name) {
    return name.endsWith(".svg") ? "image/svg+xml" : "image/jpeg";
  }

  /** What is in the pictures is a person's. */
  @Override
  public String toString() {
    return "ReportPictures" + files.keySet();
  }
}
