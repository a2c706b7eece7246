package org.farsight.crash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.StorageContext;

/** Synthetic objects, each with an identity of its own. */
final class Made {
  /** What images are sent as. */
  static final StorageContext CT =
      new StorageContext(Uid.CT_IMAGE_STORAGE, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());

  /** Side of an image that is longer than what shares segments. */
  static final int LARGE = 1500;

  private static final DateTimeFormatter HL7_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSS").withZone(ZoneOffset.ofHours(8));

  private Made() {}

  /**
   * An image.
   *
   * @param dataSet its bytes
   */
  record Image(String study, String instance, byte[] dataSet) {
    Sent.Image sent() {
      return new Sent.Image(study, instance, digest(dataSet));
    }

    @Override
    public String toString() {
      return "image " + instance;
    }
  }

  /** A CT image with noise for pixels. */
  static Image image(String study, String patient, int number, int side) {
    String instance = Uid.random();
    byte[] pixels = new byte[side * side * 2];
    new Random(instance.hashCode()).nextBytes(pixels);
    DataSet image =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, instance)
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, study)
            .put(Tag.SERIES_INSTANCE_UID, VR.UI, study + ".1")
            .put(Tag.MODALITY, VR.CS, "CT")
            .put(Tag.PATIENT_NAME, VR.PN, "Crash^Test=碰^撞")
            .put(Tag.PATIENT_ID, VR.LO, patient)
            .put(Tag.INSTANCE_NUMBER, VR.IS, String.valueOf(number))
            .putInts(Tag.ROWS, VR.US, side)
            .putInts(Tag.COLUMNS, VR.US, side)
            .putInts(Tag.BITS_ALLOCATED, VR.US, 16)
            .putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
    return new Image(
        study, instance, DataSetWriter.toBytes(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
  }

  /** A short ECG as HL7 annotated ECG: another person, time and samples each. */
  static byte[] ecg(Random random) {
    String root = Uid.random();
    String time = HL7_TIME.format(Instant.now().minusMillis(random.nextInt(86_400_000))) + "+0800";
    StringBuilder leads = new StringBuilder();
    for (String lead : List.of("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")) {
      leads.append(LEAD.formatted(lead, samples(random)));
    }
    return ECG.formatted(root, time, time, root, "CR-" + root.substring(5, 20), time, time, leads)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String samples(Random random) {
    StringBuilder samples = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      int beat = i % 200 < 10 ? 200 - 40 * Math.abs(5 - i % 200) : 0;
      samples.append(i == 0 ? "" : " ").append(beat + random.nextInt(9) - 4);
    }
    return samples.toString();
  }

  /** Bytes that are no format at all. */
  static byte[] rubbish(Random random) {
    byte[] bytes = new byte[3000];
    random.nextBytes(bytes);
    return bytes;
  }

  /** SHA-256 in lower-case hex. */
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static final String ECG =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <id root="%s"/>
      <code code="93000" codeSystem="2.16.840.1.113883.6.12"/>
      <effectiveTime><low value="%s"/><high value="%s"/></effectiveTime>
      <componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>
      <id root="%s" extension="%s"/>
      </trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>
      <component><series>
      <code code="RHYTHM" codeSystem="2.16.840.1.113883.5.4"/>
      <effectiveTime><low value="%s"/></effectiveTime>
      <component><sequenceSet>
      <component><sequence>
      <code code="TIME_ABSOLUTE" codeSystem="2.16.840.1.113883.5.4"/>
      <value xsi:type="GLIST_TS"><head value="%s"/><increment value="0.004" unit="s"/></value>
      </sequence></component>
      %s</sequenceSet></component>
      </series></component>
      </AnnotatedECG>
      """;

  private static final String LEAD =
      """
      <component><sequence>
      <code code="MDC_ECG_LEAD_%s" codeSystem="2.16.840.1.113883.6.24"/>
      <value xsi:type="SLIST_PQ"><origin value="0" unit="uV"/><scale value="5" unit="uV"/>
      <digits>%s</digits></value></sequence></component>
      """;
}
