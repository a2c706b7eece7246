package org.farsight.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;

/** Data sets of our writer in each transfer syntax, and small ones that break a rule each. */
final class DataSetSeeds {
  private DataSetSeeds() {}

  static Stream<byte[]> all() {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < DataSetFuzzTest.SYNTAXES.size(); i++) {
      TransferSyntax syntax = DataSetFuzzTest.SYNTAXES.get(i);
      seeds.add(chosen(i, DataSetWriter.toBytes(object(syntax), syntax)));
    }
    for (String hex : crafted()) {
      for (int choice : new int[] {0, 1, 2, 0x81}) {
        seeds.add(chosen(choice, HexFormat.of().parseHex(hex.replace(" ", ""))));
      }
    }
    return seeds.stream();
  }

  /** Little endian where nothing else is said; the other readings are seeds just as well. */
  private static List<String> crafted() {
    return List.of(
        "", // nothing
        "08006000 4353 0200 4354 00000000 00000000", // zeros at the end
        "08006000 4353 0300 435420", // odd length
        "E07F1000 4F42 0000 FEFFFFFF 00", // a length that lies
        "08000500 0A000000 49534F5F 49522031 3030", // implicit VR
        "40003040 5351 0000 FFFFFFFF FEFF00E0 FFFFFFFF", // no delimiter comes
        "40003040 5351 0000 FFFFFFFF FEFFDDE0 00000000 FEFFDDE0 00000000", // one too many
        "40003040 554E 0000 10000000 FEFF00E0 08000000 08006000 00000000", // a sequence as UN
        "40003040 554E 0000 FFFFFFFF FEFF00E0 00000000 FEFFDDE0 00000000", // the same, open
        "09001000 4C4F 0800 46415253 49474854 09000110 554E 0000 02000000 0102", // private
        "28000301 5553 0200 0100 28000601 5553 0200 FFFF", // signed by Pixel Representation
        "E07F1000 4F42 0000 FFFFFFFF FEFF00E0 00000000 FEFF00E0 02000000 0102 FEFFDDE0 00000000",
        "10001000 504E 0400 4125455E 08006000 4353 0200 4354", // tags that descend
        "10001000 5A5A 0000 02000000 4141"); // a VR of a later edition
  }

  private static byte[] chosen(int choice, byte[] dataSet) {
    ByteArrayOutputStream seed = new ByteArrayOutputStream();
    seed.write(choice);
    seed.writeBytes(dataSet);
    return seed.toByteArray();
  }

  /** An object with a bit of everything. */
  static DataSet object(TransferSyntax syntax) {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "", "ISO 2022 IR 58")
            .put(Tag.SOP_CLASS_UID, VR.UI, "1.2.840.10008.5.1.4.1.1.7")
            .put(Tag.SOP_INSTANCE_UID, VR.UI, "2.25.1")
            .put(Tag.STUDY_DATE, VR.DA, "20240229")
            .put(Tag.STUDY_TIME, VR.TM, "101530.5")
            .put(Tag.PATIENT_NAME, VR.PN, "Wang^Wei=王^伟=")
            .putInts(Tag.ROWS, VR.US, 2)
            .putInts(Tag.PIXEL_REPRESENTATION, VR.US, 1)
            .putInts(Tag.SMALLEST_IMAGE_PIXEL_VALUE, VR.SS, -3)
            .put(0x00090010, VR.LO, "FARSIGHT")
            .putDecimals(0x00091001, VR.FD, 1.25, -0.5)
            .putInts(0x00091002, VR.SV, Long.MIN_VALUE)
            .putInts(0x00091003, VR.UV, -1);
    DataSet item = dataSet.addItem(Tag.CONTENT_SEQUENCE);
    item.put(Tag.TEXT_VALUE, VR.UT, "正常");
    item.addItem(Tag.CONCEPT_NAME_CODE_SEQUENCE).put(Tag.CODE_VALUE, VR.SH, "8601-7");
    item.putBytes(0x00091001, VR.UN, new byte[] {1, 2, 3, 4});
    dataSet.addItem(Tag.CONTENT_SEQUENCE).putDecimals(Tag.NUMERIC_VALUE, VR.DS, 1.5, 2);
    byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8};
    return syntax.encapsulated()
        ? dataSet.put(new Element.Fragments(Tag.PIXEL_DATA, VR.OB, List.of(new byte[0], pixels)))
        : dataSet.putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
  }
}
