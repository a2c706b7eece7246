package org.farsight.dicom.data;

/**
 * Data element tags as {@code int}: group in the upper, element in the lower 16 bits, to be
 * compared unsigned. The constants are those the engine names; {@link Dictionary} knows all of
 * PS3.6.
 */
public final class Tag {

  // Command group (PS3.7 table E.1-1)
  public static final int COMMAND_GROUP_LENGTH = 0x0000_0000;
  public static final int AFFECTED_SOP_CLASS_UID = 0x0000_0002;
  public static final int REQUESTED_SOP_CLASS_UID = 0x0000_0003;
  public static final int COMMAND_FIELD = 0x0000_0100;
  public static final int MESSAGE_ID = 0x0000_0110;
  public static final int MESSAGE_ID_BEING_RESPONDED_TO = 0x0000_0120;
  public static final int MOVE_DESTINATION = 0x0000_0600;
  public static final int PRIORITY = 0x0000_0700;
  public static final int COMMAND_DATA_SET_TYPE = 0x0000_0800;
  public static final int STATUS = 0x0000_0900;
  public static final int OFFENDING_ELEMENT = 0x0000_0901;
  public static final int ERROR_COMMENT = 0x0000_0902;
  public static final int ERROR_ID = 0x0000_0903;
  public static final int AFFECTED_SOP_INSTANCE_UID = 0x0000_1000;
  public static final int REQUESTED_SOP_INSTANCE_UID = 0x0000_1001;
  public static final int EVENT_TYPE_ID = 0x0000_1002;
  public static final int ATTRIBUTE_IDENTIFIER_LIST = 0x0000_1005;
  public static final int ACTION_TYPE_ID = 0x0000_1008;
  public static final int NUMBER_OF_REMAINING_SUBOPERATIONS = 0x0000_1020;
  public static final int NUMBER_OF_COMPLETED_SUBOPERATIONS = 0x0000_1021;
  public static final int NUMBER_OF_FAILED_SUBOPERATIONS = 0x0000_1022;
  public static final int NUMBER_OF_WARNING_SUBOPERATIONS = 0x0000_1023;
  public static final int MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE = 0x0000_1030;
  public static final int MOVE_ORIGINATOR_MESSAGE_ID = 0x0000_1031;

  // File meta information (PS3.10 §7.1)
  public static final int FILE_META_INFORMATION_GROUP_LENGTH = 0x0002_0000;
  public static final int FILE_META_INFORMATION_VERSION = 0x0002_0001;
  public static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002_0002;
  public static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x0002_0003;
  public static final int TRANSFER_SYNTAX_UID = 0x0002_0010;
  public static final int IMPLEMENTATION_CLASS_UID = 0x0002_0012;
  public static final int IMPLEMENTATION_VERSION_NAME = 0x0002_0013;
  public static final int SOURCE_APPLICATION_ENTITY_TITLE = 0x0002_0016;
  public static final int SENDING_APPLICATION_ENTITY_TITLE = 0x0002_0017;
  public static final int RECEIVING_APPLICATION_ENTITY_TITLE = 0x0002_0018;
  public static final int DIRECTORY_RECORD_SEQUENCE = 0x0004_1220;
  public static final int DIRECTORY_RECORD_TYPE = 0x0004_1430;

  // Identification, study, series, equipment
  public static final int SPECIFIC_CHARACTER_SET = 0x0008_0005;
  public static final int IMAGE_TYPE = 0x0008_0008;
  public static final int INSTANCE_CREATION_DATE = 0x0008_0012;
  public static final int INSTANCE_CREATION_TIME = 0x0008_0013;
  public static final int SOP_CLASS_UID = 0x0008_0016;
  public static final int SOP_INSTANCE_UID = 0x0008_0018;
  public static final int STUDY_DATE = 0x0008_0020;
  public static final int SERIES_DATE = 0x0008_0021;
  public static final int ACQUISITION_DATE = 0x0008_0022;
  public static final int CONTENT_DATE = 0x0008_0023;
  public static final int ACQUISITION_DATE_TIME = 0x0008_002A;
  public static final int STUDY_TIME = 0x0008_0030;
  public static final int SERIES_TIME = 0x0008_0031;
  public static final int ACQUISITION_TIME = 0x0008_0032;
  public static final int CONTENT_TIME = 0x0008_0033;
  public static final int ACCESSION_NUMBER = 0x0008_0050;
  public static final int ISSUER_OF_ACCESSION_NUMBER_SEQUENCE = 0x0008_0051;
  public static final int QUERY_RETRIEVE_LEVEL = 0x0008_0052;
  public static final int RETRIEVE_AE_TITLE = 0x0008_0054;
  public static final int INSTANCE_AVAILABILITY = 0x0008_0056;
  public static final int MODALITY = 0x0008_0060;
  public static final int MODALITIES_IN_STUDY = 0x0008_0061;
  public static final int SOP_CLASSES_IN_STUDY = 0x0008_0062;
  public static final int CONVERSION_TYPE = 0x0008_0064;
  public static final int PRESENTATION_INTENT_TYPE = 0x0008_0068;
  public static final int MANUFACTURER = 0x0008_0070;
  public static final int INSTITUTION_NAME = 0x0008_0080;
  public static final int INSTITUTION_ADDRESS = 0x0008_0081;
  public static final int INSTITUTION_CODE_SEQUENCE = 0x0008_0082;
  public static final int REFERRING_PHYSICIAN_NAME = 0x0008_0090;
  public static final int REFERRING_PHYSICIAN_IDENTIFICATION_SEQUENCE = 0x0008_0096;
  public static final int CODE_VALUE = 0x0008_0100;
  public static final int LONG_CODE_VALUE = 0x0008_0119;
  public static final int URN_CODE_VALUE = 0x0008_0120;
  public static final int CODING_SCHEME_DESIGNATOR = 0x0008_0102;
  public static final int CODING_SCHEME_VERSION = 0x0008_0103;
  public static final int CODE_MEANING = 0x0008_0104;
  public static final int MAPPING_RESOURCE = 0x0008_0105;
  public static final int CONTEXT_GROUP_VERSION = 0x0008_0106;
  public static final int CONTEXT_IDENTIFIER = 0x0008_010F;
  public static final int TIMEZONE_OFFSET_FROM_UTC = 0x0008_0201;
  public static final int STATION_NAME = 0x0008_1010;
  public static final int STUDY_DESCRIPTION = 0x0008_1030;
  public static final int PROCEDURE_CODE_SEQUENCE = 0x0008_1032;
  public static final int SERIES_DESCRIPTION = 0x0008_103E;
  public static final int INSTITUTIONAL_DEPARTMENT_NAME = 0x0008_1040;
  public static final int PHYSICIANS_OF_RECORD = 0x0008_1048;
  public static final int PERFORMING_PHYSICIAN_NAME = 0x0008_1050;
  public static final int PERFORMING_PHYSICIAN_IDENTIFICATION_SEQUENCE = 0x0008_1052;
  public static final int NAME_OF_PHYSICIANS_READING_STUDY = 0x0008_1060;
  public static final int OPERATORS_NAME = 0x0008_1070;
  public static final int OPERATOR_IDENTIFICATION_SEQUENCE = 0x0008_1072;
  public static final int ADMITTING_DIAGNOSES_DESCRIPTION = 0x0008_1080;
  public static final int MANUFACTURER_MODEL_NAME = 0x0008_1090;
  public static final int REFERENCED_STUDY_SEQUENCE = 0x0008_1110;
  public static final int REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE = 0x0008_1111;
  public static final int REFERENCED_SERIES_SEQUENCE = 0x0008_1115;
  public static final int REFERENCED_PATIENT_SEQUENCE = 0x0008_1120;
  public static final int REFERENCED_WAVEFORM_SEQUENCE = 0x0008_113A;
  public static final int REFERENCED_IMAGE_SEQUENCE = 0x0008_1140;
  public static final int REFERENCED_INSTANCE_SEQUENCE = 0x0008_114A;
  public static final int REFERENCED_SOP_CLASS_UID = 0x0008_1150;
  public static final int REFERENCED_SOP_INSTANCE_UID = 0x0008_1155;
  public static final int REFERENCED_FRAME_NUMBER = 0x0008_1160;
  public static final int TRANSACTION_UID = 0x0008_1195;
  public static final int FAILURE_REASON = 0x0008_1197;
  public static final int FAILED_SOP_SEQUENCE = 0x0008_1198;
  public static final int REFERENCED_SOP_SEQUENCE = 0x0008_1199;
  public static final int DERIVATION_DESCRIPTION = 0x0008_2111;
  public static final int SOURCE_IMAGE_SEQUENCE = 0x0008_2112;
  public static final int ANATOMIC_REGION_SEQUENCE = 0x0008_2218;
  public static final int LOSSY_IMAGE_COMPRESSION = 0x0028_2110;
  public static final int RETRIEVE_URL = 0x0008_1190;

  // Patient
  public static final int PATIENT_NAME = 0x0010_0010;
  public static final int PATIENT_ID = 0x0010_0020;
  public static final int ISSUER_OF_PATIENT_ID = 0x0010_0021;
  public static final int TYPE_OF_PATIENT_ID = 0x0010_0022;
  public static final int ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE = 0x0010_0024;
  public static final int PATIENT_BIRTH_DATE = 0x0010_0030;
  public static final int PATIENT_SEX = 0x0010_0040;
  public static final int OTHER_PATIENT_IDS = 0x0010_1000;
  public static final int OTHER_PATIENT_NAMES = 0x0010_1001;
  public static final int OTHER_PATIENT_IDS_SEQUENCE = 0x0010_1002;
  public static final int PATIENT_AGE = 0x0010_1010;
  public static final int PATIENT_SIZE = 0x0010_1020;
  public static final int PATIENT_WEIGHT = 0x0010_1030;
  public static final int PATIENT_ADDRESS = 0x0010_1040;
  public static final int PATIENT_MOTHER_BIRTH_NAME = 0x0010_1060;
  public static final int PATIENT_TELEPHONE_NUMBERS = 0x0010_2154;
  public static final int ALLERGIES = 0x0010_2110;
  public static final int OCCUPATION = 0x0010_2180;
  public static final int ADDITIONAL_PATIENT_HISTORY = 0x0010_21B0;
  public static final int PATIENT_COMMENTS = 0x0010_4000;
  public static final int PATIENT_IDENTITY_REMOVED = 0x0012_0062;
  public static final int UNIVERSAL_ENTITY_ID = 0x0040_0032;
  public static final int UNIVERSAL_ENTITY_ID_TYPE = 0x0040_0033;
  public static final int LOCAL_NAMESPACE_ENTITY_ID = 0x0040_0031;
  public static final int PERSON_IDENTIFICATION_CODE_SEQUENCE = 0x0040_1101;

  // Acquisition
  public static final int BODY_PART_EXAMINED = 0x0018_0015;
  public static final int KVP = 0x0018_0060;
  public static final int SLICE_THICKNESS = 0x0018_0050;
  public static final int DEVICE_SERIAL_NUMBER = 0x0018_1000;
  public static final int SOFTWARE_VERSIONS = 0x0018_1020;
  public static final int DEVICE_UID = 0x0018_1002;
  public static final int PROTOCOL_NAME = 0x0018_1030;
  public static final int EXPOSURE = 0x0018_1152;
  public static final int FRAME_TIME = 0x0018_1063;
  public static final int HEART_RATE = 0x0018_1088;
  public static final int VIEW_POSITION = 0x0018_5101;
  public static final int PATIENT_POSITION = 0x0018_5100;

  // Relationship
  public static final int STUDY_INSTANCE_UID = 0x0020_000D;
  public static final int SERIES_INSTANCE_UID = 0x0020_000E;
  public static final int STUDY_ID = 0x0020_0010;
  public static final int SERIES_NUMBER = 0x0020_0011;
  public static final int ACQUISITION_NUMBER = 0x0020_0012;
  public static final int INSTANCE_NUMBER = 0x0020_0013;
  public static final int IMAGE_POSITION_PATIENT = 0x0020_0032;
  public static final int IMAGE_ORIENTATION_PATIENT = 0x0020_0037;
  public static final int FRAME_OF_REFERENCE_UID = 0x0020_0052;
  public static final int LATERALITY = 0x0020_0060;
  public static final int SLICE_LOCATION = 0x0020_1041;
  public static final int NUMBER_OF_PATIENT_RELATED_STUDIES = 0x0020_1200;
  public static final int NUMBER_OF_PATIENT_RELATED_SERIES = 0x0020_1202;
  public static final int NUMBER_OF_PATIENT_RELATED_INSTANCES = 0x0020_1204;
  public static final int NUMBER_OF_STUDY_RELATED_SERIES = 0x0020_1206;
  public static final int NUMBER_OF_STUDY_RELATED_INSTANCES = 0x0020_1208;
  public static final int NUMBER_OF_SERIES_RELATED_INSTANCES = 0x0020_1209;
  public static final int IMAGE_COMMENTS = 0x0020_4000;

  // Image
  public static final int SAMPLES_PER_PIXEL = 0x0028_0002;
  public static final int PHOTOMETRIC_INTERPRETATION = 0x0028_0004;
  public static final int PLANAR_CONFIGURATION = 0x0028_0006;
  public static final int NUMBER_OF_FRAMES = 0x0028_0008;
  public static final int ROWS = 0x0028_0010;
  public static final int COLUMNS = 0x0028_0011;
  public static final int PIXEL_SPACING = 0x0028_0030;
  public static final int PIXEL_ASPECT_RATIO = 0x0028_0034;
  public static final int BITS_ALLOCATED = 0x0028_0100;
  public static final int BITS_STORED = 0x0028_0101;
  public static final int HIGH_BIT = 0x0028_0102;
  public static final int PIXEL_REPRESENTATION = 0x0028_0103;
  public static final int SMALLEST_IMAGE_PIXEL_VALUE = 0x0028_0106;
  public static final int PIXEL_PADDING_VALUE = 0x0028_0120;
  public static final int BURNED_IN_ANNOTATION = 0x0028_0301;
  public static final int WINDOW_CENTER = 0x0028_1050;
  public static final int WINDOW_WIDTH = 0x0028_1051;
  public static final int RESCALE_INTERCEPT = 0x0028_1052;
  public static final int RESCALE_SLOPE = 0x0028_1053;
  public static final int LOSSY_IMAGE_COMPRESSION_RATIO = 0x0028_2112;
  public static final int MODALITY_LUT_SEQUENCE = 0x0028_3000;
  public static final int LUT_DESCRIPTOR = 0x0028_3002;
  public static final int LUT_DATA = 0x0028_3006;
  public static final int VOILUT_SEQUENCE = 0x0028_3010;
  public static final int SHARED_FUNCTIONAL_GROUPS_SEQUENCE = 0x5200_9229;
  public static final int PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE = 0x5200_9230;

  // Order, worklist, performed procedure step
  public static final int REQUESTING_PHYSICIAN = 0x0032_1032;
  public static final int REQUESTING_SERVICE = 0x0032_1033;
  public static final int REQUESTED_PROCEDURE_DESCRIPTION = 0x0032_1060;
  public static final int REQUESTED_PROCEDURE_CODE_SEQUENCE = 0x0032_1064;
  public static final int REASON_FOR_STUDY = 0x0032_1030;
  public static final int ADMISSION_ID = 0x0038_0010;
  public static final int ISSUER_OF_ADMISSION_ID_SEQUENCE = 0x0038_0014;
  public static final int CURRENT_PATIENT_LOCATION = 0x0038_0300;
  public static final int PATIENT_STATE = 0x0038_0500;
  public static final int REASON_FOR_VISIT = 0x0032_1066;
  public static final int SCHEDULED_STATION_AE_TITLE = 0x0040_0001;
  public static final int SCHEDULED_PROCEDURE_STEP_START_DATE = 0x0040_0002;
  public static final int SCHEDULED_PROCEDURE_STEP_START_TIME = 0x0040_0003;
  public static final int SCHEDULED_PERFORMING_PHYSICIAN_NAME = 0x0040_0006;
  public static final int SCHEDULED_PROCEDURE_STEP_DESCRIPTION = 0x0040_0007;
  public static final int SCHEDULED_PROTOCOL_CODE_SEQUENCE = 0x0040_0008;
  public static final int SCHEDULED_PROCEDURE_STEP_ID = 0x0040_0009;
  public static final int SCHEDULED_STATION_NAME = 0x0040_0010;
  public static final int SCHEDULED_PROCEDURE_STEP_STATUS = 0x0040_0020;
  public static final int SCHEDULED_PROCEDURE_STEP_SEQUENCE = 0x0040_0100;
  public static final int ORDER_PLACER_IDENTIFIER_SEQUENCE = 0x0040_0026;
  public static final int ORDER_FILLER_IDENTIFIER_SEQUENCE = 0x0040_0027;
  public static final int PERFORMED_STATION_AE_TITLE = 0x0040_0241;
  public static final int PERFORMED_STATION_NAME = 0x0040_0242;
  public static final int PERFORMED_LOCATION = 0x0040_0243;
  public static final int PERFORMED_PROCEDURE_STEP_START_DATE = 0x0040_0244;
  public static final int PERFORMED_PROCEDURE_STEP_START_TIME = 0x0040_0245;
  public static final int PERFORMED_PROCEDURE_STEP_END_DATE = 0x0040_0250;
  public static final int PERFORMED_PROCEDURE_STEP_END_TIME = 0x0040_0251;
  public static final int PERFORMED_PROCEDURE_STEP_STATUS = 0x0040_0252;
  public static final int PERFORMED_PROCEDURE_STEP_ID = 0x0040_0253;
  public static final int PERFORMED_PROCEDURE_STEP_DESCRIPTION = 0x0040_0254;
  public static final int PERFORMED_PROCEDURE_TYPE_DESCRIPTION = 0x0040_0255;
  public static final int PERFORMED_PROTOCOL_CODE_SEQUENCE = 0x0040_0260;
  public static final int SCHEDULED_STEP_ATTRIBUTES_SEQUENCE = 0x0040_0270;
  public static final int REQUEST_ATTRIBUTES_SEQUENCE = 0x0040_0275;
  public static final int COMMENTS_ON_THE_PERFORMED_PROCEDURE_STEP = 0x0040_0280;
  public static final int PERFORMED_PROCEDURE_STEP_DISCONTINUATION_REASON_CODE_SEQUENCE =
      0x0040_0281;
  public static final int PERFORMED_SERIES_SEQUENCE = 0x0040_0340;
  public static final int REQUESTED_PROCEDURE_ID = 0x0040_1001;
  public static final int REASON_FOR_THE_REQUESTED_PROCEDURE = 0x0040_1002;
  public static final int REQUESTED_PROCEDURE_PRIORITY = 0x0040_1003;
  public static final int REQUESTED_PROCEDURE_LOCATION = 0x0040_1005;
  public static final int REQUESTED_PROCEDURE_COMMENTS = 0x0040_1400;
  public static final int REASON_FOR_REQUESTED_PROCEDURE_CODE_SEQUENCE = 0x0040_100A;
  public static final int NAMES_OF_INTENDED_RECIPIENTS_OF_RESULTS = 0x0040_1010;
  public static final int REASON_FOR_THE_IMAGING_SERVICE_REQUEST = 0x0040_2001;
  public static final int PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST = 0x0040_2016;
  public static final int FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST = 0x0040_2017;
  public static final int IMAGING_SERVICE_REQUEST_COMMENTS = 0x0040_2400;
  public static final int CONFIDENTIALITY_CONSTRAINT_ON_PATIENT_DATA_DESCRIPTION = 0x0040_3001;

  // Structured report, encapsulated document
  public static final int CONCEPT_NAME_CODE_SEQUENCE = 0x0040_A043;
  public static final int MEASUREMENT_UNITS_CODE_SEQUENCE = 0x0040_08EA;
  public static final int NUMERIC_VALUE = 0x0040_A30A;
  public static final int MEASURED_VALUE_SEQUENCE = 0x0040_A300;
  public static final int CONCEPT_CODE_SEQUENCE = 0x0040_A168;
  public static final int RELATIONSHIP_TYPE = 0x0040_A010;
  public static final int VERIFYING_ORGANIZATION = 0x0040_A027;
  public static final int VERIFICATION_DATE_TIME = 0x0040_A030;
  public static final int OBSERVATION_DATE_TIME = 0x0040_A032;
  public static final int VALUE_TYPE = 0x0040_A040;
  public static final int CONTINUITY_OF_CONTENT = 0x0040_A050;
  public static final int VERIFYING_OBSERVER_SEQUENCE = 0x0040_A073;
  public static final int VERIFYING_OBSERVER_NAME = 0x0040_A075;
  public static final int DATE_TIME = 0x0040_A120;
  public static final int DATE = 0x0040_A121;
  public static final int TIME = 0x0040_A122;
  public static final int PERSON_NAME = 0x0040_A123;
  public static final int UID = 0x0040_A124;
  public static final int REFERENCED_WAVEFORM_CHANNELS = 0x0040_A0B0;
  public static final int TEXT_VALUE = 0x0040_A160;
  public static final int TEMPORAL_RANGE_TYPE = 0x0040_A130;
  public static final int REFERENCED_SAMPLE_POSITIONS = 0x0040_A132;
  public static final int ANNOTATION_GROUP_NUMBER = 0x0040_A180;
  public static final int CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE = 0x0040_A375;
  public static final int PERTINENT_OTHER_EVIDENCE_SEQUENCE = 0x0040_A385;
  public static final int REFERENCED_REQUEST_SEQUENCE = 0x0040_A370;
  public static final int PREDECESSOR_DOCUMENTS_SEQUENCE = 0x0040_A360;
  public static final int CONTENT_TEMPLATE_SEQUENCE = 0x0040_A504;
  public static final int TEMPLATE_IDENTIFIER = 0x0040_DB00;
  public static final int COMPLETION_FLAG = 0x0040_A491;
  public static final int VERIFICATION_FLAG = 0x0040_A493;
  public static final int CONTENT_SEQUENCE = 0x0040_A730;
  public static final int WAVEFORM_ANNOTATION_SEQUENCE = 0x0040_B020;
  public static final int UNFORMATTED_TEXT_VALUE = 0x0070_0006;
  public static final int DOCUMENT_TITLE = 0x0042_0010;
  public static final int ENCAPSULATED_DOCUMENT = 0x0042_0011;
  public static final int MIME_TYPE_OF_ENCAPSULATED_DOCUMENT = 0x0042_0012;
  public static final int ENCAPSULATED_DOCUMENT_LENGTH = 0x0042_0015;
  public static final int ACQUISITION_CONTEXT_SEQUENCE = 0x0040_0555;

  // Waveform
  public static final int WAVEFORM_SEQUENCE = 0x5400_0100;
  public static final int MULTIPLEX_GROUP_TIME_OFFSET = 0x0018_1068;
  public static final int TRIGGER_TIME_OFFSET = 0x0018_1069;
  public static final int TRIGGER_SAMPLE_POSITION = 0x0018_106E;
  public static final int WAVEFORM_ORIGINALITY = 0x003A_0004;
  public static final int NUMBER_OF_WAVEFORM_CHANNELS = 0x003A_0005;
  public static final int NUMBER_OF_WAVEFORM_SAMPLES = 0x003A_0010;
  public static final int SAMPLING_FREQUENCY = 0x003A_001A;
  public static final int MULTIPLEX_GROUP_LABEL = 0x003A_0020;
  public static final int CHANNEL_DEFINITION_SEQUENCE = 0x003A_0200;
  public static final int WAVEFORM_CHANNEL_NUMBER = 0x003A_0202;
  public static final int CHANNEL_LABEL = 0x003A_0203;
  public static final int CHANNEL_STATUS = 0x003A_0205;
  public static final int CHANNEL_SOURCE_SEQUENCE = 0x003A_0208;
  public static final int CHANNEL_SOURCE_MODIFIERS_SEQUENCE = 0x003A_0209;
  public static final int SOURCE_WAVEFORM_SEQUENCE = 0x003A_020A;
  public static final int CHANNEL_SENSITIVITY = 0x003A_0210;
  public static final int CHANNEL_SENSITIVITY_UNITS_SEQUENCE = 0x003A_0211;
  public static final int CHANNEL_SENSITIVITY_CORRECTION_FACTOR = 0x003A_0212;
  public static final int CHANNEL_BASELINE = 0x003A_0213;
  public static final int CHANNEL_TIME_SKEW = 0x003A_0214;
  public static final int CHANNEL_SAMPLE_SKEW = 0x003A_0215;
  public static final int CHANNEL_MINIMUM_VALUE = 0x5400_0110;
  public static final int CHANNEL_MAXIMUM_VALUE = 0x5400_0112;
  public static final int CHANNEL_OFFSET = 0x003A_0218;
  public static final int WAVEFORM_BITS_STORED = 0x003A_021A;
  public static final int FILTER_LOW_FREQUENCY = 0x003A_0220;
  public static final int FILTER_HIGH_FREQUENCY = 0x003A_0221;
  public static final int NOTCH_FILTER_FREQUENCY = 0x003A_0222;
  public static final int NOTCH_FILTER_BANDWIDTH = 0x003A_0223;
  public static final int WAVEFORM_BITS_ALLOCATED = 0x5400_1004;
  public static final int WAVEFORM_SAMPLE_INTERPRETATION = 0x5400_1006;
  public static final int WAVEFORM_PADDING_VALUE = 0x5400_100A;
  public static final int WAVEFORM_DATA = 0x5400_1010;

  // Bulk data, delimiters
  public static final int FLOAT_PIXEL_DATA = 0x7FE0_0008;
  public static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE0_0009;
  public static final int PIXEL_DATA = 0x7FE0_0010;
  public static final int DATA_SET_TRAILING_PADDING = 0xFFFC_FFFC;
  public static final int ITEM = 0xFFFE_E000;
  public static final int ITEM_DELIMITATION_ITEM = 0xFFFE_E00D;
  public static final int SEQUENCE_DELIMITATION_ITEM = 0xFFFE_E0DD;

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private Tag() {}

  /** The tag of a group and an element number, each 0 to 0xFFFF. */
  public static int of(int group, int element) {
    return group << 16 | element & 0xFFFF;
  }

  /** The group number, 0 to 0xFFFF. */
  public static int group(int tag) {
    return tag >>> 16;
  }

  /** The element number, 0 to 0xFFFF. */
  public static int element(int tag) {
    return tag & 0xFFFF;
  }

  /** Whether the tag is of a private (odd) group, PS3.5 §7.8. */
  public static boolean isPrivate(int tag) {
    return (tag & 0x0001_0000) != 0;
  }

  /** Whether the tag reserves a block of private elements: (gggg,0010) to (gggg,00FF), g odd. */
  public static boolean isPrivateCreator(int tag) {
    return isPrivate(tag) && (tag & 0xFF00) == 0 && (tag & 0xFF) >= 0x10;
  }

  /** Whether the tag is a group length (gggg,0000). */
  public static boolean isGroupLength(int tag) {
    return (tag & 0xFFFF) == 0;
  }

  /** The usual form, {@code (0010,0020)}. */
  public static String toString(int tag) {
    char[] text = new char[11];
    text[0] = '(';
    for (int digit = 0; digit < 8; digit++) {
      text[1 + digit + (digit >> 2)] = HEX[tag >>> 28 - 4 * digit & 0xF];
    }
    text[5] = ',';
    text[10] = ')';
    return new String(text);
  }
}
