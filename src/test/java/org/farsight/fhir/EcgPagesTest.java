package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** An ECG of which there is only a page: DocumentReference, and a Task to read it. */
class EcgPagesTest {
  private static final Path PAGES = Path.of("test-data/ecg/pdf");
  private static final String ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1";

  private final KeptFiles kept = new KeptFiles();
  private final Conversions conversions =
      new Conversions(kept, new ConversionOptions("http://w", "test", "reading", "远程"));

  @Test
  void aBarePageIsReadAsADocumentOfWhomItsSenderNames() throws Exception {
    Path path = PAGES.resolve("hewan-normal-page.pdf");
    List<Arrival> arrivals = List.of(kept.ecg("ex", path, "pdf", "HW-7"));
    Bundle bundle = bundle(arrivals);
    DocumentReference document = only(bundle, DocumentReference.class);

    assertThat(only(bundle, Patient.class).getIdentifierFirstRep().getValue()).isEqualTo("HW-7");
    assertThat(document.getContent()).hasSize(1);
    assertThat(document.getContentFirstRep().getAttachment().getContentType())
        .isEqualTo("application/pdf");
    assertThat(only(bundle, Binary.class).getData()).isEqualTo(Files.readAllBytes(path));
    assertThat(taskInput(bundle)).isEqualTo(fullUrl(bundle, document));
    assertThat(BundleRules.all(bundle, Observation.class)).isEmpty();
  }

  @Test
  void aCarriedPageBringsItsCarrierAndItsFindings() throws Exception {
    Path path = PAGES.resolve("hewan-normal-page.hl7");
    Bundle bundle = bundle(List.of(kept.ecg("ex", path, "hl7v2", "HW-7")));
    DocumentReference document = only(bundle, DocumentReference.class);

    assertThat(document.getContent())
        .extracting(content -> content.getAttachment().getContentType())
        .containsExactly("application/pdf", "x-application/hl7-v2+er7");
    assertThat(document.getDescription()).isEqualTo("12-lead ECG");
    assertThat(document.getContext().getPeriod().getStartElement().getValueAsString())
        .startsWith("2026-03-02T16:")
        .endsWith("+08:00");
    assertThat(BundleRules.all(bundle, Binary.class))
        .extracting(Binary::getContentType)
        .containsExactlyInAnyOrder("application/pdf", "x-application/hl7-v2+er7");
    assertThat(BundleRules.all(bundle, Observation.class))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            found ->
                assertThat(found.getDerivedFromFirstRep().getReference())
                    .isEqualTo(fullUrl(bundle, document)));
    assertThat(taskInput(bundle)).isEqualTo(fullUrl(bundle, document));
  }

  @Test
  void thePageOfADicomObjectIsADocumentOfItsStudy() throws Exception {
    byte[] pdf = Files.readAllBytes(PAGES.resolve("hewan-normal-page.pdf"));
    Bundle bundle = bundle(List.of(dicomPage("ECG", pdf)));
    DocumentReference document = only(bundle, DocumentReference.class);
    ImagingStudy study = only(bundle, ImagingStudy.class);

    assertThat(only(bundle, Binary.class).getData()).as("without padding").isEqualTo(pdf);
    assertThat(document.getDescription()).isEqualTo("Resting ECG");
    Reference related = document.getContext().getRelatedFirstRep();
    assertThat(related.getReference()).isEqualTo(fullUrl(bundle, study));
    assertThat(taskInput(bundle)).isEqualTo(fullUrl(bundle, study));
    assertThat(BundleRules.all(bundle(List.of(dicomPage("OT", pdf))), DocumentReference.class))
        .as("a document that is no ECG")
        .isEmpty();
  }

  private Arrival dicomPage(String modality, byte[] pdf) throws Exception {
    DataSet object =
        new DataSet()
            .put(Tag.SOP_CLASS_UID, VR.UI, ENCAPSULATED_PDF)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, "2.25.1" + modality.length())
            .put(Tag.MODALITY, VR.CS, modality)
            .put(Tag.PATIENT_ID, VR.LO, "P1")
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, "2.25.7")
            .put(Tag.SERIES_INSTANCE_UID, VR.UI, "2.25.8")
            .put(Tag.DOCUMENT_TITLE, VR.ST, "Resting ECG")
            .put(Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, VR.LO, "application/pdf")
            .putInts(Tag.ENCAPSULATED_DOCUMENT_LENGTH, VR.UL, pdf.length)
            .putBytes(Tag.ENCAPSULATED_DOCUMENT, VR.OB, pdf);
    TransferSyntax syntax = TransferSyntax.of("1.2.840.10008.1.2.1");
    return kept.dicom("ex", 1, DataSetWriter.toBytes(object, syntax), syntax);
  }

  private Bundle bundle(List<Arrival> arrivals) throws Exception {
    Exchange exchange = KeptFiles.exchange(arrivals);
    Outcome outcome = conversions.convert(exchange, KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    return BundleRules.check(((Outcome.Converted) outcome).bundle(), exchange.id());
  }

  private static String taskInput(Bundle bundle) {
    return ((Reference) only(bundle, Task.class).getInputFirstRep().getValue()).getReference();
  }

  private static String fullUrl(Bundle bundle, org.hl7.fhir.r4.model.Resource resource) {
    return bundle.getEntry().stream()
        .filter(entry -> entry.getResource() == resource)
        .findFirst()
        .orElseThrow()
        .getFullUrl();
  }

  private static <T extends org.hl7.fhir.r4.model.Resource> T only(Bundle bundle, Class<T> type) {
    assertThat(BundleRules.all(bundle, type)).hasSize(1);
    return BundleRules.all(bundle, type).getFirst();
  }
}
