package org.farsight.testdata;

import static org.farsight.testdata.BranchClinic.HEWAN;
import static org.farsight.testdata.BranchClinic.QINGSHAN;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.farsight.ecg.LeadId;

/**
 * Writes the ECGs of the test data, {@code test-data/ecg/} and {@code test-data/dicom/ecg/}: the
 * same bytes each time.
 */
final class GenerateEcg {
  private static final Charset GB18030 = Charset.forName("GB18030");

  // The order of carts: SCP-ECG and aECG put the computed limb leads last.
  private static final List<LeadId> CART_ORDER =
      List.of(
          LeadId.I,
          LeadId.II,
          LeadId.V1,
          LeadId.V2,
          LeadId.V3,
          LeadId.V4,
          LeadId.V5,
          LeadId.V6,
          LeadId.III,
          LeadId.AVR,
          LeadId.AVL,
          LeadId.AVF);

  private static final SyntheticEcg AECG_NORMAL =
      ecg("aecg/normal", QINGSHAN, 1, Rhythm.NORMAL_SINUS, 8, 3, CART_ORDER);
  private static final SyntheticEcg AECG_BRADYCARDIA =
      ecg("aecg/bradycardia", HEWAN, 6, Rhythm.SINUS_BRADYCARDIA, 8, 21, CART_ORDER);
  private static final SyntheticEcg AECG_FIBRILLATION =
      ecg("aecg/fibrillation", HEWAN, 5, Rhythm.ATRIAL_FIBRILLATION, 8, 47, CART_ORDER);
  private static final SyntheticEcg AECG_INFARCT =
      ecg("aecg/inferior-infarct", QINGSHAN, 11, Rhythm.INFERIOR_STEMI, 9, 12, CART_ORDER);

  private static final SyntheticEcg SCP_NORMAL =
      ecg("scp/normal", HEWAN, 11, Rhythm.NORMAL_SINUS, 8, 33, CART_ORDER);
  private static final SyntheticEcg SCP_PREMATURE =
      ecg("scp/premature", QINGSHAN, 4, Rhythm.PREMATURE_VENTRICULAR, 9, 55, CART_ORDER);

  private static final SyntheticEcg MUSE_INFARCT =
      ecg("muse/inferior-infarct", HEWAN, 6, Rhythm.INFERIOR_STEMI, 11, 2, MuseWriter.EIGHT);

  private static final SyntheticEcg CARDIOSOFT_FIBRILLATION =
      ecg(
          "cardiosoft/fibrillation",
          QINGSHAN,
          1,
          Rhythm.ATRIAL_FIBRILLATION,
          11,
          20,
          LeadId.STANDARD_12);

  private static final SyntheticEcg EDF_BRADYCARDIA =
      ecg("edf/bradycardia", HEWAN, 1, Rhythm.SINUS_BRADYCARDIA, 13, 41, LeadId.STANDARD_12);
  private static final SyntheticEcg EDF_PREMATURE =
      ecg("edf/premature", QINGSHAN, 2, Rhythm.PREMATURE_VENTRICULAR, 14, 6, LeadId.STANDARD_12);
  private static final SyntheticEcg SIERRA_BRADYCARDIA =
      sierra("sierra/bradycardia", QINGSHAN, 0, Rhythm.SINUS_BRADYCARDIA, 8, 33);
  private static final SyntheticEcg SIERRA_FIBRILLATION =
      sierra("sierra/fibrillation", HEWAN, 7, Rhythm.ATRIAL_FIBRILLATION, 10, 11);

  private static final SyntheticEcg ORU_NORMAL =
      ecg("hl7v2/normal", QINGSHAN, 7, Rhythm.NORMAL_SINUS, 15, 2, LeadId.STANDARD_12);
  private static final SyntheticEcg ORU_INFARCT =
      ecg("hl7v2/inferior-infarct", HEWAN, 9, Rhythm.INFERIOR_STEMI, 15, 17, LeadId.STANDARD_12);
  private static final SyntheticEcg ORU_BRADYCARDIA =
      ecg("hl7v2/bradycardia", HEWAN, 2, Rhythm.SINUS_BRADYCARDIA, 15, 40, CART_ORDER);
  private static final SyntheticEcg CONTEC_PREMATURE =
      new SyntheticEcg(
          "contec/premature",
          HEWAN,
          SyntheticPatient.ALL.get(0),
          Rhythm.PREMATURE_VENTRICULAR,
          at(14, 30),
          10,
          800,
          new BigDecimal("5"),
          ContecWriter.EIGHT);

  private static final SyntheticEcg DICOM_NORMAL =
      ecg("dicom/normal", QINGSHAN, 3, Rhythm.NORMAL_SINUS, 8, 9, LeadId.STANDARD_12);
  private static final SyntheticEcg DICOM_PREMATURE =
      new SyntheticEcg(
          "dicom/premature",
          HEWAN,
          SyntheticPatient.ALL.get(8),
          Rhythm.PREMATURE_VENTRICULAR,
          at(9, 26),
          10,
          1000,
          new BigDecimal("1.25"),
          LeadId.STANDARD_12);
  private static final SyntheticEcg DICOM_FIBRILLATION =
      ecg("dicom/fibrillation", QINGSHAN, 9, Rhythm.ATRIAL_FIBRILLATION, 9, 40, LeadId.STANDARD_12);
  private static final SyntheticEcg DICOM_INFARCT =
      ecg("dicom/inferior-infarct", HEWAN, 0, Rhythm.INFERIOR_STEMI, 10, 5, HeartModel.EIGHTEEN);

  /** Every ECG by the path of its file below {@code test-data}. */
  static final Map<String, SyntheticEcg> ECGS =
      Map.ofEntries(
          Map.entry("ecg/aecg/qingshan-normal.xml", AECG_NORMAL),
          Map.entry("ecg/aecg/hewan-bradycardia-gb18030.xml", AECG_BRADYCARDIA),
          Map.entry("ecg/aecg/hewan-fibrillation-cart.xml", AECG_FIBRILLATION),
          Map.entry("ecg/aecg/qingshan-inferior-infarct.xml", AECG_INFARCT),
          Map.entry("ecg/scp/hewan-normal.scp", SCP_NORMAL),
          Map.entry("ecg/scp/qingshan-premature-beat-subtracted.scp", SCP_PREMATURE),
          Map.entry("ecg/muse/hewan-inferior-infarct.xml", MUSE_INFARCT),
          Map.entry("ecg/cardiosoft/qingshan-fibrillation.xml", CARDIOSOFT_FIBRILLATION),
          Map.entry("ecg/edf/hewan-bradycardia.edf", EDF_BRADYCARDIA),
          Map.entry("ecg/edf/qingshan-premature-plus.edf", EDF_PREMATURE),
          Map.entry("ecg/sierra/qingshan-bradycardia-utf16.xml", SIERRA_BRADYCARDIA),
          Map.entry("ecg/sierra/hewan-fibrillation-v103.xml", SIERRA_FIBRILLATION),
          Map.entry("ecg/hl7v2/qingshan-normal-arrays.hl7", ORU_NORMAL),
          Map.entry("ecg/hl7v2/hewan-inferior-infarct-multiplexed-gb18030.hl7", ORU_INFARCT),
          Map.entry("ecg/hl7v2/hewan-bradycardia-scp.hl7", ORU_BRADYCARDIA),
          Map.entry("ecg/contec/hewan-premature.ECG", CONTEC_PREMATURE),
          Map.entry("dicom/ecg/qingshan-normal.dcm", DICOM_NORMAL),
          Map.entry("dicom/ecg/hewan-premature.dcm", DICOM_PREMATURE),
          Map.entry("dicom/ecg/qingshan-fibrillation.dcm", DICOM_FIBRILLATION),
          Map.entry("dicom/ecg/hewan-inferior-infarct.dcm", DICOM_INFARCT));

  /** The ECG of which there is only a page. */
  static final SyntheticEcg PAGE =
      ecg("hl7v2/page", HEWAN, 10, Rhythm.NORMAL_SINUS, 16, 12, LeadId.STANDARD_12);

  private GenerateEcg() {}

  /** Writes all files below the folder given, {@code test-data} without one. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "test-data");
    SortedMap<String, byte[]> all = files();
    all.putAll(pages());
    for (Map.Entry<String, byte[]> file : all.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /** Every file by its path below {@code test-data}. */
  static SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(
        "ecg/aecg/qingshan-normal.xml",
        new AecgWriter(AECG_NORMAL, AecgWriter.Style.SCHEMA).write(StandardCharsets.UTF_8));
    files.put(
        "ecg/aecg/hewan-bradycardia-gb18030.xml",
        new AecgWriter(AECG_BRADYCARDIA, AecgWriter.Style.SCHEMA).write(GB18030));
    files.put(
        "ecg/aecg/hewan-fibrillation-cart.xml",
        new AecgWriter(AECG_FIBRILLATION, AecgWriter.Style.CART).write(StandardCharsets.UTF_8));
    files.put(
        "ecg/aecg/qingshan-inferior-infarct.xml",
        new AecgWriter(AECG_INFARCT, AecgWriter.Style.WITH_BEAT).write(StandardCharsets.UTF_8));
    files.put(
        "ecg/scp/hewan-normal.scp",
        new ScpWriter(SCP_NORMAL, ScpWriter.Compression.SECOND_DIFFERENCES).write());
    files.put(
        "ecg/scp/qingshan-premature-beat-subtracted.scp",
        new ScpWriter(SCP_PREMATURE, ScpWriter.Compression.REFERENCE_BEAT).write());
    files.put(
        "ecg/muse/hewan-inferior-infarct.xml",
        new MuseWriter(MUSE_INFARCT).write(StandardCharsets.UTF_8));
    files.put(
        "ecg/cardiosoft/qingshan-fibrillation.xml",
        new CardiosoftWriter(CARDIOSOFT_FIBRILLATION).write(StandardCharsets.UTF_8));
    files.put("ecg/edf/hewan-bradycardia.edf", new EdfWriter(EDF_BRADYCARDIA).edf());
    files.put("ecg/edf/qingshan-premature-plus.edf", new EdfWriter(EDF_PREMATURE).edfPlus());
    files.put(
        "ecg/sierra/qingshan-bradycardia-utf16.xml", new SierraWriter(SIERRA_BRADYCARDIA).cart());
    files.put(
        "ecg/sierra/hewan-fibrillation-v103.xml", new SierraWriter(SIERRA_FIBRILLATION).monitor());
    files.put("ecg/hl7v2/qingshan-normal-arrays.hl7", new OruWriter(ORU_NORMAL).numericArrays());
    files.put(
        "ecg/hl7v2/hewan-inferior-infarct-multiplexed-gb18030.hl7",
        new OruWriter(ORU_INFARCT).multiplexedArray());
    files.put(
        "ecg/hl7v2/hewan-bradycardia-scp.hl7", new OruWriter(ORU_BRADYCARDIA).encapsulatedScp());
    files.put("ecg/contec/hewan-premature.ECG", new ContecWriter(CONTEC_PREMATURE).write());
    files.put(
        "dicom/ecg/qingshan-normal.dcm",
        new WaveformWriter(DICOM_NORMAL, true)
            .write(WaveformWriter.TWELVE_LEAD, DicomObject.EXPLICIT_LE));
    files.put(
        "dicom/ecg/hewan-premature.dcm",
        new WaveformWriter(DICOM_PREMATURE, false)
            .write(WaveformWriter.TWELVE_LEAD, DicomObject.IMPLICIT_LE));
    files.put(
        "dicom/ecg/qingshan-fibrillation.dcm",
        new WaveformWriter(DICOM_FIBRILLATION, true)
            .write(WaveformWriter.TWELVE_LEAD, DicomObject.EXPLICIT_LE));
    files.put(
        "dicom/ecg/hewan-inferior-infarct.dcm",
        new WaveformWriter(DICOM_INFARCT, false)
            .write(WaveformWriter.GENERAL, DicomObject.EXPLICIT_LE));
    return files;
  }

  /** Pages without samples, by their path below {@code test-data}. */
  static SortedMap<String, byte[]> pages() {
    SortedMap<String, byte[]> pages = new TreeMap<>();
    byte[] pdf = new PageWriter(PAGE).write();
    pages.put("ecg/pdf/hewan-normal-page.pdf", pdf);
    pages.put("ecg/pdf/hewan-normal-page.hl7", new OruWriter(PAGE).pdfOnly(pdf));
    return pages;
  }

  private static SyntheticEcg ecg(
      String name,
      BranchClinic site,
      int patient,
      Rhythm rhythm,
      int hour,
      int minute,
      List<LeadId> leads) {
    return new SyntheticEcg(
        name,
        site,
        SyntheticPatient.ALL.get(patient),
        rhythm,
        at(hour, minute),
        10,
        500,
        new BigDecimal("2.5"),
        leads);
  }

  /** The maker's usual step is 5 microvolt. */
  private static SyntheticEcg sierra(
      String name, BranchClinic site, int patient, Rhythm rhythm, int hour, int minute) {
    return new SyntheticEcg(
        name,
        site,
        SyntheticPatient.ALL.get(patient),
        rhythm,
        at(hour, minute),
        10,
        500,
        new BigDecimal("5"),
        LeadId.STANDARD_12);
  }

  private static LocalDateTime at(int hour, int minute) {
    return LocalDateTime.of(2026, 3, 2, hour, minute, 7);
  }
}
