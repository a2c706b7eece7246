package org.farsight.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.ecg.drawing.Drawing;
import org.farsight.ecg.drawing.EcgSheet;
import org.farsight.ecg.drawing.PdfDrawing;
import org.farsight.ecg.drawing.SheetCaption;
import org.farsight.ecg.drawing.SheetOptions;
import org.farsight.ecg.drawing.SvgDrawing;
import org.farsight.ecg.quality.Finding;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.DocumentException;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContextComponent;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * The drawing of an ECG as a transaction of its own, for a server that has the recording already: a
 * DocumentReference with PDF and SVG, in Chinese, 3x4, 25 mm/s, 10 mm/mV, no filter. The same ECG
 * gives the same bytes. Safe for use by many threads.
 */
public final class DrawingConversion {
  private static final String PART = "/drawing";

  private final FhirContext context = R4.context();
  private final EcgFiles files;
  private final ConversionOptions options;
  private final PdfDrawing pdf;
  private final Supplier<EcgPolicy> policy;
  private final Predicate<String> recalled;
  private final Optional<Profiles> profiles;

  /**
   * A conversion of what can be read from these files.
   *
   * @param policy by which rules the signal is looked at, for what the drawing says of it
   * @param recalled whether an exchange was sent under the wrong patient
   * @param profiles what each Bundle is held to before it is handed on; empty: nothing is checked
   */
  public DrawingConversion(
      EcgFiles files,
      ConversionOptions options,
      PdfDrawing pdf,
      Supplier<EcgPolicy> policy,
      Predicate<String> recalled,
      Optional<Profiles> profiles) {
    this.profiles = profiles;
    this.recalled = recalled;
    this.files = files;
    this.options = options;
    this.pdf = pdf;
    this.policy = policy;
  }

  /**
   * The transaction as FHIR JSON in UTF-8.
   *
   * @return empty if the object holds no recording
   * @throws EcgFormatException if it is broken
   * @throws DocumentException if what came of it is against its profile
   * @throws IOException if the store cannot be read
   */
  public Optional<byte[]> convert(Exchange exchange, Site site, Arrival arrival)
      throws IOException, EcgFormatException, DocumentException {
    if (!EcgFiles.mayBeEcg(arrival)) {
      return Optional.empty();
    }
    Optional<Recording> recording = files.recording(arrival);
    if (recording.isEmpty()) {
      return Optional.empty();
    }
    TransactionBundle bundle = bundle(exchange, site, arrival, recording.get());
    if (recalled.test(exchange.id())) {
      RecalledBundle.mark(bundle.bundle());
    }
    List<String> errors = profiles.map(held -> held.errors(bundle.bundle())).orElse(List.of());
    if (!errors.isEmpty()) {
      throw new DocumentException("a drawing against its profile: " + errors.getFirst(), "Bundle");
    }
    return Optional.of(bundle.toJson(context));
  }

  private TransactionBundle bundle(
      Exchange exchange, Site site, Arrival arrival, Recording recording) {
    EcgPolicy rules = policy.get();
    List<String> findings = rules.quality().examine(recording).stream().map(Finding::zh).toList();
    SheetCaption caption = new SheetCaption(site.name(), true, findings);
    Drawing drawing = EcgSheet.draw(recording, caption, SheetOptions.USUAL);
    Draft draft = Draft.start(exchange, site, options, rules, recording.subject(), new Notes());
    String digest = arrival.content().digest();
    Identifier key = new Identifier().setSystem(Identifiers.CONTENT).setValue(digest + PART);
    DocumentReference document = new DocumentReference();
    document.getMeta().addProfile(Identifiers.PROFILE_ECG_DRAWING);
    document.addIdentifier(key);
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setType(Codings.concept(Identifiers.LOINC, "11524-6", "EKG study"));
    document.setSubject(draft.patient().reference().copy());
    document.setDateElement(FhirTimes.instant(arrival.at(), site.zone()));
    document.addAuthor(draft.organization().copy());
    if (!arrival.facts().isDicom()) {
      Identifier original = new Identifier().setSystem(Identifiers.CONTENT).setValue(digest);
      document
          .addRelatesTo()
          .setCode(DocumentRelationshipType.TRANSFORMS)
          .setTarget(new Reference(TransactionBundle.match(new DocumentReference(), original)));
    }
    add(draft, document, "application/pdf", pdf.write(drawing));
    add(draft, document, "image/svg+xml", SvgDrawing.write(drawing, 0));
    document.setContext(
        new DocumentReferenceContextComponent().addRelated(EcgOriginal.recording(digest)));
    draft.bundle().own(document, key);
    draft.addProvenance(List.of(arrival), ProvenanceResource.Activity.DRAW);
    return draft.bundle();
  }

  private static void add(Draft draft, DocumentReference document, String type, byte[] bytes) {
    String digest = Digests.sha256(bytes);
    draft.bundle().place(type, bytes, digest);
    document
        .addContent()
        .setAttachment(
            new Attachment()
                .setContentType(type)
                .setLanguage(SheetOptions.USUAL.language().tag())
                .setUrl("Binary/" + digest)
                .setSize(bytes.length)
                .setHash(Digests.sha1(bytes))
                .setTitle("ECG 25 mm/s 10 mm/mV"));
  }
}
