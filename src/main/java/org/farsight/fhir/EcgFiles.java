package org.farsight.fhir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.Part10File;
import org.farsight.ecg.EcgContent;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.waveform.WaveformReader;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ObjectFacts;

/** Reads kept bytes as an ECG by the readers of all known formats. */
public final class EcgFiles {

  private final ContentStore store;
  private final EcgFormats formats;
  private final int maxBytes;

  /**
   * Reads what is kept in a store.
   *
   * @param maxBytes longest file that is read into memory
   */
  public EcgFiles(ContentStore store, EcgFormats formats, int maxBytes) {
    this.store = store;
    this.formats = formats;
    this.maxBytes = maxBytes;
  }

  /** Whether a DICOM object may hold an ECG. */
  static boolean mayBeEcg(ObjectFacts facts) {
    return WaveformReader.SOP_CLASSES.contains(facts.sopClass());
  }

  /** The bytes as they came; for a DICOM object its data set behind a file header. */
  byte[] bytes(Arrival arrival) throws IOException {
    byte[] content = store.read(arrival.content(), maxBytes);
    ObjectFacts facts = arrival.facts();
    if (!facts.isDicom()) {
      return content;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream(content.length + 1024);
    Part10File.writeHeader(
        file, facts.sopClass(), facts.sopInstance(), TransferSyntax.of(facts.transferSyntax()), "");
    file.write(content);
    return file.toByteArray();
  }

  /** Whether a kept object may hold an ECG: a DICOM waveform, or a file that is no DICOM. */
  public static boolean mayBeEcg(Arrival arrival) {
    return !arrival.facts().isDicom() || mayBeEcg(arrival.facts());
  }

  /**
   * Reads a kept object.
   *
   * @return empty if it is of no known format
   */
  public Optional<Recording> recording(Arrival arrival) throws IOException, EcgFormatException {
    return read(bytes(arrival));
  }

  /**
   * Reads the samples of a whole file.
   *
   * @return empty if it is of no known format
   */
  Optional<Recording> read(byte[] file) throws EcgFormatException {
    Optional<EcgReader> reader = formats.readerOf(file);
    return reader.isPresent() ? Optional.of(reader.get().read(file)) : Optional.empty();
  }

  /**
   * Reads what a whole file holds, samples or a page.
   *
   * @return empty if it is of no known format
   */
  Optional<EcgContent> content(byte[] file) throws EcgFormatException {
    Optional<EcgReader> reader = formats.readerOf(file);
    return reader.isPresent() ? Optional.of(reader.get().content(file)) : Optional.empty();
  }
}
