package org.farsight.testdata;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.format.DateTimeFormatter;

/**
 * One imaging study of the test data: what all its objects have in common, module by module of
 * PS3.3.
 *
 * @param name unique; UIDs, numbers and the random seed follow from it
 * @param unicode whether text is in UTF-8 (ISO_IR 192), else in GB18030
 */
record ImageStudy(
    String name,
    BranchClinic site,
    SyntheticPatient patient,
    boolean unicode,
    String modality,
    String bodyPart,
    String description,
    LocalDateTime started) {

  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  /** OID of the resident id card as a patient identifier in Chinese health documents. */
  private static final String ID_CARD_OID = "2.16.156.10011.1.3";

  /** The accession number that the branch gave, also in its HL7 order. */
  String accession() {
    return site.patientPrefix() + DATE.format(started) + number();
  }

  /** Four digits that tell this study from the site's others. */
  String number() {
    return "%04d".formatted(Math.floorMod(name.hashCode(), 10_000));
  }

  /** The seed of this study's noise. */
  long seed() {
    return name.hashCode();
  }

  String studyUid() {
    return DicomObject.uid(name);
  }

  /**
   * An object of this study with the modules every image has; the image's own are the caller's.
   *
   * @param instance from 1
   */
  DicomObject object(String sopClass, int instance) {
    Charset charset = unicode ? StandardCharsets.UTF_8 : Charset.forName("GB18030");
    DicomObject object = new DicomObject(charset);
    patientModules(object, charset);
    studyModules(object);
    object.text("0008,0005 CS SpecificCharacterSet", unicode ? "ISO_IR 192" : "GB18030");
    object.text("0008,0016 UI SOPClassUID", sopClass);
    object.text("0008,0018 UI SOPInstanceUID", DicomObject.uid(name + "/" + instance));
    object.text("0008,0201 SH TimezoneOffsetFromUTC", "+0800");
    object.numbers("0020,0013 IS InstanceNumber", instance);
    object.text("0008,0023 DA ContentDate", DATE.format(started));
    object.text("0008,0033 TM ContentTime", TIME.format(started.plusSeconds(60 + instance)));
    return object;
  }

  /** Patient and Patient Study (PS3.3 C.7.1.1, C.7.2.2). */
  private void patientModules(DicomObject object, Charset charset) {
    object.text("0010,0010 PN PatientName", patient.personName());
    object.text("0010,0020 LO PatientID", site.patientId(patient));
    object.text("0010,0030 DA PatientBirthDate", patient.birthDateDigits());
    object.text("0010,0040 CS PatientSex", patient.sex());
    object.text("0010,1010 AS PatientAge", age());
    DicomObject qualifiers = new DicomObject(charset);
    qualifiers.text("0040,0032 UT UniversalEntityID", ID_CARD_OID);
    qualifiers.text("0040,0033 CS UniversalEntityIDType", "ISO");
    DicomObject card = new DicomObject(charset);
    card.text("0010,0020 LO PatientID", patient.idCard());
    card.text("0010,0022 CS TypeOfPatientID", "TEXT");
    card.items("0010,0024 SQ IssuerOfPatientIDQualifiersSequence", qualifiers);
    object.items("0010,1002 SQ OtherPatientIDsSequence", card);
  }

  /** General Study, General Series and General Equipment (PS3.3 C.7.2.1, C.7.3.1, C.7.5.1). */
  private void studyModules(DicomObject object) {
    object.text("0020,000D UI StudyInstanceUID", studyUid());
    object.text("0008,0020 DA StudyDate", DATE.format(started));
    object.text("0008,0030 TM StudyTime", TIME.format(started));
    object.text("0008,0050 SH AccessionNumber", accession());
    object.text("0008,0090 PN ReferringPhysicianName", "He^Ping=何^平");
    object.text("0020,0010 SH StudyID", number());
    object.text("0008,1030 LO StudyDescription", description);
    object.text("0008,0060 CS Modality", modality);
    object.text("0020,000E UI SeriesInstanceUID", DicomObject.uid(name + " series"));
    object.numbers("0020,0011 IS SeriesNumber", 1);
    object.text("0008,0021 DA SeriesDate", DATE.format(started));
    object.text("0008,0031 TM SeriesTime", TIME.format(started.plusSeconds(30)));
    object.text("0008,103E LO SeriesDescription", description);
    object.text("0018,0015 CS BodyPartExamined", bodyPart);
    object.text("0008,0070 LO Manufacturer", "Farsight test data");
    object.text("0008,1090 LO ManufacturerModelName", "Phantom 1");
    object.text("0008,0080 LO InstitutionName", site.name());
    object.text("0008,1010 SH StationName", site.devicePrefix() + modality);
    object.text("0018,1000 LO DeviceSerialNumber", "0" + number());
    object.text("0018,1020 LO SoftwareVersions", "1");
  }

  private String age() {
    Period age = Period.between(patient.birthDate(), started.toLocalDate());
    if (age.getYears() > 0) {
      return "%03dY".formatted(age.getYears());
    }
    return "%03dM".formatted(age.getMonths());
  }
}
