package org.farsight.ecg.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.aecg.AecgReader;
import org.farsight.ecg.cardiosoft.CardiosoftReader;
import org.farsight.ecg.contec.ContecReader;
import org.farsight.ecg.edf.EdfReader;
import org.farsight.ecg.hl7v2.OruReader;
import org.farsight.ecg.muse.MuseReader;
import org.farsight.ecg.pdf.PdfReader;
import org.farsight.ecg.scp.ScpReader;
import org.farsight.ecg.sierra.SierraReader;
import org.farsight.ecg.waveform.WaveformReader;

/**
 * The ECG formats that are read, and which of them a file is in. A new format is one line here.
 *
 * @param readers the readers, asked in this order
 */
public record EcgFormats(List<EcgReader> readers) {

  public EcgFormats {
    readers = List.copyOf(readers);
  }

  /** Every format, with readers that take what devices send under their default limits. */
  public static EcgFormats standard() {
    List<EcgReader> files =
        List.of(
            new AecgReader(),
            new WaveformReader(),
            new ScpReader(),
            new MuseReader(),
            new CardiosoftReader(),
            new EdfReader(),
            new SierraReader(),
            new ContecReader());
    List<EcgReader> all = new ArrayList<>(files);
    all.add(new OruReader(files));
    all.add(new PdfReader());
    return new EcgFormats(all);
  }

  /**
   * The reader of the format that these bytes are in, by the bytes alone; empty where no reader
   * knows them.
   *
   * @param file the whole file, or at least its first {@link EcgReader#HEAD_LENGTH} bytes
   */
  public Optional<EcgReader> readerOf(byte[] file) {
    byte[] head =
        file.length > EcgReader.HEAD_LENGTH ? Arrays.copyOf(file, EcgReader.HEAD_LENGTH) : file;
    return readers.stream().filter(reader -> reader.recognises(head)).findFirst();
  }
}
