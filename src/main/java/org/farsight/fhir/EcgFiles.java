package org.farsight.fhir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.Part10File;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.waveform.WaveformReader;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ObjectFacts;

/** Reads kept bytes as an ECG by the readers of all known formats. */
final class EcgFiles {

  private final ContentStore store;
  private final EcgFormats formats;
  private final int maxBytes;

  EcgFiles(ContentStore store, EcgFormats formats, int maxBytes) {
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

  /**
   * Reads a whole file.
   *
   * @return empty if it is of no known format
   */
  Optional<Recording> read(byte[] file) throws EcgFormatException {
    Optional<EcgReader> reader = formats.readerOf(file);
    return reader.isPresent() ? Optional.of(reader.get().read(file)) : Optional.empty();
  }
}
