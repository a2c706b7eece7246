package org.farsight.it;

import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.StorageContext;

/**
 * A small CT study of a device that tells its name and serial number.
 *
 * @param study its UID
 * @param patient id, one of the site
 * @param accession number, one of the site
 * @param serial number of the scanner
 */
record CtStudy(String study, String patient, String accession, String serial) {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final StorageContext CONTEXT =
      new StorageContext(Uid.CT_IMAGE_STORAGE, SYNTAX.uid());

  /** A new one. */
  static CtStudy of(String patient, String accession, String serial) {
    return new CtStudy(Uid.random(), patient, accession, serial);
  }

  /** Its images, of one series. */
  List<PushedObject> images(int count) {
    List<PushedObject> images = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      String instance = Uid.random();
      DataSet image =
          new DataSet()
              .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
              .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
              .put(Tag.SOP_INSTANCE_UID, VR.UI, instance)
              .put(Tag.STUDY_DATE, VR.DA, "20260301")
              .put(Tag.STUDY_TIME, VR.TM, "081500")
              .put(Tag.ACCESSION_NUMBER, VR.SH, accession)
              .put(Tag.MODALITY, VR.CS, "CT")
              .put(Tag.MANUFACTURER, VR.LO, "Synthetic")
              .put(Tag.MANUFACTURER_MODEL_NAME, VR.LO, "CT 1")
              .put(Tag.DEVICE_SERIAL_NUMBER, VR.LO, serial)
              .put(Tag.PATIENT_NAME, VR.PN, "Zhao^Mingyuan=赵^明远=Zhào^Míngyuǎn")
              .put(Tag.PATIENT_ID, VR.LO, patient)
              .put(Tag.PATIENT_BIRTH_DATE, VR.DA, "19800101")
              .put(Tag.PATIENT_SEX, VR.CS, "M")
              .put(Tag.STUDY_INSTANCE_UID, VR.UI, study)
              .put(Tag.SERIES_INSTANCE_UID, VR.UI, study + ".1")
              .put(Tag.SERIES_NUMBER, VR.IS, "1")
              .put(Tag.INSTANCE_NUMBER, VR.IS, String.valueOf(number))
              .putInts(Tag.ROWS, VR.US, 8)
              .putInts(Tag.COLUMNS, VR.US, 8)
              .putInts(Tag.BITS_ALLOCATED, VR.US, 16)
              .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[128]);
      images.add(new PushedObject(CONTEXT, instance, DataSetWriter.toBytes(image, SYNTAX)));
    }
    return images;
  }

  @Override
  public String toString() {
    return "CT study " + study;
  }
}
