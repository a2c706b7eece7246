package org.farsight.fhir;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Recordings.Written;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.Reference;

/** An ECG file that is no DICOM object as a transaction: the recording and the original bytes. */
final class EcgConversion {

  /** The newest file alone is the ECG. */
  static final int OBJECTS = 1;

  private final ConversionOptions options;
  private final EcgFiles files;
  private final Supplier<EcgPolicy> policy;

  EcgConversion(ConversionOptions options, EcgFiles files, Supplier<EcgPolicy> policy) {
    this.options = options;
    this.policy = policy;
    this.files = files;
  }

  /**
   * Drafts the whole transaction. A recording that has been written before is not written again,
   * nor is it to be read again: only its bytes in this format are kept beside it.
   *
   * @throws EcgFormatException if the file cannot be read as what it is
   */
  Draft convert(
      Exchange exchange, Site site, List<Arrival> arrivals, Notes notes, Recognition recognition)
      throws IOException, EcgFormatException {
    Arrival arrival = arrivals.getLast();
    byte[] file = files.bytes(arrival);
    Recording recording =
        files
            .read(file)
            .orElseThrow(() -> new EcgFormatException("the file is of no known format", "byte 0"));
    recording.remarks().forEach(remark -> notes.add(remark.rule() + " at " + remark.where()));
    Draft draft = Draft.start(exchange, site, options, policy.get(), recording.subject(), notes);
    Optional<Written> earlier = recognition.earlier(recording, arrival);
    if (earlier.isPresent()) {
      Reference first = EcgOriginal.recording(earlier.get().content());
      EcgOriginal.add(draft, recording.format(), arrival, file, List.of(first));
      draft.addProvenance(arrivals);
      return draft;
    }
    Optional<Reference> device =
        draft.addDevice(recording.acquisition().device(), recording.acquisition().department());
    if (recording.acquisition().start().isEmpty()) {
      notes.add("the file does not say when the ECG was taken");
    }
    Reference order = draft.addOrder("ECG");
    String digest = arrival.content().digest();
    Reference observation =
        new EcgResources(draft, recording, digest, device, Optional.of(order), Optional.empty())
            .add();
    EcgOriginal.add(draft, recording.format(), arrival, file, List.of(observation));
    draft.addTask(order, observation, OBJECTS);
    draft.addProvenance(arrivals);
    return draft;
  }
}
