package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.aecg.AecgReader;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.junit.jupiter.api.Test;

/** Conversion of real files of many makers, odd ones among them. */
class ConversionsTest {

  static final ConversionOptions OPTIONS =
      new ConversionOptions("http://localhost:8080/dicom-web", "0.1.0", "reading", "影像中心");

  static final List<EcgReader> READERS = List.of(new AecgReader());

  private final KeptFiles kept = new KeptFiles();
  private final Conversions conversions = new Conversions(kept, OPTIONS, READERS);

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

  private Outcome.Converted converted(Exchange exchange, List<Arrival> arrivals) {
    Outcome outcome = conversions.convert(exchange, KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    return (Outcome.Converted) outcome;
  }

  /** Sample files by Study Instance UID and patient, as intake would part them. */
  private static Map<String, List<Path>> studies() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("dicom-images", "dicom-charsets", "dicom-ecg")) {
      files.addAll(
          Samples.files(
              folder,
              path ->
                  !path.toString().contains("malformed")
                      && !path.getFileName().toString().equals("DICOMDIR")));
    }
    Map<String, List<Path>> studies = new TreeMap<>();
    for (Path path : files) {
      try (Part10File file = Part10File.open(path)) {
        DataSet header = file.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA));
        String study = header.string(Tag.STUDY_INSTANCE_UID).orElse("");
        if (header.string(Tag.SOP_INSTANCE_UID).isPresent() && !study.isEmpty()) {
          studies.computeIfAbsent(study, key -> new ArrayList<>()).add(path);
        }
      }
    }
    return studies;
  }
}
