package org.farsight.testdata;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes {@code test-data/hl7v2/}: the HL7 2.5 orders of the image studies, as ORM^O01 from one
 * site and OMI^O23 from the other, in UTF-8 or GB18030 as the study itself. Segments end in CR.
 */
final class GenerateOrders {
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyyMMddHHmm");

  private GenerateOrders() {}

  /** Writes all files below the folder given, {@code test-data/hl7v2} without one. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "test-data/hl7v2");
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** Every file by its name. */
  static SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (ImageStudy study : GenerateImages.STUDIES) {
      boolean orm = study.site().equals(BranchClinic.QINGSHAN);
      Charset charset = study.unicode() ? StandardCharsets.UTF_8 : Charset.forName("GB18030");
      String name =
          "%s-%s-%s.hl7"
              .formatted(
                  orm ? "orm-o01" : "omi-o23",
                  study.name().replace('/', '-'),
                  study.unicode() ? "utf-8" : "gb18030");
      List<String> segments = orm ? orm(study) : omi(study);
      files.put(name, (String.join("\r", segments) + "\r").getBytes(charset));
    }
    return files;
  }

  private static List<String> orm(ImageStudy study) {
    return List.of(
        header(study, "ORM^O01^ORM_O01"),
        patient(study),
        visit(),
        order(study),
        request(study, study.accession()),
        "ZDS|" + study.studyUid() + "^Application^DICOM");
  }

  private static List<String> omi(ImageStudy study) {
    return List.of(
        header(study, "OMI^O23^OMI_O23"),
        patient(study),
        visit(),
        order(study),
        "TQ1|1||||||%s+0800||R".formatted(MINUTES.format(study.started())),
        request(study, ""),
        "IPC|%s|%s|%s|%s|%s||||%s"
            .formatted(
                study.accession(),
                study.number(),
                study.studyUid(),
                study.number(),
                study.modality(),
                study.site().devicePrefix() + study.modality()));
  }

  private static String header(ImageStudy study, String type) {
    String facility = study.site().id().toUpperCase(java.util.Locale.ROOT);
    return "MSH|^~\\&|HIS|%s|FARSIGHT|CORE|%s+0800||%s|%s%s|P|2.5|||AL|NE|CHN|%s"
        .formatted(
            facility,
            MINUTES.format(ordered(study)),
            type,
            study.site().patientPrefix(),
            study.number(),
            study.unicode() ? "UNICODE UTF-8" : "GB 18030-2000");
  }

  /** PID-3 with the site's own number and the id card; PID-5 in characters, pinyin and tones. */
  private static String patient(ImageStudy study) {
    SyntheticPatient patient = study.patient();
    String facility = study.site().id().toUpperCase(java.util.Locale.ROOT);
    return "PID|1||%s^^^%s^MR~%s^^^^NI||%s^^^^^L^I~%s^^^^^L^A~%s^^^^^L^P||%s|%s"
        .formatted(
            study.site().patientId(patient),
            facility,
            patient.idCard(),
            patient.nameIdeographic(),
            patient.namePinyin(),
            patient.namePhonetic(),
            patient.birthDateDigits(),
            patient.sex());
  }

  private static String visit() {
    return "PV1|1|O|||||||||||||||||V1";
  }

  private static String order(ImageStudy study) {
    return "ORC|NW|%s^HIS|||||^^^%s+0800^^R||%s+0800|||H01^何^平"
        .formatted(study.number(), MINUTES.format(study.started()), MINUTES.format(ordered(study)));
  }

  /** OBR-18 carries the accession number in ORM (IHE RAD-4), nothing in OMI. */
  private static String request(ImageStudy study, String accession) {
    return "OBR|1|%s^HIS||%s-%s^%s^L||||||||||||H01^何^平||%s||||||%s|||^^^%s+0800^^R"
        .formatted(
            study.number(),
            study.modality(),
            study.bodyPart(),
            study.description(),
            accession,
            study.modality(),
            MINUTES.format(study.started()));
  }

  private static LocalDateTime ordered(ImageStudy study) {
    return study.started().minusMinutes(25);
  }
}
