package org.farsight.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;

/** Simple objects, the same for the same arguments. */
final class Objects {
  static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private Objects() {}

  static DataSet ct(String study, String instance, String patientId, int pixels) {
    byte[] value = new byte[pixels];
    for (int i = 0; i < pixels; i++) {
      value[i] = (byte) (i * 31 + instance.hashCode());
    }
    DataSet ct =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.SOP_CLASS_UID, VR.UI, CT)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, instance)
            .put(Tag.ACCESSION_NUMBER, VR.SH, "A" + patientId)
            .put(Tag.MODALITY, VR.CS, "CT")
            .put(Tag.PATIENT_ID, VR.LO, patientId)
            .put(Tag.SERIES_INSTANCE_UID, VR.UI, study + ".1")
            .putBytes(Tag.PIXEL_DATA, VR.OW, value);
    return study.isEmpty() ? ct : ct.put(Tag.STUDY_INSTANCE_UID, VR.UI, study);
  }

  static byte[] bytes(DataSet dataSet) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      DataSetWriter.write(dataSet, SYNTAX, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] file(DataSet dataSet) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      Part10File.write(out, dataSet, SYNTAX, "TEST");
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
