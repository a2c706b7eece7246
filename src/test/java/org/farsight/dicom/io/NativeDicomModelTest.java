package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeDicomModelTest {

  private static final ReadOptions OPTIONS =
      ReadOptions.DEFAULT.withMaxValueLength(8 << 20).withMaxMemory(64L << 20);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void whatDcmtkWritesIsTheDataSetOfTheFile() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "dcm2xml"))),
        "DCMTK's dcm2xml is not installed");
    List<String> differences = new ArrayList<>();
    int compared = 0;
    int privateElements = 0;
    for (Path file : Samples.files("dicom-images", NativeDicomModelTest::isSound)) {
      Path xml = folder.resolve("xml");
      Path words = folder.resolve("words");
      Process process =
          new ProcessBuilder("dcm2xml", "-nat", "+Eb", "+M", "+U8", file.toString(), xml.toString())
              .redirectErrorStream(true)
              .redirectOutput(words.toFile())
              .start();
      if (process.waitFor() != 0 || Files.size(words) > 0) {
        continue; // what DCMTK writes with a warning is no measure
      }
      String theirs = plain(inLittleEndian(read(Files.readAllBytes(xml))));
      String ours;
      try (Part10File original = Part10File.open(file)) {
        DataSet set = original.readDataSet(OPTIONS);
        for (Element element : set) {
          privateElements += Tag.isPrivate(element.tag()) ? 1 : 0;
        }
        ours = plain(set);
      }
      compared++;
      if (!theirs.equals(ours)) {
        differences.add(file.getFileName() + ": " + difference(theirs, ours));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(20);
    assertThat(privateElements).isGreaterThan(100);
  }

  /** Not malformed; and not the one with numbers that DCMTK writes with fewer digits. */
  private static boolean isSound(Path file) {
    String name = file.toString();
    return name.endsWith(".dcm")
        && !name.contains("malformed")
        && !name.endsWith("examples_palette.dcm");
  }

  /** As JSON, without what one of the two cannot say: fragments, empty components at the end. */
  private static String plain(DataSet set) {
    if (set.element(Tag.PIXEL_DATA) instanceof Element.Fragments) {
      set.remove(Tag.PIXEL_DATA);
    }
    return new String(DicomJson.toBytes(set), StandardCharsets.UTF_8)
        .replaceAll("\"00080005\":\\{[^}]*\\},?", "")
        .replaceAll("\\^+\"", "\"")
        .replaceAll(",\"Value\":\\[\\{\"Alphabetic\":\"\"\\}\\]", "");
  }

  private static String difference(String one, String other) {
    int at = Arrays.mismatch(one.toCharArray(), other.toCharArray());
    return other.substring(Math.max(0, at - 80), Math.min(other.length(), at + 40));
  }

  /** DCMTK encodes OW the high byte first, for which there is no reason in PS3.19. */
  private static DataSet inLittleEndian(DataSet set) {
    DataSet turned = new DataSet();
    for (Element element : set) {
      switch (element) {
        case Element.Value value when value.vr() == VR.OW ->
            turned.put(new Element.Value(value.tag(), VR.OW, value.bytes(true), false));
        case Element.Sequence sequence ->
            turned.putItems(
                sequence.tag(),
                sequence.items().stream().map(NativeDicomModelTest::inLittleEndian).toList());
        default -> turned.put(element);
      }
    }
    return turned;
  }

  @Test
  void allKindsOfValuesAreRead() throws Exception {
    DataSet set =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a comment -->
            <NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">
              <DicomAttribute tag="00080005" vr="CS" keyword="SpecificCharacterSet">
                <Value number="1">GB18030</Value>
              </DicomAttribute>
              <DicomAttribute tag="00080008" vr="CS">
                <Value number="3">AXIAL</Value><Value number="1">ORIGINAL</Value>
              </DicomAttribute>
              <DicomAttribute tag="00100010" vr="PN">
                <PersonName number="1">
                  <Alphabetic><FamilyName>Zhao</FamilyName><GivenName>Mingyuan</GivenName></Alphabetic>
                  <Ideographic><FamilyName>赵</FamilyName><GivenName>明远</GivenName></Ideographic>
                </PersonName>
              </DicomAttribute>
              <DicomAttribute tag="00280010"><Value number="1">512</Value></DicomAttribute>
              <DicomAttribute tag="00280030" vr="DS">
                <Value number="1">0.5</Value><Value number="2">0.50</Value>
              </DicomAttribute>
              <DicomAttribute tag="00081140" vr="SQ">
                <Item number="1"><DicomAttribute tag="00081155" vr="UI"><Value>1.2</Value></DicomAttribute></Item>
                <Item number="2"/>
              </DicomAttribute>
              <DicomAttribute tag="00204000" vr="LT"><Value number="1">a &lt; b&#13;
             c</Value></DicomAttribute>
              <DicomAttribute tag="00420011" vr="OB"><InlineBinary>AQ
              ID</InlineBinary></DicomAttribute>
            </NativeDicomModel>
            """);
    assertThat(set.string(Tag.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
    assertThat(set.strings(0x0008_0008)).containsExactly("ORIGINAL", "", "AXIAL");
    assertThat(set.string(Tag.PATIENT_NAME)).contains("Zhao^Mingyuan=赵^明远");
    assertThat(set.integer(Tag.ROWS)).hasValue(512);
    assertThat(set.strings(Tag.PIXEL_SPACING)).containsExactly("0.5", "0.50");
    assertThat(set.items(0x0008_1140)).hasSize(2);
    assertThat(set.items(0x0008_1140).getFirst().string(0x0008_1155)).contains("1.2");
    assertThat(set.string(0x0020_4000)).contains("a < b\r\n c");
    assertThat(set.bytes(0x0042_0011)).containsExactly(1, 2, 3, 0);
  }

  @Test
  void privateElementsGetTheBlockOfTheirCreator() throws Exception {
    DataSet set =
        read(
            model(
                attribute("00090001", "LO\" privateCreator=\"ACME", "one")
                    + attribute("00091102", "LO\" privateCreator=\"ACME 2", "two")
                    + attribute("00090003", "LO\" privateCreator=\"OTHER", "three")
                    + attribute("00090010", "LO", "THIRD")
                    + attribute("00091004", "LO", "four")
                    + attribute("00090005", "LO\" privateCreator=\"ACME", "five")
                    + attribute("00090006", "LO\" privateCreator=\"THIRD", "six")));
    assertThat(set.string(0x0009_0010)).contains("THIRD");
    assertThat(set.string(0x0009_0011)).contains("ACME 2");
    assertThat(set.string(0x0009_0012)).contains("ACME");
    assertThat(set.string(0x0009_0013)).contains("OTHER");
    assertThat(set.string(0x0009_1201)).contains("one");
    assertThat(set.string(0x0009_1102)).contains("two");
    assertThat(set.string(0x0009_1303)).contains("three");
    assertThat(set.string(0x0009_1004)).contains("four");
    assertThat(set.string(0x0009_1205)).contains("five");
    assertThat(set.string(0x0009_1006)).contains("six");
    assertThat(set.size()).isEqualTo(10);
    refused(
        model(
            attribute("00090010", "LO", "A")
                + attribute("00091001", "LO\" privateCreator=\"B", "x")),
        "another creator");
  }

  @Test
  void bulkDataAreAskedForByTheirUri() throws Exception {
    String xml =
        model(
            "<DicomAttribute tag='00420011' vr='OB'><BulkData uri='a/b'/></DicomAttribute>"
                + "<DicomAttribute tag='00420012' vr='OB'><BulkData uuid='1-2'></BulkData>"
                + "</DicomAttribute>");
    DataSet set =
        NativeDicomModelReader.read(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
            OPTIONS,
            uri -> Optional.of(uri.getBytes(StandardCharsets.US_ASCII)));
    assertThat(set.bytes(0x0042_0011)).asString(StandardCharsets.US_ASCII).isEqualTo("a/b\0");
    assertThat(set.bytes(0x0042_0012))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("urn:uuid:1-2");
    refused(xml, "no bulk data", "(0042,0011)");
  }

  @Test
  void whatIsNoNativeModelIsRefusedWithItsPlace() throws Exception {
    refused("", "no well-formed XML");
    refused("<NativeDicomModel>", "no well-formed XML", "line 1");
    refused("<Other/>", "no NativeDicomModel");
    refused("<?xml version='1.0' encoding='GBK'?>" + model(""), "another encoding");
    assertThatThrownBy(() -> read(model("\u00e9").getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(NativeDicomModelException.class)
        .hasMessageContaining("text that is not UTF-8");
    assertThat(read("\uFEFF" + model("")).isEmpty()).as("a byte order mark").isTrue();
    refused(
        "<!DOCTYPE NativeDicomModel [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            + model(attribute("00100010", "PN", "&x;")),
        "DTD");
    refused(model(attribute("00100010", "PN", "&x;")), "XML");
    refused(model("<DicomAttribute tag='0010001' vr='PN'/>"), "eight hexadecimal");
    refused(model("<DicomAttribute tag='FFFEE000' vr='OB'/>"), "group FFFE");
    refused(model("<DicomAttribute tag='00100010' vr='XX'/>"), "vr", "(0010,0010)");
    refused(model("text"), "text between");
    refused(model("<Value/>"), "no DicomAttribute");
    refused(model("<DicomAttribute tag='00100010'><Other/></DicomAttribute>"), "does not have");
    refused(model(attribute("00280010", "US", "many")), "no number", "(0028,0010)");
    refused(
        model(
            "<DicomAttribute tag='00081140' vr='SQ'><Item number='2'>"
                + attribute("00280010", "US", "many")
                + "</Item></DicomAttribute>"),
        "(0008,1140)[2].(0028,0010)");
    refused(
        model(
            "<DicomAttribute tag='00080008' vr='CS'><Value number='1'>A</Value>"
                + "<Value number='1'>B</Value></DicomAttribute>"),
        "two values");
    refused(
        model("<DicomAttribute tag='00080008'><Value number='99999999'>A</Value></DicomAttribute>"),
        "far behind");
    String deep = "<DicomAttribute tag='00081140' vr='SQ'><Item>".repeat(70);
    refused("<NativeDicomModel>" + deep, "deeper than 64");
    refused(model(attribute("00204000", "LT", "x".repeat(12 << 20))), "value of more than");
  }

  @Test
  void aDocumentThatIsCutAnywhereIsRefused() throws Exception {
    String whole = model(attribute("00100010", "LO", "赵明远&#13;"));
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut at %d", length)
          .isInstanceOf(NativeDicomModelException.class);
    }
    assertThat(read(bytes).string(Tag.PATIENT_NAME)).isPresent();
    String long1 = "&#13;&amp;".repeat(300_000);
    assertThat(read(model(attribute("00204000", "LT", long1))).bytes(0x0020_4000)).hasSize(600_000);
  }

  private static String model(String content) {
    return "<NativeDicomModel>" + content + "</NativeDicomModel>";
  }

  private static String attribute(String tag, String vr, String value) {
    return "<DicomAttribute tag=\"%s\" vr=\"%s\"><Value number=\"1\">%s</Value></DicomAttribute>"
        .formatted(tag, vr, value);
  }

  private static DataSet read(String xml) throws IOException {
    return read(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static DataSet read(byte[] xml) throws IOException {
    return NativeDicomModelReader.read(
        new ByteArrayInputStream(xml), OPTIONS, DicomJson.BulkDataSource.NONE);
  }

  private static void refused(String xml, String... words) {
    assertThatThrownBy(() -> read(xml))
        .isInstanceOf(NativeDicomModelException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }
}
