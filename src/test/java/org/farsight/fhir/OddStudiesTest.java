package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** What patients, dates, UIDs and texts of a study become, right ones and odd ones. */
class OddStudiesTest {

  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final String STUDY = "1.2.826.0.1.3680043.10.1";

  private final KeptFiles kept = new KeptFiles();
  private List<String> notes = List.of();

  @Test
  void aChineseNameKeepsItsThreeGroups() throws IOException {
    DataSet image = image();
    image.put(Tag.PATIENT_NAME, VR.PN, "Ouyang^Xiaowen=欧阳^晓雯=Ōuyáng^Xiǎowén");
    List<HumanName> names = BundleRules.one(convert(image), Patient.class).getName();
    assertThat(names).hasSize(3);
    assertThat(representation(names.get(0))).isEqualTo("IDE");
    assertThat(names.get(0).getText()).isEqualTo("欧阳晓雯");
    assertThat(names.get(0).getFamily()).isEqualTo("欧阳");
    assertThat(names.get(0).getGivenAsSingleString()).isEqualTo("晓雯");
    assertThat(representation(names.get(1))).isEqualTo("ABC");
    assertThat(names.get(1).getFamily()).isEqualTo("Ouyang");
    assertThat(representation(names.get(2))).isEqualTo("SYL");
    assertThat(names.get(2).getGivenAsSingleString()).isEqualTo("Xiǎowén");
  }

  @Test
  void charactersInTheFirstGroupAreNotTakenForPinyin() throws IOException {
    DataSet image = image();
    image.put(Tag.PATIENT_NAME, VR.PN, "张^伟");
    HumanName name = BundleRules.one(convert(image), Patient.class).getNameFirstRep();
    assertThat(representation(name)).isEqualTo("IDE");
    assertThat(name.getText()).isEqualTo("张伟");
  }

  @Test
  void bytesInGbkUnderAnotherDeclarationAreReadAndTold() throws IOException {
    DataSet image = image();
    image.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 100");
    image.putBytes(Tag.PATIENT_NAME, VR.PN, "王^建国".getBytes(Charset.forName("GBK")));
    Patient patient = BundleRules.one(convert(image), Patient.class);
    assertThat(patient.getNameFirstRep().getText()).isEqualTo("王建国");
    assertThat(notes).anyMatch(note -> note.contains("GBK_UNDECLARED"));
  }

  @Test
  void whatIsNotedIsSaidInBothLanguages() throws IOException {
    DataSet image = image().put(Tag.PATIENT_BIRTH_DATE, VR.DA, "19810230");
    image.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "KLINGON");
    List<Arrival> arrivals = List.of(kept.dicom("ex", 1, bytes(image), SYNTAX));
    Outcome done =
        new Conversions(kept, ConversionsTest.OPTIONS)
            .convert(KeptFiles.exchange(arrivals), KeptFiles.SITE, arrivals);
    assertThat(((Outcome.Converted) done).notes())
        .allMatch(note -> !Conversion.Finding.en(note).equals(Conversion.Finding.zh(note)))
        .extracting(Conversion.Finding::zh)
        .contains("出生日期无效，未写入", "所声明的字符集无法识别：KLINGON");
  }

  @Test
  void sexAndBodyPartInChineseAreReadAsTheyAreMeant() throws IOException {
    DataSet image = image();
    image.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 100");
    Charset gbk = Charset.forName("GBK");
    image.putBytes(Tag.PATIENT_SEX, VR.CS, "女".getBytes(gbk));
    image.putBytes(Tag.BODY_PART_EXAMINED, VR.CS, "胸部".getBytes(gbk));
    Bundle bundle = convert(image);
    assertThat(BundleRules.one(bundle, Patient.class).getGender())
        .isEqualTo(AdministrativeGender.FEMALE);
    assertThat(
            BundleRules.one(bundle, ImagingStudy.class)
                .getSeriesFirstRep()
                .getBodySite()
                .getDisplay())
        .isEqualTo("胸部");
  }

  @Test
  void anIdCardWithARightCheckDigitIsWrittenAndComparedAWrongOneIsFlagged() throws IOException {
    DataSet image = image();
    image.putItems(
        Tag.OTHER_PATIENT_IDS_SEQUENCE,
        new DataSet().put(Tag.PATIENT_ID, VR.LO, "11010519491231002X"),
        new DataSet().put(Tag.PATIENT_ID, VR.LO, "110105194912310021"));
    image.put(Tag.PATIENT_BIRTH_DATE, VR.DA, "19491230");
    image.put(Tag.PATIENT_SEX, VR.CS, "M");
    Patient patient = BundleRules.one(convert(image), Patient.class);
    List<Identifier> cards =
        patient.getIdentifier().stream()
            .filter(id -> id.getSystem().equals(Identifiers.RESIDENT_ID))
            .toList();
    assertThat(cards).hasSize(1);
    assertThat(cards.getFirst().getValue()).isEqualTo("11010519491231002X");
    assertThat(cards.getFirst().getType().getCodingFirstRep().getCode()).isEqualTo("NI");
    assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1949-12-30");
    assertThat(notes)
        .contains(
            "the birth date differs from the id card's",
            "the sex differs from the id card's",
            "an id card number with a wrong check digit or of 15 digits was not written");
    assertThat(String.join(" ", notes)).doesNotContain("1101", "1949");
  }

  @Test
  void theIssuerOfAPatientIdIsPartOfItsSystem() throws IOException {
    DataSet image = image();
    image.put(Tag.ISSUER_OF_PATIENT_ID, VR.LO, "县医院 A&E");
    assertThat(mainSystem(image))
        .isEqualTo(KeptFiles.SITE.system() + "/issuer/%E5%8E%BF%E5%8C%BB%E9%99%A2%20A%26E");
    image.put(Tag.ISSUER_OF_PATIENT_ID, VR.LO, "县人民医院影像中心及其所有分院的患者编号");
    assertThat(mainSystem(image)).matches(".*/issuer/[0-9a-f]{64}");
    image.put(Tag.ISSUER_OF_PATIENT_ID, VR.LO, "1.2.840.1");
    assertThat(mainSystem(image)).isEqualTo("urn:oid:1.2.840.1");
    image.remove(Tag.ISSUER_OF_PATIENT_ID);
    assertThat(mainSystem(image)).isEqualTo(KeptFiles.SITE.patientSystem());
  }

  @Test
  void idsThatAreTooLongToBeSearchedForAreKnownByTheirDigest() throws IOException {
    DataSet image = image();
    image.put(Tag.PATIENT_ID, VR.LO, "病".repeat(60));
    image.put(Tag.ACCESSION_NUMBER, VR.SH, "号".repeat(60));
    Bundle bundle = convert(image);
    assertThat(BundleRules.one(bundle, Patient.class).getIdentifierFirstRep().getValue())
        .matches("[0-9a-f]{64}");
    assertThat(BundleRules.one(bundle, ServiceRequest.class).getIdentifierFirstRep().getSystem())
        .isEqualTo(Identifiers.UNORDERED);
    assertThat(notes).hasSize(2);
    bundle
        .getEntry()
        .forEach(
            entry ->
                assertThat(entry.getRequest().getUrl() + "?" + entry.getRequest().getIfNoneExist())
                    .hasSizeLessThan(760));
  }

  @Test
  void aPatientWithoutAnIdIsKnownByTheStudyOnly() throws IOException {
    DataSet image = image();
    image.put(Tag.PATIENT_ID, VR.LO, "");
    image.put(Tag.PATIENT_NAME, VR.PN, "");
    Patient patient = BundleRules.one(convert(image), Patient.class);
    assertThat(patient.getIdentifierFirstRep().getSystem()).isEqualTo(Identifiers.UNIDENTIFIED);
    assertThat(patient.getIdentifierFirstRep().getValue()).isEqualTo(STUDY);
    assertThat(patient.getName()).isEmpty();
    assertThat(notes).hasSize(2);
  }

  @Test
  void markupStaysTextAndControlsGo() throws IOException {
    DataSet image = image();
    image.put(Tag.PATIENT_NAME, VR.PN, "<script>alert(1)</script>^\"&");
    image.putBytes(Tag.STUDY_DESCRIPTION, VR.LO, new byte[] {'a', 0, 7, 'b', 0x1B, ' ', ' '});
    Bundle bundle = convert(image);
    assertThat(BundleRules.one(bundle, Patient.class).getNameFirstRep().getFamily())
        .isEqualTo("<script>alert(1)</script>");
    assertThat(BundleRules.one(bundle, ImagingStudy.class).getDescription())
        .matches("[\\x20-\\x7E]+")
        .startsWith("a");
  }

  @Test
  void datesThatAreNoneAreLeftOutAndTimesGetTheirZone() throws IOException {
    DataSet image = image();
    image.put(Tag.PATIENT_BIRTH_DATE, VR.DA, "19810230");
    image.put(Tag.STUDY_DATE, VR.DA, "20260301");
    image.put(Tag.STUDY_TIME, VR.TM, "0907");
    ImagingStudy study = BundleRules.one(convert(image), ImagingStudy.class);
    assertThat(study.getStartedElement().getValueAsString())
        .isEqualTo("2026-03-01T09:07:00.000+08:00");
    assertThat(notes).contains("the birth date is no date: left out");
    image.put(Tag.TIMEZONE_OFFSET_FROM_UTC, VR.SH, "-0330");
    assertThat(
            BundleRules.one(convert(image), ImagingStudy.class)
                .getStartedElement()
                .getValueAsString())
        .isEqualTo("2026-03-01T09:07:00.000-03:30");
    image.put(Tag.STUDY_DATE, VR.DA, "0000");
    assertThat(BundleRules.one(convert(image), ImagingStudy.class).hasStarted()).isFalse();
    assertThat(notes).contains("the date of a study is no date: left out");
  }

  @Test
  void uidsThatFhirCannotHoldAreCountedNotListed() throws IOException {
    DataSet dot = image().put(Tag.SERIES_INSTANCE_UID, VR.UI, "1.2.3.");
    DataSet bad = image().put(Tag.SERIES_INSTANCE_UID, VR.UI, "series_1");
    ImagingStudy study = BundleRules.one(convert(dot, bad), ImagingStudy.class);
    assertThat(study.getSeries()).hasSize(1);
    assertThat(study.getSeriesFirstRep().getUid()).isEqualTo("1.2.3.");
    assertThat(study.getNumberOfSeries()).isEqualTo(2);
    assertThat(study.getNumberOfInstances()).isEqualTo(2);
    assertThat(notes).contains("a series has no UID that FHIR can hold: counted, not listed");
  }

  @Test
  void objectsThatDisagreeOnThePersonAreTold() throws IOException {
    DataSet other = image().put(Tag.PATIENT_NAME, VR.PN, "Somebody^Else");
    Bundle bundle = convert(image(), other);
    assertThat(notes).containsExactly("objects of the study carry different patient names");
    assertThat(BundleRules.one(bundle, Patient.class).getNameFirstRep().getFamily())
        .as("the first object's")
        .isEqualTo("Li");
  }

  @Test
  void anObjectWhoseHeaderIsBrokenStillCounts() throws IOException {
    byte[] broken = bytes(image());
    Arrival good = kept.dicom("ex", 1, bytes(image()), SYNTAX);
    Arrival bad = kept.dicom("ex", 2, broken, SYNTAX);
    byte[] cut = Arrays.copyOf(broken, broken.length - 3);
    bad =
        new Arrival(2, "ex", 2, bad.at(), bad.way(), bad.caller(), kept.keep(cut), bad.facts(), 0);
    List<Arrival> arrivals = List.of(good, bad);
    Bundle bundle = converted(arrivals, ConversionsTest.OPTIONS);
    assertThat(BundleRules.one(bundle, ImagingStudy.class).getNumberOfInstances()).isEqualTo(2);
    assertThat(notes).anyMatch(note -> note.startsWith("object 2 cannot be read: "));
  }

  @Test
  void aLateImageWritesTheSameStudyTheSameOrderAndTaskAndAProvenanceOfItsOwn() throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    for (int revision = 1; revision <= 3; revision++) {
      arrivals.add(kept.dicom("ex", revision, bytes(image()), SYNTAX));
    }
    Bundle before = converted(arrivals.subList(0, 2), ConversionsTest.OPTIONS);
    Bundle after = converted(arrivals, ConversionsTest.OPTIONS);
    assertThat(request(after, ImagingStudy.class)).isEqualTo(request(before, ImagingStudy.class));
    assertThat(request(after, ServiceRequest.class))
        .isEqualTo(request(before, ServiceRequest.class));
    assertThat(request(after, Task.class)).isEqualTo(request(before, Task.class));
    assertThat(request(after, Provenance.class)).isNotEqualTo(request(before, Provenance.class));
    assertThat(BundleRules.one(after, ImagingStudy.class).getNumberOfInstances()).isEqualTo(3);
    assertThat(BundleRules.one(after, Provenance.class).getEntity()).hasSize(3);
    assertThat(TaskInput.knownRevision(BundleRules.one(after, Task.class), "ex")).isEqualTo(3);
    assertThat(TaskInput.knownRevision(BundleRules.one(after, Task.class), "other")).isZero();
  }

  @Test
  void aStudyAboveTheCountIsToldBySeries() throws IOException {
    ConversionOptions few = new ConversionOptions("http://a", "1", "r", "r", 2, 10, 1 << 20);
    List<Arrival> arrivals = new ArrayList<>();
    for (int revision = 1; revision <= 3; revision++) {
      arrivals.add(kept.dicom("ex", revision, bytes(image()), SYNTAX));
    }
    Bundle bundle = converted(arrivals, few);
    ImagingStudy study = BundleRules.one(bundle, ImagingStudy.class);
    assertThat(study.getSeriesFirstRep().getInstance()).isEmpty();
    assertThat(study.getSeriesFirstRep().getNumberOfInstances()).isEqualTo(3);
    assertThat(BundleRules.one(bundle, Provenance.class).getEntity()).hasSize(1);
    assertThat(notes).contains("a study of 3 objects is told by series, not by instance");
  }

  private String mainSystem(DataSet image) throws IOException {
    return BundleRules.one(convert(image), Patient.class).getIdentifierFirstRep().getSystem();
  }

  private Bundle convert(DataSet... images) throws IOException {
    List<Arrival> arrivals = new ArrayList<>();
    for (DataSet image : images) {
      arrivals.add(kept.dicom("ex", arrivals.size() + 1, bytes(image), SYNTAX));
    }
    return converted(arrivals, ConversionsTest.OPTIONS);
  }

  private Bundle converted(List<Arrival> arrivals, ConversionOptions options) throws IOException {
    Exchange exchange = KeptFiles.exchange(arrivals);
    Outcome outcome = new Conversions(kept, options).convert(exchange, KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    Outcome.Converted done = (Outcome.Converted) outcome;
    notes =
        Stream.concat(
                done.notes().stream().map(Conversion.Finding::en),
                done.findings().stream().map(Conversion.Finding::en))
            .toList();
    return BundleRules.check(((Outcome.Converted) outcome).bundle(), exchange.id());
  }

  private static String request(Bundle bundle, Class<?> type) {
    var request =
        bundle.getEntry().stream()
            .filter(entry -> type.isInstance(entry.getResource()))
            .findFirst()
            .orElseThrow()
            .getRequest();
    return request.getMethod() + " " + request.getUrl() + " " + request.getIfNoneExist();
  }

  private static String representation(HumanName name) {
    return name.getExtensionFirstRep().getValueAsPrimitive().getValueAsString();
  }

  private static DataSet image() {
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
        .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, Uid.random())
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, STUDY)
        .put(Tag.SERIES_INSTANCE_UID, VR.UI, STUDY + ".1")
        .put(Tag.MODALITY, VR.CS, "CT")
        .put(Tag.ACCESSION_NUMBER, VR.SH, "A1")
        .put(Tag.PATIENT_NAME, VR.PN, "Li^Xiuying")
        .put(Tag.PATIENT_ID, VR.LO, "P1");
  }

  private static byte[] bytes(DataSet image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataSetWriter.write(image, SYNTAX, bytes);
    return bytes.toByteArray();
  }
}
