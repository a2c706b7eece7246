package org.farsight.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWalk;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.DocumentReader;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineEntry;

/**
 * Looks into what was kept back: what today's readers say is wrong with it, where, and the bytes
 * around that place. Of the bytes only their shape is shown unless a person's data may be: letters
 * and digits, and whatever may be part of one in another character set, are blotted out.
 */
public final class Evidence {
  private static final int BEFORE = 64;
  private static final int AFTER = 64;
  private static final int LINE = 16;
  private static final Pattern BYTE = Pattern.compile("byte (\\d{1,18})");

  private final ContentStore store;
  private final List<EcgReader> readers;
  private final int longestEcg;
  private final List<DocumentReader> documents;

  /**
   * Looks into what a store keeps.
   *
   * @param options those of the intake
   */
  public Evidence(ContentStore store, Intake.Options options) {
    this.store = store;
    this.readers = options.ecgReaders();
    this.longestEcg = options.longestEcg();
    this.documents = options.documents();
  }

  /**
   * What is wrong, where.
   *
   * @param problem in plain words, without patient data; empty where today's readers find nothing
   * @param format what the bytes were read as; empty where they are of no known format
   * @param offset of the fault in bytes; 0 where no byte is named
   * @param path of the element or node; may be empty
   * @param vr of the element at fault (PS3.5 §6.2); empty where there is none
   */
  public record Fault(String problem, String format, long offset, String path, String vr) {}

  /**
   * Some bytes in a line.
   *
   * @param offset of the first
   * @param hex two digits each, {@code ··} where blotted out
   * @param text as ASCII; {@code x}, {@code 9} and {@code #} for a letter, a digit and a byte above
   *     7F that are blotted out
   */
  public record Line(long offset, String hex, String text) {}

  /** Reads the bytes by today's readers and says where they fail. */
  public Fault fault(QuarantineEntry entry) throws IOException {
    ObjectFacts facts = entry.facts();
    if (facts != null && facts.isDicom()) {
      try (InputStream in = store.open(entry.content())) {
        TransferSyntax syntax = TransferSyntax.of(facts.transferSyntax());
        return walk(in, entry.content().length(), syntax, 0);
      }
    }
    Optional<Fault> file = part10(entry.content());
    return file.isPresent() ? file.get() : ecg(entry.content());
  }

  private static Fault walk(InputStream in, long length, TransferSyntax syntax, long base)
      throws IOException {
    try (DataSetReader reader = new DataSetReader(in, length, syntax, DataSetWalk.OPTIONS)) {
      try {
        while (reader.next() != DataSetReader.Event.END) {
          // each header is looked at, no value is
        }
        return new Fault("", "DICOM", 0, "", "");
      } catch (DicomFormatException e) {
        boolean known = !e.path().isEmpty() && e.path().equals(reader.path());
        String vr = known ? reader.vr().name() : "";
        return new Fault(e.problem(), "DICOM", base + e.offset(), e.path(), vr);
      }
    }
  }

  private Optional<Fault> part10(Content content) throws IOException {
    byte[] head = head(content);
    boolean marked =
        new String(head, java.nio.charset.StandardCharsets.ISO_8859_1).startsWith("DICM", 128);
    if (!marked) {
      return Optional.empty();
    }
    try (Part10File file = Part10File.read(store.open(content))) {
      long rest = content.length() - file.dataSetOffset();
      return Optional.of(walk(file.dataSet(), rest, file.transferSyntax(), file.dataSetOffset()));
    } catch (DicomFormatException e) {
      return Optional.of(new Fault(e.problem(), "DICOM", e.offset(), e.path(), ""));
    }
  }

  private Fault ecg(Content content) throws IOException {
    byte[] head = head(content);
    for (EcgReader reader : readers) {
      if (reader.recognises(head)) {
        String format = reader.format().title();
        if (content.length() > longestEcg) {
          return new Fault("longer than " + longestEcg + " bytes", format, longestEcg, "", "");
        }
        try {
          reader.content(store.read(content, longestEcg));
          return new Fault("", format, 0, "", "");
        } catch (EcgFormatException e) {
          String problem = String.valueOf(e.getMessage());
          return new Fault(problem, format, offset(e.where()), e.where(), "");
        }
      }
    }
    for (DocumentReader reader : documents) {
      if (reader.recognises(head)) {
        return document(reader, content);
      }
    }
    return new Fault("neither DICOM nor an ECG format known here", "", 0, "", "");
  }

  private Fault document(DocumentReader reader, Content content) throws IOException {
    if (content.length() > reader.longest()) {
      String problem = "longer than " + reader.longest() + " bytes";
      return new Fault(problem, reader.title(), reader.longest(), "", "");
    }
    try {
      var unused = reader.facts(store.read(content, reader.longest()));
      return new Fault("", reader.title(), 0, "", "");
    } catch (DocumentException e) {
      return new Fault(e.problem(), reader.title(), offset(e.where()), e.where(), "");
    }
  }

  private static long offset(String where) {
    Matcher named = BYTE.matcher(where);
    return named.find() ? Long.parseLong(named.group(1)) : 0;
  }

  private byte[] head(Content content) throws IOException {
    try (InputStream in = store.open(content)) {
      return in.readNBytes(EcgReader.HEAD_LENGTH);
    }
  }

  /**
   * The bytes around a place.
   *
   * @param open true if a person's data may be shown
   */
  public List<Line> around(Content content, long offset, boolean open) throws IOException {
    long from = Math.max(0, Math.min(offset, content.length()) - BEFORE) / LINE * LINE;
    byte[] bytes;
    try (InputStream in = store.open(content)) {
      in.skipNBytes(Math.min(from, content.length()));
      bytes = in.readNBytes(BEFORE + AFTER);
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += LINE) {
      lines.add(line(from + i, bytes, i, Math.min(bytes.length, i + LINE), open));
    }
    return lines;
  }

  private static Line line(long offset, byte[] bytes, int from, int to, boolean open) {
    StringBuilder hex = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      int value = bytes[i] & 0xFF;
      char shown = value >= 0x20 && value < 0x7F ? (char) value : '.';
      boolean blotted = !open && (value > 0x7F || Character.isLetterOrDigit(shown));
      hex.append(i == from ? "" : " ");
      hex.append(blotted ? "··" : HexFormat.of().toHexDigits((byte) value));
      text.append(blotted ? blot(value) : shown);
    }
    return new Line(offset, hex.toString(), text.toString());
  }

  private static char blot(int value) {
    if (value > 0x7F) {
      return '#';
    }
    return Character.isDigit(value) ? '9' : 'x';
  }
}
