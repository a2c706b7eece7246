package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.aecg.AecgReader;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.waveform.WaveformReader;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.SampledData;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** Conversion of real files of many makers, odd ones among them. */
class ConversionsTest {

  static final ConversionOptions OPTIONS =
      new ConversionOptions("http://localhost:8080/dicom-web", "0.1.0", "reading", "影像中心");

  private final KeptFiles kept = new KeptFiles();
  private final Conversions conversions = new Conversions(kept, OPTIONS);

  @Test
  void everySampleOutsideMalformedBecomesATransaction() throws IOException {
    Samples.require();
    int objects = 0;
    for (Map.Entry<String, List<Path>> study : studies().entrySet()) {
      List<Arrival> arrivals = kept.study("ex-" + objects, study.getValue());
      objects += arrivals.size();
      Exchange exchange = KeptFiles.exchange(arrivals);
      Outcome.Converted converted = converted(exchange, arrivals);
      Bundle bundle = BundleRules.check(converted.bundle(), exchange.id());
      ImagingStudy imaging = BundleRules.one(bundle, ImagingStudy.class);
      assertThat(imaging.getNumberOfInstances()).isEqualTo(arrivals.size());
      assertThat(imaging.getIdentifierFirstRep().getValue()).isEqualTo("urn:oid:" + study.getKey());
      assertThat(converted(exchange, arrivals).bundle())
          .as("the same input gives the same bytes")
          .isEqualTo(converted.bundle());
    }
    assertThat(objects).isGreaterThan(90);
  }

  @Test
  void everyLeadOfEveryAecgSampleDecodesToTheFilesIntegers()
      throws IOException, EcgFormatException {
    int leads = 0;
    for (Path path : Samples.files("ecg-formats/aecg", file -> file.toString().endsWith(".xml"))) {
      byte[] file = Files.readAllBytes(path);
      Recording recording;
      try {
        recording = new AecgReader().read(file);
      } catch (EcgFormatException e) {
        // a file without a wave: refused with the reader's words
        Arrival arrival = kept.ecg("ex", path, "aecg", "P");
        Exchange exchange = KeptFiles.exchange(List.of(arrival));
        assertThat(conversions.convert(exchange, KeptFiles.SITE, List.of(arrival)))
            .isEqualTo(new Outcome.Refused("the ECG cannot be read: " + e.getMessage()));
        continue;
      }
      List<Arrival> arrivals = List.of(kept.ecg("ex-ecg", path, "aecg", "P"));
      Bundle bundle = bundle(arrivals);
      leads += sameSamples(main(bundle, arrivals.getFirst()), recording.leads());
      assertThat(BundleRules.one(bundle, Binary.class).getData()).isEqualTo(file);
      DocumentReference document = BundleRules.one(bundle, DocumentReference.class);
      assertThat(document.getContentFirstRep().getAttachment().getSize()).isEqualTo(file.length);
      assertThat(BundleRules.one(bundle, Task.class).getInputFirstRep().getValue().toString())
          .isNotBlank();
    }
    assertThat(leads).isGreaterThanOrEqualTo(24);
  }

  @Test
  void everyLeadOfEveryDicomEcgDecodesToTheObjectsIntegers()
      throws IOException, EcgFormatException {
    for (Path path : Samples.files("dicom-ecg", file -> file.toString().endsWith(".dcm"))) {
      Recording recording = new WaveformReader().read(Files.readAllBytes(path));
      List<Arrival> arrivals = kept.study("ex-wave", List.of(path));
      Bundle bundle = bundle(arrivals);
      Observation main = main(bundle, arrivals.getFirst());
      assertThat(sameSamples(main, recording.leads())).isGreaterThanOrEqualTo(12);
      String study =
          bundle.getEntry().stream()
              .filter(e -> e.getResource() instanceof ImagingStudy)
              .findFirst()
              .orElseThrow()
              .getFullUrl();
      assertThat(main.getDerivedFromFirstRep().getReference()).isEqualTo(study);
      assertThat(BundleRules.all(bundle, Observation.class).size())
          .isGreaterThanOrEqualTo(1 + recording.further().size());
    }
  }

  @Test
  void everyLeadOfTheTestDatasEcgsDecodesToTheFilesIntegers()
      throws IOException, EcgFormatException {
    int leads = 0;
    List<Path> paths = new ArrayList<>(files(Path.of("test-data/ecg"), ".xml"));
    paths.addAll(files(Path.of("test-data/ecg"), ".scp"));
    paths.addAll(files(Path.of("test-data/ecg"), ".ECG"));
    for (Path path : paths) {
      EcgReader reader = EcgFormats.standard().readerOf(Files.readAllBytes(path)).orElseThrow();
      Recording recording = reader.read(Files.readAllBytes(path));
      List<Arrival> arrivals = List.of(kept.ecg("ex", path, reader.format().id(), "P"));
      leads += sameSamples(main(bundle(arrivals), arrivals.getFirst()), recording.leads());
    }
    for (Path path : files(Path.of("test-data/dicom/ecg"), ".dcm")) {
      Recording recording = new WaveformReader().read(Files.readAllBytes(path));
      List<Arrival> arrivals = kept.study("ex", List.of(path));
      leads += sameSamples(main(bundle(arrivals), arrivals.getFirst()), recording.leads());
    }
    assertThat(leads).isGreaterThanOrEqualTo(12 * 12);
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(path -> path.toString().endsWith(end)).sorted().toList();
    }
  }

  private static int sameSamples(Observation observation, List<Lead> leads) {
    assertThat(observation.getComponent()).hasSameSizeAs(leads);
    for (int i = 0; i < leads.size(); i++) {
      SampledData data = observation.getComponent().get(i).getValueSampledData();
      assertThat(SampledDataCodec.decode(data)).isEqualTo(leads.get(i).samples());
      assertThat(data.getFactor()).isEqualByComparingTo(leads.get(i).scale());
      assertThat(data.getOrigin().getValue()).isEqualByComparingTo(leads.get(i).origin());
    }
    return leads.size();
  }

  private static Observation main(Bundle bundle, Arrival arrival) {
    return BundleRules.all(bundle, Observation.class).stream()
        .filter(o -> o.getIdentifierFirstRep().getSystem().equals(Identifiers.CONTENT))
        .filter(o -> o.getIdentifierFirstRep().getValue().equals(arrival.content().digest()))
        .findFirst()
        .orElseThrow();
  }

  private Bundle bundle(List<Arrival> arrivals) throws IOException {
    Exchange exchange = KeptFiles.exchange(arrivals);
    return BundleRules.check(converted(exchange, arrivals).bundle(), exchange.id());
  }

  private Outcome.Converted converted(Exchange exchange, List<Arrival> arrivals) {
    Outcome outcome = conversions.convert(exchange, KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    return (Outcome.Converted) outcome;
  }

  /** The samples' DICOM files but the malformed ones, by study. */
  static Map<String, List<Path>> studies() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("dicom-images", "dicom-charsets", "dicom-ecg")) {
      files.addAll(
          Samples.files(
              folder,
              path ->
                  !path.toString().contains("malformed")
                      && !path.getFileName().toString().equals("DICOMDIR")));
    }
    return studies(files);
  }

  /** DICOM files by study. */
  static Map<String, List<Path>> studies(List<Path> files) throws IOException {
    Map<String, List<Path>> studies = new TreeMap<>();
    for (Path path : files) {
      try (Part10File file = Part10File.open(path)) {
        DataSet header = file.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA));
        String study = header.string(Tag.STUDY_INSTANCE_UID).orElse("");
        String instance = header.string(Tag.SOP_INSTANCE_UID).orElse("");
        if (!instance.isEmpty()) {
          studies
              .computeIfAbsent(study.isEmpty() ? instance : study, key -> new ArrayList<>())
              .add(path);
        }
      }
    }
    return studies;
  }
}
