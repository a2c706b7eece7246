package org.farsight.testdata;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.farsight.ecg.LeadId;

/**
 * One synthetic ECG as files of several formats, as a cart writes that exports the same recording
 * more than once.
 */
public final class EcgTwins {

  private EcgTwins() {}

  /** SCP-ECG, in second differences. */
  public static byte[] scp(LocalDateTime started) {
    return new ScpWriter(ecg(started), ScpWriter.Compression.SECOND_DIFFERENCES).write();
  }

  /** SCP-ECG less a reference beat: the same ECG as other bytes. */
  public static byte[] otherScp(LocalDateTime started) {
    return new ScpWriter(ecg(started), ScpWriter.Compression.REFERENCE_BEAT).write();
  }

  /** HL7 aECG, which names the issuer of the patient id by an OID. */
  public static byte[] aecg(LocalDateTime started) {
    return new AecgWriter(ecg(started), AecgWriter.Style.SCHEMA).write(StandardCharsets.UTF_8);
  }

  /** A DICOM 12-lead ECG as a file. */
  public static byte[] dicom(LocalDateTime started) {
    return new WaveformWriter(ecg(started), true)
        .write(WaveformWriter.TWELVE_LEAD, DicomObject.EXPLICIT_LE);
  }

  private static SyntheticEcg ecg(LocalDateTime started) {
    return new SyntheticEcg(
        "twins",
        BranchClinic.QINGSHAN,
        SyntheticPatient.ALL.get(2),
        Rhythm.NORMAL_SINUS,
        started,
        10,
        500,
        new BigDecimal("2.5"),
        LeadId.STANDARD_12);
  }
}
