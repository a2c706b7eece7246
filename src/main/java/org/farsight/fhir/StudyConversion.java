package org.farsight.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
import org.farsight.exchange.Recordings.Written;
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
  private final Supplier<EcgPolicy> policy;
  private final PatientResource.Saying saying;
  private final OrderSearch search;

  StudyConversion(
      ContentStore store,
      ConversionOptions options,
      EcgFiles files,
      Supplier<EcgPolicy> policy,
      PatientResource.Saying saying,
      OrderSearch search) {
    this.search = search;
    this.policy = policy;
    this.saying = saying;
    this.store = store;
    this.options = options;
    this.files = files;
  }

  /**
   * Drafts the whole transaction. A study of nothing but ECGs that have been written before is
   * listed, and not to be read again.
   */
  Draft convert(
      Exchange exchange, Site site, List<Arrival> arrivals, Notes notes, Recognition recognition)
      throws IOException {
    boolean lists = arrivals.size() <= options.maxInstances();
    if (!lists) {
      notes.add(
          "a study of " + arrivals.size() + " objects is told by series, not by instance",
          "检查含 " + arrivals.size() + " 个对象，仅按序列记录，不逐一列出");
    }
    ImagingStudyResource study = new ImagingStudyResource(lists, site.zone(), notes);
    DataSet first = header(arrivals.getFirst(), notes);
    Subject subject = Subjects.of(first, notes);
    Draft draft =
        Draft.start(exchange, site, options, policy.get(), subject, saying, search, notes);
    study.describe(first);
    for (Arrival arrival : arrivals) {
      boolean isFirst = arrival.revision() == arrivals.getFirst().revision();
      DataSet header = isFirst ? first : header(arrival, notes);
      if (!isFirst) {
        compare(subject, header, notes);
      }
      study.add(arrival.facts(), header, device(draft, header));
    }
    List<Ecg> ecgs = ecgs(arrivals, notes, recognition);
    boolean fresh =
        ecgs.size() < arrivals.size() || ecgs.stream().anyMatch(ecg -> ecg.earlier().isEmpty());
    Optional<Reference> order =
        fresh
            ? Optional.of(draft.addOrder(study.words(), modalities(arrivals), study.began()))
            : Optional.empty();
    Reference endpoint = SiteResources.addEndpoint(draft.bundle(), options);
    Reference reference = study.addTo(draft, order, endpoint);
    for (Ecg ecg : ecgs) {
      addEcg(draft, ecg, order, reference);
    }
    addPages(draft, arrivals, reference);
    order.ifPresent(made -> draft.addTask(made, reference, arrivals.size()));
    draft.addProvenance(arrivals);
    return draft;
  }

  private static List<String> modalities(List<Arrival> arrivals) {
    return arrivals.stream().map(arrival -> arrival.facts().modality()).distinct().toList();
  }

  /** The header; empty with a note where it cannot be read: the object still counts. */
  private DataSet header(Arrival arrival, Notes notes) throws IOException {
    TransferSyntax syntax = TransferSyntax.of(arrival.facts().transferSyntax());
    try (InputStream in = store.open(arrival.content())) {
      return repaired(DataSetReader.read(in, syntax, HEADER), notes);
    } catch (DicomFormatException e) {
      notes.add(
          "object " + arrival.revision() + " cannot be read: " + e.getMessage(),
          "第 " + arrival.revision() + " 个对象无法读取：" + e.getMessage());
      return new DataSet();
    }
  }

  /** Text in another character set than declared is read as what it is; the bytes stay. */
  private static DataSet repaired(DataSet header, Notes notes) {
    List<String> unknown = header.characterSet().unknownTerms();
    if (!unknown.isEmpty()) {
      String terms = FhirText.clean(String.join(", ", unknown)).orElse("");
      notes.add("the declared character set is not known: " + terms, "所声明的字符集无法识别：" + terms);
    }
    Optional<CharacterSetEvidence> evidence = CharacterSetEvidence.examine(header);
    if (evidence.isEmpty()) {
      return header;
    }
    String found = String.join(", ", evidence.get().found().terms());
    notes.add(
        "text is not in the declared character set, read as "
            + found
            + " by rule "
            + evidence.get().rule(),
        "文字与所声明的字符集不符，按规则 " + evidence.get().rule() + " 以 " + found + " 读取");
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
      notes.add("objects of the study carry different patient names", "同一检查的对象患者姓名不一致");
    }
    if (!subject.birthDate().equals(other.birthDate())) {
      notes.add("objects of the study carry different birth dates", "同一检查的对象出生日期不一致");
    }
  }

  /**
   * An object that holds an ECG.
   *
   * @param earlier where it was written first, if that was not from this object
   */
  private record Ecg(Arrival arrival, Recording recording, Optional<Written> earlier) {}

  private List<Ecg> ecgs(List<Arrival> arrivals, Notes notes, Recognition recognition)
      throws IOException {
    List<Ecg> ecgs = new ArrayList<>();
    long inMemory = 0;
    for (Arrival arrival : arrivals) {
      if (!EcgFiles.mayBeEcg(arrival.facts())) {
        continue;
      }
      inMemory += arrival.content().length();
      if (inMemory > options.maxFileBytes()) {
        notes.add(
            "waveform object " + arrival.revision() + " is too large to be read as an ECG",
            "第 " + arrival.revision() + " 个波形对象过大，不作为心电图读取");
      } else {
        recording(arrival, notes)
            .ifPresent(
                recording ->
                    ecgs.add(new Ecg(arrival, recording, recognition.earlier(recording, arrival))));
      }
    }
    return ecgs;
  }

  private void addEcg(Draft draft, Ecg ecg, Optional<Reference> order, Reference study)
      throws IOException {
    Recording recording = ecg.recording();
    if (ecg.earlier().isPresent()) {
      Reference first = EcgOriginal.recording(ecg.earlier().get().content());
      byte[] file = files.bytes(ecg.arrival());
      EcgOriginal.add(draft, recording.format(), ecg.arrival(), file, List.of(first, study));
      return;
    }
    String digest = ecg.arrival().content().digest();
    Optional<Reference> device =
        draft.addDevice(recording.acquisition().device(), Optional.empty());
    new EcgResources(draft, recording, digest, device, order, Optional.of(study)).add();
  }

  /** The pages of ECGs of which the device has nothing else (Encapsulated PDF, modality ECG). */
  private void addPages(Draft draft, List<Arrival> arrivals, Reference study) throws IOException {
    for (Arrival arrival : arrivals) {
      if (!EncapsulatedPage.mayBeEcg(arrival.facts())) {
        continue;
      }
      try {
        EncapsulatedPage page = EncapsulatedPage.read(store, arrival, options.maxFileBytes());
        new EcgPages(draft, arrival).addPageOf(study, page.pdf(), page.title());
      } catch (DicomFormatException e) {
        draft
            .notes()
            .add(
                "page " + arrival.revision() + " cannot be read: " + e.getMessage(),
                "第 " + arrival.revision() + " 页无法读取：" + e.getMessage());
      }
    }
  }

  private Optional<Recording> recording(Arrival arrival, Notes notes) throws IOException {
    try {
      Optional<Recording> recording = files.read(files.bytes(arrival));
      recording.ifPresent(known -> known.remarks().forEach(notes::add));
      if (recording.isEmpty()) {
        notes.add(
            "waveform object " + arrival.revision() + " is of no known ECG format",
            "第 " + arrival.revision() + " 个波形对象不是已知的心电图格式");
      }
      return recording;
    } catch (EcgFormatException e) {
      notes.add(
          "waveform object " + arrival.revision() + " cannot be read as an ECG: " + e.getMessage(),
          "第 " + arrival.revision() + " 个波形对象无法作为心电图读取：" + e.getMessage());
      return Optional.empty();
    }
  }
}
