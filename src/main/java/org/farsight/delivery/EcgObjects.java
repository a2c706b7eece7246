package org.farsight.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.StoredObject;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.farsight.ecg.waveform.WaveformObject;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Site;

/**
 * Makes the DICOM object that an archive is to hold of an ECG in another format. It is made anew
 * from the original at each delivery and is the same, byte for byte. Safe for use by many threads.
 */
public final class EcgObjects {
  private final ContentStore store;
  private final EcgFormats formats;
  private final int maxBytes;

  /**
   * @param maxBytes longest file that is read into memory
   */
  public EcgObjects(ContentStore store, EcgFormats formats, int maxBytes) {
    this.store = store;
    this.formats = formats;
    this.maxBytes = maxBytes;
  }

  /**
   * The object; empty for a page without samples, of which no waveform can be made.
   *
   * @param arrival a file that is no DICOM object
   * @throws EcgFormatException if it cannot be read as an ECG
   * @throws IOException if the store cannot be read
   */
  Optional<Outgoing> of(Arrival arrival, Site site) throws IOException, EcgFormatException {
    byte[] file = store.read(arrival.content(), maxBytes);
    Optional<EcgReader> reader = formats.readerOf(file);
    if (reader.isEmpty()) {
      throw new EcgFormatException("the file is of no known format", "byte 0");
    }
    WaveformIdentity identity =
        WaveformIdentity.of(arrival.content().digest(), arrival.at(), site.zone());
    if (!(reader.get().content(file) instanceof Recording recording)) {
      return Optional.empty();
    }
    DataSet object = WaveformObject.of(recording, identity);
    byte[] bytes = DataSetWriter.toBytes(object, WaveformObject.SYNTAX);
    return Optional.of(
        new Outgoing(
            arrival.revision(),
            true,
            new StoredObject(
                object.string(Tag.SOP_CLASS_UID).orElseThrow(),
                identity.instance(),
                WaveformObject.SYNTAX.uid(),
                bytes.length,
                () -> new ByteArrayInputStream(bytes))));
  }
}
