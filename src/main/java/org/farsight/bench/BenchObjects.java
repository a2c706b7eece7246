package org.farsight.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.StorageContext;

/** The objects that are sent: synthesised, of the sizes that clinics send. */
public final class BenchObjects {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int BLOCK = 1 << 20;
  private static final int FRAGMENT = 64 << 20;
  private static final long ITEM = 8;

  private BenchObjects() {}

  /** A CT slice of 512 × 512 pixels of 16 bits: 0.5 MB. */
  public static ObjectTemplate ct() {
    DataSet dataSet = common(Uid.CT_IMAGE_STORAGE, "CT");
    image(dataSet, 512, 512, 16, 1);
    dataSet.put(Tag.RESCALE_INTERCEPT, VR.DS, "-1024").put(Tag.RESCALE_SLOPE, VR.DS, "1");
    return nativePixels(Uid.CT_IMAGE_STORAGE, dataSet, 512 * 512 * 2);
  }

  /**
   * Frames of 1024 × 1024 pixels of 8 bits.
   *
   * @param frames 1 to 4095; 100 make 105 MB
   */
  public static ObjectTemplate multiFrame(int frames) {
    if (frames < 1 || frames > 4095) {
      throw new IllegalArgumentException(frames + " frames of 1 MB do not fit in 2^32 bytes");
    }
    String sopClass = Uid.US_MULTI_FRAME_IMAGE_STORAGE;
    DataSet dataSet = common(sopClass, "US");
    image(dataSet, 1024, 1024, 8, frames);
    return nativePixels(sopClass, dataSet, (long) frames << 20);
  }

  /**
   * Encapsulated fragments of 64 MB each, one for each frame (PS3.5 annex A.4), whose bytes are no
   * image: nobody on the way decodes them.
   */
  public static ObjectTemplate encapsulated(long atLeast) {
    String sopClass = Uid.US_MULTI_FRAME_IMAGE_STORAGE;
    int frames = Math.toIntExact((atLeast + FRAGMENT - 1) / FRAGMENT);
    DataSet dataSet = common(sopClass, "US");
    image(dataSet, 1024, 1024, 8, frames);
    byte[] noise = noise(BLOCK);
    List<ObjectTemplate.Part> parts = new ArrayList<>();
    parts.add(item(0xE000, 0)); // empty Basic Offset Table
    for (int i = 0; i < frames; i++) {
      parts.add(item(0xE000, FRAGMENT));
      parts.add(new ObjectTemplate.Part(noise, FRAGMENT));
    }
    parts.add(item(0xE0DD, 0));
    byte[] head = head(dataSet, ObjectTemplate.longHeader(0x7FE0, 0x0010, "OB", 0xFFFF_FFFFL));
    String syntax = TransferSyntax.JPEG_2000_LOSSLESS.uid();
    return new ObjectTemplate(new StorageContext(sopClass, syntax), head, parts);
  }

  private static ObjectTemplate.Part item(int element, int length) {
    byte[] header =
        ByteBuffer.allocate((int) ITEM)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0xFFFE)
            .putShort((short) element)
            .putInt(length)
            .array();
    return new ObjectTemplate.Part(header, ITEM);
  }

  /** Ten seconds of twelve leads, 500 samples a second of 16 bits: 124 KB. */
  public static ObjectTemplate ecg() {
    String sopClass = Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE;
    DataSet dataSet = common(sopClass, "ECG");
    dataSet.put(Tag.of(0x0008, 0x002A), VR.DT, "20260301080000");
    DataSet group = dataSet.addItem(Tag.of(0x5400, 0x0100));
    group.put(Tag.of(0x003A, 0x0004), VR.CS, "ORIGINAL");
    group.putInts(Tag.of(0x003A, 0x0005), VR.US, 12);
    group.putInts(Tag.of(0x003A, 0x0010), VR.UL, 5000);
    group.put(Tag.of(0x003A, 0x001A), VR.DS, "500");
    for (String code : List.of("1", "2", "61", "62", "63", "64", "3", "4", "5", "6", "7", "8")) {
      channel(group.addItem(Tag.of(0x003A, 0x0200)), "2:" + code);
    }
    group.putInts(Tag.of(0x5400, 0x1004), VR.US, 16);
    group.put(Tag.of(0x5400, 0x1006), VR.CS, "SS");
    group.putBytes(Tag.of(0x5400, 0x1010), VR.OW, curves());
    byte[] whole = DataSetWriter.toBytes(dataSet, SYNTAX);
    return new ObjectTemplate(new StorageContext(sopClass, SYNTAX.uid()), whole, List.of());
  }

  private static void channel(DataSet channel, String code) {
    code(channel.addItem(Tag.of(0x003A, 0x0208)), code, "MDC", "Lead");
    channel.put(Tag.of(0x003A, 0x0210), VR.DS, "2.5");
    code(channel.addItem(Tag.of(0x003A, 0x0211)), "uV", "UCUM", "microvolt");
    channel.put(Tag.of(0x003A, 0x0212), VR.DS, "1");
    channel.put(Tag.of(0x003A, 0x0213), VR.DS, "0");
    channel.put(Tag.of(0x003A, 0x0214), VR.DS, "0");
    channel.putInts(Tag.of(0x003A, 0x021A), VR.US, 16);
  }

  private static void code(DataSet item, String value, String scheme, String meaning) {
    item.put(Tag.of(0x0008, 0x0100), VR.SH, value);
    item.put(Tag.of(0x0008, 0x0102), VR.SH, scheme);
    item.put(Tag.of(0x0008, 0x0104), VR.LO, meaning);
  }

  private static byte[] curves() {
    ByteBuffer samples = ByteBuffer.allocate(12 * 5000 * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 5000; i++) {
      for (int lead = 0; lead < 12; lead++) {
        samples.putShort((short) (100 * Math.sin(i / 60.0 + lead)));
      }
    }
    return samples.array();
  }

  private static DataSet common(String sopClass, String modality) {
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
        .put(Tag.SOP_CLASS_UID, VR.UI, sopClass)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, ObjectTemplate.INSTANCE)
        .put(Tag.of(0x0008, 0x0020), VR.DA, "20260301")
        .put(Tag.of(0x0008, 0x0023), VR.DA, "20260301")
        .put(Tag.of(0x0008, 0x0030), VR.TM, "080000")
        .put(Tag.of(0x0008, 0x0033), VR.TM, "080000")
        .put(Tag.ACCESSION_NUMBER, VR.SH, "")
        .put(Tag.MODALITY, VR.CS, modality)
        .put(Tag.of(0x0008, 0x0070), VR.LO, "Farsight bench")
        .put(Tag.of(0x0010, 0x0010), VR.PN, "Bench^Synthetic")
        .put(Tag.PATIENT_ID, VR.LO, "BENCH-1")
        .put(Tag.of(0x0010, 0x0030), VR.DA, "19800101")
        .put(Tag.of(0x0010, 0x0040), VR.CS, "O")
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, ObjectTemplate.STUDY)
        .put(Tag.SERIES_INSTANCE_UID, VR.UI, ObjectTemplate.SERIES)
        .put(Tag.of(0x0020, 0x0010), VR.SH, "1")
        .put(Tag.of(0x0020, 0x0011), VR.IS, "1")
        .put(Tag.of(0x0020, 0x0013), VR.IS, "1");
  }

  private static void image(DataSet dataSet, int rows, int columns, int bits, int frames) {
    dataSet.putInts(Tag.of(0x0028, 0x0002), VR.US, 1);
    dataSet.put(Tag.of(0x0028, 0x0004), VR.CS, "MONOCHROME2");
    if (frames > 1) {
      dataSet.put(Tag.of(0x0028, 0x0008), VR.IS, Integer.toString(frames));
    }
    dataSet.putInts(Tag.of(0x0028, 0x0010), VR.US, rows);
    dataSet.putInts(Tag.of(0x0028, 0x0011), VR.US, columns);
    dataSet.putInts(Tag.of(0x0028, 0x0100), VR.US, bits);
    dataSet.putInts(Tag.of(0x0028, 0x0101), VR.US, bits);
    dataSet.putInts(Tag.of(0x0028, 0x0102), VR.US, bits - 1);
    dataSet.putInts(Tag.of(0x0028, 0x0103), VR.US, 0);
  }

  private static ObjectTemplate nativePixels(String sopClass, DataSet dataSet, long length) {
    String vr = dataSet.integer(Tag.of(0x0028, 0x0100)).orElse(8) > 8 ? "OW" : "OB";
    byte[] head = head(dataSet, ObjectTemplate.longHeader(0x7FE0, 0x0010, vr, length));
    byte[] pixels = noise((int) Math.min(BLOCK, length));
    return new ObjectTemplate(
        new StorageContext(sopClass, SYNTAX.uid()),
        head,
        List.of(new ObjectTemplate.Part(pixels, length)));
  }

  private static byte[] head(DataSet dataSet, byte[] pixelHeader) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(DataSetWriter.toBytes(dataSet, SYNTAX));
    head.writeBytes(pixelHeader);
    return head.toByteArray();
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }
}
