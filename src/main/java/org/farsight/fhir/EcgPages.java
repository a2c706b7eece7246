package org.farsight.fhir;

import java.time.ZoneId;
import java.util.Optional;
import org.farsight.ecg.EcgDocument;
import org.farsight.exchange.Arrival;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContextComponent;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/**
 * Files of an ECG as DocumentReference and Binary: the original, or a page that is all there is.
 */
final class EcgPages {

  private final Draft draft;
  private final Arrival arrival;

  /**
   * @param arrival what brought them
   */
  EcgPages(Draft draft, Arrival arrival) {
    this.draft = draft;
    this.arrival = arrival;
  }

  /**
   * A page that is all there is: first the page, which can be read, then what it came in.
   *
   * @param file the bytes as they came, which may be the page itself
   */
  Reference addPage(EcgDocument page, byte[] file) {
    String digest = arrival.content().digest();
    DocumentReference document = document(digest);
    FhirText.clean(page.title()).ifPresent(document::setDescription);
    byte[] bytes = page.page();
    String pageDigest = Digests.sha256(bytes);
    document
        .addContent()
        .setAttachment(attachment(page.mediaType(), page.title(), bytes, pageDigest));
    if (!pageDigest.equals(digest)) {
      document
          .addContent()
          .setAttachment(
              attachment(page.format().mediaType(), page.format().title(), file, digest));
    }
    page.acquisition()
        .start()
        .ifPresent(
            start ->
                document.setContext(
                    new DocumentReferenceContextComponent()
                        .setPeriod(
                            new Period()
                                .setStartElement(
                                    FhirTimes.dateTime(
                                        start,
                                        page.acquisition()
                                            .offset()
                                            .map(ZoneId.class::cast)
                                            .orElse(draft.site().zone()))))));
    return draft.bundle().own(document, document.getIdentifierFirstRep());
  }

  /** The page of a DICOM object, related to its study. */
  Reference addPageOf(Reference study, byte[] pdf, Optional<String> title) {
    DocumentReference document = document(arrival.content().digest());
    title.flatMap(FhirText::clean).ifPresent(document::setDescription);
    document
        .addContent()
        .setAttachment(attachment(EcgDocument.PDF, title.orElse("ECG"), pdf, Digests.sha256(pdf)));
    document.setContext(new DocumentReferenceContextComponent().addRelated(study.copy()));
    return draft.bundle().own(document, document.getIdentifierFirstRep());
  }

  private DocumentReference document(String digest) {
    DocumentReference document = new DocumentReference();
    document.getMeta().addProfile(Identifiers.PROFILE_ECG_PAGE);
    document.addIdentifier(new Identifier().setSystem(Identifiers.CONTENT).setValue(digest));
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setType(Codings.concept(Identifiers.LOINC, "11524-6", "EKG study"));
    document.setSubject(draft.patient().reference().copy());
    document.setDateElement(FhirTimes.instant(arrival.at(), draft.site().zone()));
    document.addAuthor(draft.organization().copy());
    return document;
  }

  private Attachment attachment(String mediaType, String title, byte[] bytes, String digest) {
    draft.bundle().place(mediaType, bytes, digest);
    Attachment attachment =
        new Attachment()
            .setContentType(mediaType)
            .setUrl("Binary/" + digest)
            .setSize(bytes.length)
            .setHash(Digests.sha1(bytes));
    FhirText.clean(title).ifPresent(attachment::setTitle);
    return attachment;
  }
}
