package org.farsight.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.StorageContext;

/**
 * What a device pushes: the bytes of a data set and what the command announces.
 *
 * @param context SOP class and transfer syntax announced
 * @param sopInstance announced
 * @param dataSet the bytes
 */
record PushedObject(StorageContext context, String sopInstance, byte[] dataSet) {

  private static final StorageContext CT =
      new StorageContext(Uid.CT_IMAGE_STORAGE, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());

  /** Whom a made object is of. */
  record Person(String id, String name) {
    @Override
    public String toString() {
      return "a person";
    }
  }

  /** A person that no other test knows. */
  static Person somebody() {
    return new Person("IT-" + Uid.random().substring(5, 25), "Zhao^Mingyuan=赵^明远=Zhào^Míngyuǎn");
  }

  /** CT images of a new study with noise for pixels. */
  static List<PushedObject> study(Person person, int images, int rows) {
    String study = Uid.random();
    List<PushedObject> objects = new ArrayList<>();
    for (int i = 1; i <= images; i++) {
      objects.add(image(study, person, i, rows));
    }
    return objects;
  }

  /** One CT image of a study. */
  static PushedObject image(String study, Person person, int number, int rows) {
    String instance = Uid.random();
    byte[] pixels = new byte[rows * rows * 2];
    new Random(instance.hashCode()).nextBytes(pixels);
    DataSet image =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
            .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, instance)
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, study)
            .put(Tag.SERIES_INSTANCE_UID, VR.UI, study + ".1")
            .put(Tag.MODALITY, VR.CS, "CT")
            .put(Tag.PATIENT_NAME, VR.PN, person.name())
            .put(Tag.PATIENT_ID, VR.LO, person.id())
            .put(Tag.INSTANCE_NUMBER, VR.IS, String.valueOf(number))
            .put(Tag.PHOTOMETRIC_INTERPRETATION, VR.CS, "MONOCHROME2")
            .putInts(Tag.SAMPLES_PER_PIXEL, VR.US, 1)
            .putInts(Tag.ROWS, VR.US, rows)
            .putInts(Tag.COLUMNS, VR.US, rows)
            .putInts(Tag.BITS_ALLOCATED, VR.US, 16)
            .putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
    return new PushedObject(
        CT, instance, DataSetWriter.toBytes(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
  }

  /** The same, with an end that never came. */
  PushedObject cutTo(int length) {
    return new PushedObject(context, sopInstance, Arrays.copyOf(dataSet, length));
  }

  /** The same, announced under another SOP Instance UID. */
  PushedObject announcedAs(String otherInstance) {
    return new PushedObject(context, otherInstance, dataSet);
  }

  /** SHA-256 of the data set. */
  String digest() {
    return Digest.of(dataSet);
  }

  @Override
  public String toString() {
    return "object " + sopInstance;
  }
}
