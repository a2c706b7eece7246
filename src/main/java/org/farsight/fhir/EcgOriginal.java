package org.farsight.fhir;

import java.util.List;
import org.farsight.ecg.EcgFormat;
import org.farsight.exchange.Arrival;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContextComponent;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;

/** The bytes of an ECG as they came: a Binary, and a DocumentReference that leads to it. */
final class EcgOriginal {

  private EcgOriginal() {}

  /**
   * Adds both.
   *
   * @param file a whole file; for a DICOM object its data set behind a file header
   * @param related the recording, and what else it belongs to
   */
  static void add(
      Draft draft, EcgFormat format, Arrival arrival, byte[] file, List<Reference> related) {
    String digest = arrival.facts().isDicom() ? Digests.sha256(file) : arrival.content().digest();
    draft.bundle().place(format.mediaType(), file, digest);

    // under the digest of what came, as everything that was read from it
    Identifier key =
        new Identifier().setSystem(Identifiers.CONTENT).setValue(arrival.content().digest());
    DocumentReference document = new DocumentReference();
    document.getMeta().addProfile(Identifiers.PROFILE_ECG_ORIGINAL);
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
                .setContentType(format.mediaType())
                .setUrl("Binary/" + digest)
                .setSize(file.length)
                .setHash(Digests.sha1(file))
                .setTitle(format.title()));
    DocumentReferenceContextComponent context = new DocumentReferenceContextComponent();
    related.forEach(reference -> context.addRelated(reference.copy()));
    document.setContext(context);
    draft.bundle().own(document, key);
  }

  /** The recording that was written from other bytes, found by their digest. */
  static Reference recording(String digest) {
    Identifier key = new Identifier().setSystem(Identifiers.CONTENT).setValue(digest);
    return new Reference(TransactionBundle.match(new Observation(), key));
  }
}
