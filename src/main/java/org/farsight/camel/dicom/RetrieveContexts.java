package org.farsight.camel.dicom;

import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.service.RetrieveScu;
import org.farsight.dicom.service.StorageContext;
import org.jspecify.annotations.Nullable;

/** In what objects may come by C-GET: an association has place for {@value #MOST} contexts. */
final class RetrieveContexts {

  private static final int MOST = RetrieveScu.MOST_CONTEXTS;

  private static final List<String> CLASSES =
      List.of(
          "1.2.840.10008.5.1.4.1.1.1", // computed radiography
          "1.2.840.10008.5.1.4.1.1.1.1", // digital X-ray
          "1.2.840.10008.5.1.4.1.1.1.2", // digital mammography
          Uid.CT_IMAGE_STORAGE,
          Uid.ENHANCED_CT_IMAGE_STORAGE,
          Uid.MR_IMAGE_STORAGE,
          Uid.ENHANCED_MR_IMAGE_STORAGE,
          Uid.US_IMAGE_STORAGE,
          Uid.US_MULTI_FRAME_IMAGE_STORAGE,
          Uid.SECONDARY_CAPTURE_IMAGE_STORAGE,
          "1.2.840.10008.5.1.4.1.1.12.1", // X-ray angiography
          "1.2.840.10008.5.1.4.1.1.20", // nuclear medicine
          "1.2.840.10008.5.1.4.1.1.128", // positron emission tomography
          Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE,
          Uid.GENERAL_ECG_WAVEFORM_STORAGE,
          Uid.BASIC_TEXT_SR_STORAGE,
          Uid.ENHANCED_SR_STORAGE,
          Uid.COMPREHENSIVE_SR_STORAGE,
          Uid.KEY_OBJECT_SELECTION_STORAGE,
          Uid.GRAYSCALE_PRESENTATION_STATE_STORAGE,
          Uid.ENCAPSULATED_PDF_STORAGE);

  private static final List<TransferSyntax> SYNTAXES =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.JPEG_BASELINE,
          TransferSyntax.JPEG_LOSSLESS_SV1,
          TransferSyntax.JPEG_2000_LOSSLESS);

  private RetrieveContexts() {}

  /**
   * Reads {@code class:syntax,class:syntax}.
   *
   * @throws IllegalArgumentException where it is written otherwise, or too long
   */
  static List<StorageContext> of(@Nullable String text) {
    List<StorageContext> contexts = new ArrayList<>();
    if (text == null) {
      CLASSES.forEach(
          sopClass ->
              SYNTAXES.forEach(syntax -> contexts.add(new StorageContext(sopClass, syntax.uid()))));
      return contexts;
    }
    for (String context : text.split(",", -1)) {
      String[] uids = context.strip().split(":", -1);
      if (uids.length != 2 || !Uid.isValid(uids[0]) || !Uid.isValid(uids[1])) {
        throw new IllegalArgumentException(
            "storageContexts: '" + context.strip() + "' is not class:syntax, two UIDs");
      }
      contexts.add(new StorageContext(uids[0], uids[1]));
    }
    if (contexts.size() > MOST) {
      throw new IllegalArgumentException(
          "storageContexts: " + contexts.size() + " contexts, more than " + MOST);
    }
    return contexts;
  }
}
