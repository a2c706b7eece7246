package org.farsight.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.quality.Finding;
import org.farsight.exchange.Arrival;
import org.farsight.fhir.EcgFiles;
import org.farsight.fhir.EcgPolicy;
import org.farsight.web.EcgSource;

/** The ECGs of the store as the pages ask for them: read as the conversion reads them. */
record KeptEcgs(EcgFiles files, Supplier<EcgPolicy> policy) implements EcgSource {

  @Override
  public boolean mayBeEcg(Arrival arrival) {
    return EcgFiles.mayBeEcg(arrival);
  }

  @Override
  public Optional<Recording> recording(Arrival arrival) throws IOException, EcgFormatException {
    return files.recording(arrival);
  }

  @Override
  public List<Finding> findings(Recording recording) {
    return policy.get().quality().examine(recording);
  }

  @Override
  public List<Verdict> verdicts(Recording recording, String siteId) {
    return policy.get().verdicts(recording, siteId);
  }
}
