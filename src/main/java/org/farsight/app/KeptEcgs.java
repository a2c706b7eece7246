package org.farsight.app;

import java.io.IOException;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.exchange.Arrival;
import org.farsight.fhir.EcgFiles;
import org.farsight.web.EcgSource;

/** The ECGs of the store as the pages ask for them: read as the conversion reads them. */
record KeptEcgs(EcgFiles files) implements EcgSource {

  @Override
  public boolean mayBeEcg(Arrival arrival) {
    return EcgFiles.mayBeEcg(arrival);
  }

  @Override
  public Optional<Recording> recording(Arrival arrival) throws IOException, EcgFormatException {
    return files.recording(arrival);
  }
}
