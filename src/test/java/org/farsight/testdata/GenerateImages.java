package org.farsight.testdata;

import static org.farsight.testdata.BranchClinic.HEWAN;
import static org.farsight.testdata.BranchClinic.QINGSHAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes {@code test-data/dicom/}: phantoms as CT, MR, ultrasound and X-ray images of invented
 * patients at two invented branch sites, the same bytes each time.
 */
final class GenerateImages {
  private static final ImageStudy HEAD_CT =
      study("ct/head", QINGSHAN, 0, true, "CT", "HEAD", "头颅CT平扫", 8, 12);
  private static final ImageStudy CHEST_CT =
      study("ct/chest", HEWAN, 3, false, "CT", "CHEST", "胸部CT平扫", 8, 40);
  private static final ImageStudy HEAD_MR =
      study("mr/head", QINGSHAN, 1, true, "MR", "HEAD", "头颅MR T2加权", 9, 5);
  private static final ImageStudy HEART_US =
      study("us/heart", HEWAN, 4, false, "US", "HEART", "心脏彩超 动态", 9, 31);
  private static final ImageStudy FLOW_US =
      study("us/flow", QINGSHAN, 7, true, "US", "HEART", "心脏彩色血流", 9, 50);
  private static final ImageStudy CHEST_DX =
      study("dx/chest", QINGSHAN, 5, false, "DX", "CHEST", "胸部正位片", 10, 2);
  private static final ImageStudy FOREARM_DX =
      study("dx/forearm", HEWAN, 8, true, "DX", "FOREARM", "前臂正位片", 10, 20);
  private static final ImageStudy CHEST_CR =
      study("cr/chest", HEWAN, 6, false, "CR", "CHEST", "胸部正位片(CR)", 10, 44);

  /** Every study, in the order of a morning. */
  static final List<ImageStudy> STUDIES =
      List.of(HEAD_CT, CHEST_CT, HEAD_MR, HEART_US, FLOW_US, CHEST_DX, FOREARM_DX, CHEST_CR);

  private GenerateImages() {}

  /** Writes all files below the folder given, {@code test-data/dicom} without one. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "test-data/dicom");
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /** Every file by its path below {@code test-data/dicom}. */
  static SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    addCt(files, HEAD_CT, Phantom.HEAD_CT, 12, 230);
    addCt(files, CHEST_CT, Phantom.CHEST_CT, 8, 360);
    addMr(files);
    addHeart(files);
    addFlow(files);
    addDigitalXray(files, CHEST_DX, Phantom.CHEST_PROJECTION, 1024, 1024);
    addDigitalXray(files, FOREARM_DX, Phantom.FOREARM_PROJECTION, 512, 768);
    addComputedRadiography(files);
    return files;
  }

  private static void addCt(
      Map<String, byte[]> files, ImageStudy study, Phantom phantom, int slices, int millimetres) {
    Random random = new Random(study.seed());
    for (int slice = 0; slice < slices; slice++) {
      double z = 0.75 - 1.5 * slice / (slices - 1);
      DicomObject image = study.object("1.2.840.10008.5.1.4.1.1.2", slice + 1);
      plane(image, study, millimetres, 256, z);
      image.text("0008,0008 CS ImageType", "ORIGINAL", "PRIMARY", "AXIAL");
      image.numbers("0020,0012 IS AcquisitionNumber", 1);
      image.numbers("0018,0060 DS KVP", 120);
      image.numbers("0018,1151 IS XRayTubeCurrent", 180);
      image.numbers("0028,1052 DS RescaleIntercept", -1024);
      image.numbers("0028,1053 DS RescaleSlope", 1);
      image.text("0028,1054 LO RescaleType", "HU");
      boolean head = phantom.equals(Phantom.HEAD_CT);
      image.numbers("0028,1050 DS WindowCenter", head ? 40 : -500);
      image.numbers("0028,1051 DS WindowWidth", head ? 80 : 1500);
      grey(image, 256, 256, 16, 12);
      short[] pixels = phantom.cut(256, z, -1000, 6, random);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (short) Math.clamp(pixels[i] + 1024, 0, 4095);
      }
      image.bytes("7FE0,0010 OW PixelData", words(pixels));
      put(files, study, slice + 1, image.part10(DicomObject.EXPLICIT_LE));
    }
  }

  private static void addMr(Map<String, byte[]> files) {
    Random random = new Random(HEAD_MR.seed());
    int slices = 8;
    for (int slice = 0; slice < slices; slice++) {
      double z = 0.6 - 1.2 * slice / (slices - 1);
      DicomObject image = HEAD_MR.object("1.2.840.10008.5.1.4.1.1.4", slice + 1);
      plane(image, HEAD_MR, 230, 256, z);
      image.text("0008,0008 CS ImageType", "ORIGINAL", "PRIMARY", "OTHER");
      image.text("0018,0020 CS ScanningSequence", "SE");
      image.text("0018,0021 CS SequenceVariant", "SK");
      image.text("0018,0022 CS ScanOptions");
      image.text("0018,0023 CS MRAcquisitionType", "2D");
      image.numbers("0018,0080 DS RepetitionTime", 4200);
      image.numbers("0018,0081 DS EchoTime", 98);
      image.numbers("0018,0091 IS EchoTrainLength", 12);
      image.numbers("0018,0087 DS MagneticFieldStrength", 1.5);
      image.numbers("0028,1050 DS WindowCenter", 550);
      image.numbers("0028,1051 DS WindowWidth", 1100);
      grey(image, 256, 256, 16, 12);
      short[] pixels = Phantom.HEAD_MR.cut(256, z, 20, 15, random);
      image.bytes("7FE0,0010 OW PixelData", words(pixels));
      put(files, HEAD_MR, slice + 1, image.part10(DicomObject.IMPLICIT_LE));
    }
  }

  /** Twelve frames of a heart, one byte a pixel, in the RLE transfer syntax. */
  private static void addHeart(Map<String, byte[]> files) {
    Random random = new Random(HEART_US.seed());
    int frames = 12;
    List<byte[]> encoded = new ArrayList<>();
    for (int frame = 0; frame < frames; frame++) {
      byte[] plane = Ultrasound.frame(256, 192, (double) frame / frames, random);
      encoded.add(RunLengthCoding.encode(new byte[][] {plane}, 256));
    }
    DicomObject image = HEART_US.object("1.2.840.10008.5.1.4.1.1.3.1", 1);
    ultrasound(image);
    grey(image, 192, 256, 8, 8);
    image.numbers("0028,0008 IS NumberOfFrames", frames);
    image.tag("0028,0009 AT FrameIncrementPointer", 0x00181063);
    image.numbers("0018,1063 DS FrameTime", 66.67);
    image.numbers("0018,0040 IS CineRate", 15);
    image.frames(encoded);
    put(files, HEART_US, 1, image.part10(DicomObject.RLE));
  }

  /** Two single images in colour. */
  private static void addFlow(Map<String, byte[]> files) {
    Random random = new Random(FLOW_US.seed());
    for (int instance = 1; instance <= 2; instance++) {
      DicomObject image = FLOW_US.object("1.2.840.10008.5.1.4.1.1.6.1", instance);
      ultrasound(image);
      pixels(image, 192, 256, 8, 8);
      image.shorts("0028,0002 US SamplesPerPixel", 3);
      image.text("0028,0004 CS PhotometricInterpretation", "RGB");
      image.shorts("0028,0006 US PlanarConfiguration", 0);
      image.bytes(
          "7FE0,0010 OB PixelData",
          Ultrasound.colourFrame(256, 192, instance == 1 ? 0 : 0.5, random));
      put(files, FLOW_US, instance, image.part10(DicomObject.EXPLICIT_LE));
    }
  }

  private static void addDigitalXray(
      Map<String, byte[]> files, ImageStudy study, Phantom phantom, int columns, int rows) {
    DicomObject image = study.object("1.2.840.10008.5.1.4.1.1.1.1", 1);
    image.text("0008,0008 CS ImageType", "ORIGINAL", "PRIMARY", "");
    image.text("0008,0068 CS PresentationIntentType", "FOR PRESENTATION");
    image.text("0020,0020 CS PatientOrientation", "L", "F");
    boolean chest = phantom.equals(Phantom.CHEST_PROJECTION);
    image.text("0020,0062 CS ImageLaterality", chest ? "U" : "R");
    DicomObject region = chest ? code("51185008", "Thorax") : code("14975008", "Forearm");
    image.items("0008,2218 SQ AnatomicRegionSequence", region);
    image.items("0054,0220 SQ ViewCodeSequence", code("399348003", "antero-posterior"));
    image.text("0018,1508 CS PositionerType", "NONE");
    image.items("0040,0555 SQ AcquisitionContextSequence");
    image.text("0018,5101 CS ViewPosition", "AP");
    image.text("0018,7004 CS DetectorType", "SCINTILLATOR");
    image.numbers("0018,1164 DS ImagerPixelSpacing", 0.3, 0.3);
    image.numbers("0018,0060 DS KVP", 110);
    image.text("0028,1040 CS PixelIntensityRelationship", "LOG");
    image.bytes("0028,1041 SS PixelIntensityRelationshipSign", words(new short[] {1}));
    image.numbers("0028,1052 DS RescaleIntercept", 0);
    image.numbers("0028,1053 DS RescaleSlope", 1);
    image.text("0028,1054 LO RescaleType", "US");
    image.text("2050,0020 CS PresentationLUTShape", "IDENTITY");
    image.text("0028,0301 CS BurnedInAnnotation", "NO");
    image.text("0028,2110 CS LossyImageCompression", "00");
    projection(image, study, phantom, columns, rows);
    put(files, study, 1, image.part10(DicomObject.EXPLICIT_LE));
  }

  /** A SNOMED CT code (PS3.3 table 8.8-1). */
  private static DicomObject code(String value, String meaning) {
    return new DicomObject(StandardCharsets.US_ASCII)
        .text("0008,0100 SH CodeValue", value)
        .text("0008,0102 SH CodingSchemeDesignator", "SCT")
        .text("0008,0104 LO CodeMeaning", meaning);
  }

  private static void addComputedRadiography(Map<String, byte[]> files) {
    DicomObject image = CHEST_CR.object("1.2.840.10008.5.1.4.1.1.1", 1);
    image.text("0008,0008 CS ImageType", "ORIGINAL", "PRIMARY");
    image.text("0020,0020 CS PatientOrientation", "L", "F");
    image.text("0018,5101 CS ViewPosition", "PA");
    image.numbers("0018,0060 DS KVP", 90);
    image.numbers("0018,1164 DS ImagerPixelSpacing", 0.6, 0.6);
    projection(image, CHEST_CR, Phantom.CHEST_PROJECTION, 512, 640);
    put(files, CHEST_CR, 1, image.part10(DicomObject.IMPLICIT_LE));
  }

  private static void projection(
      DicomObject image, ImageStudy study, Phantom phantom, int columns, int rows) {
    grey(image, rows, columns, 16, 12);
    image.numbers("0028,1050 DS WindowCenter", 2048);
    image.numbers("0028,1051 DS WindowWidth", 4096);
    Random random = new Random(study.seed());
    image.bytes(
        "7FE0,0010 OW PixelData", words(phantom.projection(columns, rows, 4095, 12, random)));
  }

  /** Ultrasound images have no orientation and may say that they were never lossy. */
  private static void ultrasound(DicomObject image) {
    image.text("0008,0008 CS ImageType", "ORIGINAL", "PRIMARY");
    image.text("0020,0020 CS PatientOrientation");
    image.text("0028,2110 CS LossyImageCompression", "00");
  }

  /** Image Plane and Frame of Reference of an axial slice (PS3.3 C.7.6.2, C.7.4.1). */
  private static void plane(
      DicomObject image, ImageStudy study, int millimetres, int size, double z) {
    double spacing = (double) millimetres / size;
    double corner = (spacing - millimetres) / 2;
    double height = StrictMath.rint(z * millimetres * 5) / 10;
    image.numbers("0028,0030 DS PixelSpacing", spacing, spacing);
    image.numbers("0020,0037 DS ImageOrientationPatient", 1, 0, 0, 0, 1, 0);
    image.numbers("0020,0032 DS ImagePositionPatient", corner, corner, height);
    image.numbers("0018,0050 DS SliceThickness", 5);
    image.numbers("0020,1041 DS SliceLocation", height);
    image.text("0018,5100 CS PatientPosition", "HFS");
    image.text("0020,0052 UI FrameOfReferenceUID", DicomObject.uid(study.name() + " frame"));
    image.text("0020,1040 LO PositionReferenceIndicator");
  }

  private static void grey(DicomObject image, int rows, int columns, int allocated, int stored) {
    pixels(image, rows, columns, allocated, stored);
    image.shorts("0028,0002 US SamplesPerPixel", 1);
    image.text("0028,0004 CS PhotometricInterpretation", "MONOCHROME2");
  }

  private static void pixels(DicomObject image, int rows, int columns, int allocated, int stored) {
    image.shorts("0028,0010 US Rows", rows);
    image.shorts("0028,0011 US Columns", columns);
    image.shorts("0028,0100 US BitsAllocated", allocated);
    image.shorts("0028,0101 US BitsStored", stored);
    image.shorts("0028,0102 US HighBit", stored - 1);
    image.shorts("0028,0103 US PixelRepresentation", 0);
  }

  private static byte[] words(short[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(values);
    return bytes.array();
  }

  private static void put(
      Map<String, byte[]> files, ImageStudy study, int instance, byte[] content) {
    files.put("%s/%s-%02d.dcm".formatted(study.name(), study.site().id(), instance), content);
  }

  private static ImageStudy study(
      String name,
      BranchClinic site,
      int patient,
      boolean unicode,
      String modality,
      String bodyPart,
      String description,
      int hour,
      int minute) {
    return new ImageStudy(
        name,
        site,
        SyntheticPatient.ALL.get(patient),
        unicode,
        modality,
        bodyPart,
        description,
        LocalDateTime.of(2026, 3, 16, hour, minute));
  }
}
