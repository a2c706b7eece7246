package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;

/**
 * The conversion of every kind of exchange. The same exchange at the same revision gives the same
 * bytes, so that a replay writes nothing new. Safe for use by many threads.
 */
public final class Conversions implements Conversion {

  private final FhirContext context = FhirContext.forR4Cached();
  private final StudyConversion studies;
  private final EcgConversion ecgs;

  /**
   * A conversion of what is kept in a store.
   *
   * @param formats the ECG formats that are read, the DICOM waveform among them
   */
  public Conversions(ContentStore store, ConversionOptions options, EcgFormats formats) {
    EcgFiles files = new EcgFiles(store, formats, options.maxFileBytes());
    this.studies = new StudyConversion(store, options, files);
    this.ecgs = new EcgConversion(options, files);
  }

  /** As the other, with every ECG format. */
  public Conversions(ContentStore store, ConversionOptions options) {
    this(store, options, EcgFormats.standard());
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the store cannot be read: trying again may help
   */
  @Override
  public Outcome convert(Exchange exchange, Site site, List<Arrival> arrivals) {
    if (arrivals.isEmpty()) {
      throw new IllegalArgumentException("an exchange without arrivals");
    }
    Notes notes = new Notes();
    try {
      Draft draft =
          switch (exchange.kind()) {
            case STUDY -> studies.convert(exchange, site, arrivals, notes);
            case ECG -> ecgs.convert(exchange, site, arrivals, notes);
          };
      return new Outcome.Converted(draft.bundle().toJson(context), notes.toList());
    } catch (EcgFormatException e) {
      return new Outcome.Refused("the ECG cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
