package org.farsight.dicom.data;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Unique identifiers, PS3.5 §9, kept as strings; well-known ones by name, PS3.6 annex A. */
public final class Uid {

  public static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
  public static final String VERIFICATION = "1.2.840.10008.1.1";
  public static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";
  public static final String STORAGE_COMMITMENT_PUSH = "1.2.840.10008.1.20.1";
  public static final String STORAGE_COMMITMENT_PUSH_INSTANCE = "1.2.840.10008.1.20.1.1";
  public static final String MODALITY_PERFORMED_PROCEDURE_STEP = "1.2.840.10008.3.1.2.3.3";
  public static final String MODALITY_WORKLIST_FIND = "1.2.840.10008.5.1.4.31";
  public static final String PATIENT_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.1.1";
  public static final String PATIENT_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.1.2";
  public static final String PATIENT_ROOT_GET = "1.2.840.10008.5.1.4.1.2.1.3";
  public static final String STUDY_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.2.1";
  public static final String STUDY_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.2.2";
  public static final String STUDY_ROOT_GET = "1.2.840.10008.5.1.4.1.2.2.3";

  public static final String CR_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.1";
  public static final String DX_IMAGE_STORAGE_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.1";
  public static final String CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";
  public static final String ENHANCED_CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2.1";
  public static final String US_MULTI_FRAME_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.3.1";
  public static final String MR_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.4";
  public static final String ENHANCED_MR_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.4.1";
  public static final String US_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.6.1";
  public static final String SECONDARY_CAPTURE_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.7";
  public static final String TWELVE_LEAD_ECG_WAVEFORM_STORAGE = "1.2.840.10008.5.1.4.1.1.9.1.1";
  public static final String GENERAL_ECG_WAVEFORM_STORAGE = "1.2.840.10008.5.1.4.1.1.9.1.2";
  public static final String AMBULATORY_ECG_WAVEFORM_STORAGE = "1.2.840.10008.5.1.4.1.1.9.1.3";
  public static final String GENERAL_32_BIT_ECG_WAVEFORM_STORAGE = "1.2.840.10008.5.1.4.1.1.9.1.4";
  public static final String HEMODYNAMIC_WAVEFORM_STORAGE = "1.2.840.10008.5.1.4.1.1.9.2.1";
  public static final String BASIC_TEXT_SR_STORAGE = "1.2.840.10008.5.1.4.1.1.88.11";
  public static final String ENHANCED_SR_STORAGE = "1.2.840.10008.5.1.4.1.1.88.22";
  public static final String COMPREHENSIVE_SR_STORAGE = "1.2.840.10008.5.1.4.1.1.88.33";
  public static final String KEY_OBJECT_SELECTION_STORAGE = "1.2.840.10008.5.1.4.1.1.88.59";
  public static final String GRAYSCALE_PRESENTATION_STATE_STORAGE = "1.2.840.10008.5.1.4.1.1.11.1";
  public static final String ENCAPSULATED_PDF_STORAGE = "1.2.840.10008.5.1.4.1.1.104.1";

  /** What this engine signs its files and associations with (0002,0012); made once by random. */
  public static final String IMPLEMENTATION_CLASS = "2.25.192552716865001095895600923056665400521";

  /** The version beside it (0002,0013). */
  public static final String IMPLEMENTATION_VERSION_NAME = "FARSIGHT_1";

  private static final int MAX_LENGTH = 64;

  private Uid() {}

  /**
   * Whether the string is a UID by PS3.5 §9.1: at most 64 characters, numeric components, no
   * leading zeros.
   */
  public static boolean isValid(String uid) {
    if (uid.isEmpty() || uid.length() > MAX_LENGTH) {
      return false;
    }
    int start = 0;
    for (int i = 0; i <= uid.length(); i++) {
      char c = i == uid.length() ? '.' : uid.charAt(i);
      if (c == '.') {
        if (i == start || uid.charAt(start) == '0' && i - start > 1) {
          return false;
        }
        start = i + 1;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  /** A new UID from a random UUID, PS3.5 annex B.2. */
  public static String random() {
    return of(UUID.randomUUID());
  }

  /** The UID of a UUID, PS3.5 annex B.2: 2.25. and the UUID as one decimal number. */
  public static String of(UUID uuid) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return "2.25." + new BigInteger(1, bytes.array());
  }
}
