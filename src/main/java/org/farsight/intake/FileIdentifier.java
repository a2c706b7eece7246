package org.farsight.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.ecg.EcgContent;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Subject;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.DocumentReader;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineReason;

/**
 * Recognises a file by its bytes: a DICOM file (PS3.10 §7.1) or naked data set, an ECG of one of
 * the formats known, or a document. Of a DICOM file the data set alone is kept, the same bytes that
 * C-STORE would have brought.
 */
final class FileIdentifier {
  private static final int PREAMBLE = 128;

  private final ContentStore store;
  private final List<EcgReader> readers;
  private final int longestEcg;
  private final List<DocumentReader> documents;

  /** What a file turned out to be, and the bytes to keep; the file itself may be closed. */
  record Found(Spooled bytes, Verdict verdict) {}

  FileIdentifier(ContentStore store, Intake.Options options) {
    this.store = store;
    this.readers = options.ecgReaders();
    this.longestEcg = options.longestEcg();
    this.documents = options.documents();
  }

  Found identify(Spooled file) throws IOException {
    byte[] head;
    try (InputStream in = file.open()) {
      head = in.readNBytes(EcgReader.HEAD_LENGTH);
    }
    Optional<Found> dicom = dicom(file, hasDicomMark(head));
    if (dicom.isPresent()) {
      return dicom.get();
    }
    for (EcgReader reader : readers) {
      if (reader.recognises(head)) {
        return new Found(file, ecg(reader, file));
      }
    }
    for (DocumentReader reader : documents) {
      if (reader.recognises(head)) {
        return new Found(file, document(reader, file));
      }
    }
    String why = "neither DICOM nor an ECG format known here, " + file.length() + " bytes";
    return new Found(file, new Verdict.Bad(QuarantineReason.UNKNOWN_FORMAT, null, why));
  }

  private static boolean hasDicomMark(byte[] head) {
    return isMark(head, PREAMBLE) || isMark(head, 0);
  }

  private static boolean isMark(byte[] head, int at) {
    return head.length >= at + 4
        && head[at] == 'D'
        && head[at + 1] == 'I'
        && head[at + 2] == 'C'
        && head[at + 3] == 'M';
  }

  /**
   * What the file is as DICOM; empty if it is none.
   *
   * @param marked true if the bytes say DICM; else it is DICOM only if its UIDs can be read
   */
  private Optional<Found> dicom(Spooled file, boolean marked) throws IOException {
    try (Part10File part10 = Part10File.read(file.open())) {
      boolean hasUids = part10.sopClass().isPresent() && part10.sopInstance().isPresent();
      if (!marked && !hasUids) {
        return Optional.empty();
      }
      boolean naked = part10.dataSetOffset() == 0;
      Spooled dataSet = naked ? file : store.spool(part10.dataSet());
      return Optional.of(
          new Found(dataSet, DicomIdentifier.identify(dataSet, part10.transferSyntax(), null)));
    } catch (DicomFormatException e) {
      String why = "the DICOM file cannot be read: " + e.getMessage();
      return marked
          ? Optional.of(new Found(file, new Verdict.Bad(QuarantineReason.BROKEN_FILE, null, why)))
          : Optional.empty();
    }
  }

  private Verdict ecg(EcgReader reader, Spooled file) throws IOException {
    String format = reader.format().title();
    if (file.length() > longestEcg) {
      return new Verdict.Bad(
          QuarantineReason.BROKEN_FILE,
          null,
          format + " of " + file.length() + " bytes is above the limit of " + longestEcg);
    }
    try (InputStream in = file.open()) {
      return new Verdict.Good(facts(reader.content(in.readAllBytes())));
    } catch (EcgFormatException e) {
      return new Verdict.Bad(QuarantineReason.BROKEN_FILE, null, format + ": " + e.getMessage());
    }
  }

  private static Verdict document(DocumentReader reader, Spooled file) throws IOException {
    if (file.length() > reader.longest()) {
      String why = reader.title() + " of " + file.length() + " bytes is above the limit of ";
      return new Verdict.Bad(QuarantineReason.BROKEN_FILE, null, why + reader.longest());
    }
    try (InputStream in = file.open()) {
      return new Verdict.Good(reader.facts(in.readAllBytes()));
    } catch (DocumentException e) {
      String why = reader.title() + ": " + e.getMessage();
      return new Verdict.Bad(QuarantineReason.BROKEN_FILE, null, why);
    }
  }

  private static ObjectFacts facts(EcgContent content) {
    Optional<Subject.Id> id = content.subject().ids().stream().findFirst();
    return new ObjectFacts(
        content.format().id(),
        "",
        "",
        "",
        "",
        "",
        "ECG",
        id.map(Subject.Id::value).orElse("").strip(),
        id.flatMap(Subject.Id::issuer).orElse("").strip(),
        content.acquisition().accession().orElse("").strip());
  }
}
