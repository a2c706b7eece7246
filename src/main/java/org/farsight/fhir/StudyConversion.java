package org.farsight.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.CharacterSetEvidence;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.Reference;

/**
 * A DICOM study as a transaction. Of each object only the header is read, once, and stays in memory
 * no longer than it takes; pixels stay on disk. Waveform objects are read whole.
 */
final class StudyConversion {

  /** Behind Content Label (0070,0080) nothing is used; pixels and functional groups are not met. */
  private static final ReadOptions HEADER = ReadOptions.DEFAULT.withStopAt(0x0070_0081);

  private final ContentStore store;
  private final ConversionOptions options;
  private final EcgFiles files;

  StudyConversion(ContentStore store, ConversionOptions options, EcgFiles files) {
    this.store = store;
    this.options = options;
    this.files = files;
  }

  /** Drafts the whole transaction. */
  Draft convert(Exchange exchange, Site site, List<Arrival> arrivals, Notes notes)
      throws IOException {
    boolean lists = arrivals.size() <= options.maxInstances();
    if (!lists) {
      notes.add("a study of " + arrivals.size() + " objects is told by series, not by instance");
    }
    ImagingStudyResource study = new ImagingStudyResource(lists, site.zone(), notes);
    DataSet first = header(arrivals.getFirst(), notes);
    Subject subject = Subjects.of(first, notes);
    Draft draft = Draft.start(exchange, site, options, subject, notes);
    study.describe(first);
    for (Arrival arrival : arrivals) {
      boolean isFirst = arrival.revision() == arrivals.getFirst().revision();
      DataSet header = isFirst ? first : header(arrival, notes);
      if (!isFirst) {
        compare(subject, header, notes);
      }
      study.add(arrival.facts(), header, device(draft, header));
    }
    Reference order = draft.addOrder(study.words());
    Reference endpoint = SiteResources.addEndpoint(draft.bundle(), options);
    Reference reference = study.addTo(draft, order, endpoint);
    addRecordings(draft, arrivals, order, reference);
    draft.addTask(order, reference);
    draft.addProvenance(arrivals);
    return draft;
  }

  /** The header; empty with a note where it cannot be read: the object still counts. */
  private DataSet header(Arrival arrival, Notes notes) throws IOException {
    TransferSyntax syntax = TransferSyntax.of(arrival.facts().transferSyntax());
    try (InputStream in = store.open(arrival.content())) {
      return repaired(DataSetReader.read(in, syntax, HEADER), notes);
    } catch (DicomFormatException e) {
      notes.add("object " + arrival.revision() + " cannot be read: " + e.getMessage());
      return new DataSet();
    }
  }

  /** Text in another character set than declared is read as what it is; the bytes stay. */
  private static DataSet repaired(DataSet header, Notes notes) {
    Optional<CharacterSetEvidence> evidence = CharacterSetEvidence.examine(header);
    if (evidence.isEmpty()) {
      return header;
    }
    notes.add(
        "text is not in the declared character set, read as "
            + String.join(", ", evidence.get().found().terms())
            + " by rule "
            + evidence.get().rule());
    return header.readAs(evidence.get().found());
  }

  private static Optional<Reference> device(Draft draft, DataSet header) {
    Acquisition.Device facts =
        new Acquisition.Device(
            header.string(Tag.MANUFACTURER),
            header.string(Tag.MANUFACTURER_MODEL_NAME),
            header.string(Tag.DEVICE_SERIAL_NUMBER),
            header.string(Tag.SOFTWARE_VERSIONS));
    return draft.addDevice(facts, header.string(Tag.STATION_NAME));
  }

  /** Objects of one patient id may disagree on the person: told, nothing is changed. */
  private static void compare(Subject subject, DataSet header, Notes notes) {
    if (header.isEmpty()) {
      return;
    }
    Subject other = Subjects.of(header, new Notes());
    if (!subject.name().equals(other.name())) {
      notes.add("objects of the study carry different patient names");
    }
    if (!subject.birthDate().equals(other.birthDate())) {
      notes.add("objects of the study carry different birth dates");
    }
  }

  private void addRecordings(Draft draft, List<Arrival> arrivals, Reference order, Reference study)
      throws IOException {
    for (Arrival arrival : arrivals) {
      if (EcgFiles.mayBeEcg(arrival.facts())) {
        recording(arrival, draft.notes())
            .ifPresent(
                recording ->
                    new EcgResources(
                            draft,
                            recording,
                            arrival.content().digest(),
                            draft.addDevice(recording.acquisition().device(), Optional.empty()),
                            Optional.of(order),
                            Optional.of(study))
                        .add());
      }
    }
  }

  private Optional<Recording> recording(Arrival arrival, Notes notes) throws IOException {
    if (arrival.content().length() > options.maxFileBytes()) {
      notes.add("waveform object " + arrival.revision() + " is too large to be read as an ECG");
      return Optional.empty();
    }
    try {
      Optional<Recording> recording = files.read(files.bytes(arrival));
      recording.ifPresent(
          known -> known.remarks().forEach(r -> notes.add(r.rule() + " at " + r.where())));
      if (recording.isEmpty()) {
        notes.add("waveform object " + arrival.revision() + " is of no known ECG format");
      }
      return recording;
    } catch (EcgFormatException e) {
      notes.add(
          "waveform object " + arrival.revision() + " cannot be read as an ECG: " + e.getMessage());
      return Optional.empty();
    }
  }
}
