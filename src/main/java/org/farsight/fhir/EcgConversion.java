package org.farsight.fhir;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContextComponent;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/** An ECG file that is no DICOM object as a transaction: the recording and the original bytes. */
final class EcgConversion {

  private final ConversionOptions options;
  private final EcgFiles files;

  EcgConversion(ConversionOptions options, EcgFiles files) {
    this.options = options;
    this.files = files;
  }

  /**
   * Drafts the whole transaction.
   *
   * @throws EcgFormatException if the file cannot be read as what it is
   */
  Draft convert(Exchange exchange, Site site, List<Arrival> arrivals, Notes notes)
      throws IOException, EcgFormatException {
    Arrival arrival = arrivals.getLast();
    byte[] file = files.bytes(arrival);
    Recording recording =
        files
            .read(file)
            .orElseThrow(() -> new EcgFormatException("the file is of no known format", "byte 0"));
    recording.remarks().forEach(remark -> notes.add(remark.rule() + " at " + remark.where()));
    Draft draft = Draft.start(exchange, site, options, recording.subject(), notes);
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
    addOriginal(draft, recording, arrival, file, observation);
    draft.addTask(order, observation);
    draft.addProvenance(arrivals);
    return draft;
  }

  private static void addOriginal(
      Draft draft, Recording recording, Arrival arrival, byte[] file, Reference observation) {
    String digest = arrival.content().digest();
    Binary binary = new Binary();
    binary.setContentType(recording.format().mediaType());
    binary.setData(file);
    draft.bundle().place(binary, digest);

    Identifier key = new Identifier().setSystem(Identifiers.CONTENT).setValue(digest);
    DocumentReference document = new DocumentReference();
    document.addIdentifier(key);
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setType(Codings.concept(Identifiers.LOINC, "11524-6", "EKG study"));
    document.setSubject(draft.patient().reference().copy());
    document.setDateElement(FhirTimes.instant(arrival.at(), draft.site().zone()));
    document.addAuthor(draft.organization().copy());
    document
        .addContent()
        .setAttachment(
            new Attachment()
                .setContentType(recording.format().mediaType())
                .setUrl("Binary/" + digest)
                .setSize(file.length)
                .setHash(Digests.sha1(file))
                .setTitle(recording.format().title()));
    document.setContext(new DocumentReferenceContextComponent().addRelated(observation.copy()));
    draft.bundle().own(document, key);
  }
}
