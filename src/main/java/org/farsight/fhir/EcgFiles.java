package org.farsight.fhir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.io.Part10File;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ObjectFacts;

/** Reads kept bytes as an ECG by the readers of all known formats. */
final class EcgFiles {

  /** Objects that are ECGs, and the class under which some haemodynamic systems store one. */
  private static final Set<String> WAVEFORMS =
      Set.of(
          Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE,
          Uid.GENERAL_ECG_WAVEFORM_STORAGE,
          Uid.AMBULATORY_ECG_WAVEFORM_STORAGE,
          Uid.GENERAL_32_BIT_ECG_WAVEFORM_STORAGE,
          Uid.HEMODYNAMIC_WAVEFORM_STORAGE);

  private final ContentStore store;
  private final List<EcgReader> readers;
  private final int maxBytes;

  EcgFiles(ContentStore store, List<EcgReader> readers, int maxBytes) {
    this.store = store;
    this.readers = List.copyOf(readers);
    this.maxBytes = maxBytes;
  }

  /** Whether a DICOM object may hold an ECG. */
  static boolean mayBeEcg(ObjectFacts facts) {
    return WAVEFORMS.contains(facts.sopClass());
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
    byte[] head = Arrays.copyOf(file, Math.min(file.length, EcgReader.HEAD_LENGTH));
    for (EcgReader reader : readers) {
      if (reader.recognises(head)) {
        return Optional.of(reader.read(file));
      }
    }
    return Optional.empty();
  }
}
