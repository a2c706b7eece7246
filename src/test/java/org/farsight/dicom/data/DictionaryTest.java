package org.farsight.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.farsight.Samples;
import org.junit.jupiter.api.Test;

final class DictionaryTest {

  @Test
  void findsByTagAndByKeyword() {
    assertThat(Dictionary.vr(Tag.PATIENT_NAME)).isEqualTo(VR.PN);
    assertThat(Dictionary.keyword(Tag.PATIENT_NAME)).contains("PatientName");
    assertThat(Dictionary.tag("PatientName")).hasValue(Tag.PATIENT_NAME);
    assertThat(Dictionary.tag("NoSuchKeyword")).isEmpty();
    assertThat(Dictionary.keyword(0x00080007)).isEmpty();
    assertThat(Dictionary.vr(0x00080007)).isEqualTo(VR.UN);
    assertThat(Dictionary.vr(Tag.COMMAND_FIELD)).isEqualTo(VR.US);
  }

  @Test
  void knowsRepeatingGroups() {
    assertThat(Dictionary.keyword(0x60000010)).contains("OverlayRows");
    assertThat(Dictionary.keyword(0x601E3000)).contains("OverlayData");
    assertThat(Dictionary.vr(0x60023000)).isEqualTo(VR.OW);
    assertThat(Dictionary.keyword(0x50080005)).contains("CurveDimensions");
    assertThat(Dictionary.keyword(0x60010010)).isEmpty();
    assertThat(Dictionary.keyword(0x00203105)).contains("SourceImageIDs");
  }

  @Test
  void givesPrivateElementsTheirFixedVrs() {
    assertThat(Dictionary.vr(0x00090010)).isEqualTo(VR.LO);
    assertThat(Dictionary.vr(0x00090000)).isEqualTo(VR.UL);
    assertThat(Dictionary.vr(0x00091010)).isEqualTo(VR.UN);
    assertThat(Dictionary.vr(0x00100000)).isEqualTo(VR.UL);
  }

  @Test
  void choosesTheVrOfImplicitLittleEndian() {
    assertThat(Dictionary.vr(Tag.PIXEL_DATA)).isEqualTo(VR.OW);
    assertThat(Dictionary.vr(Tag.WAVEFORM_DATA)).isEqualTo(VR.OW);
    assertThat(Dictionary.vr(Tag.SMALLEST_IMAGE_PIXEL_VALUE)).isEqualTo(VR.US);
    Dictionary.Entry entry =
        Objects.requireNonNull(Dictionary.entry(Tag.SMALLEST_IMAGE_PIXEL_VALUE));
    assertThat(entry.signedByPixelRepresentation()).isTrue();
  }

  /** Against the standard's own table, element by element. */
  @Test
  void saysWhatTheStandardSays() throws IOException {
    Path table = Samples.dir().resolveSibling("dicom-standard").resolve("data-elements.csv");
    assumeTrue(Files.exists(table), "no table of the standard");
    int compared = 0;
    for (String line : Files.readAllLines(table).subList(1, Files.readAllLines(table).size())) {
      List<String> row = csv(line);
      if (row.get(2).isEmpty() || row.get(0).startsWith("(FFFE")) {
        continue;
      }
      String hex = row.get(0).replaceAll("[(),]", "").toUpperCase(Locale.ROOT).replace('X', '2');
      Dictionary.Entry entry =
          Objects.requireNonNull(Dictionary.entry(Integer.parseUnsignedInt(hex, 16)), hex);
      assertThat(entry.keyword()).isEqualTo(row.get(2));
      assertThat(entry.vrChoice()).isEqualTo(row.get(3).replace(" or ", "/"));
      assertThat(entry.vm()).isEqualTo(row.get(4));
      assertThat(entry.retired()).isEqualTo(row.get(5).equals("Y"));
      compared++;
    }
    assertThat(compared).isGreaterThan(5000);
  }

  @Test
  void namesSopClasses() {
    assertThat(SopClass.nameOf(Uid.CT_IMAGE_STORAGE)).isEqualTo("CT Image Storage");
    assertThat(SopClass.of(Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE).orElseThrow().isStorage())
        .isTrue();
    assertThat(SopClass.of(Uid.VERIFICATION).orElseThrow().isStorage()).isFalse();
    assertThat(SopClass.nameOf("1.2.3")).isEqualTo("1.2.3");
    assertThat(SopClass.all()).hasSizeGreaterThan(180).allMatch(c -> Uid.isValid(c.uid()));
  }

  @Test
  void knowsTransferSyntaxes() {
    assertThat(TransferSyntax.of("1.2.840.10008.1.2"))
        .isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(TransferSyntax.of("1.2.840.10008.1.2.4.91").encapsulated()).isTrue();
    TransferSyntax unknown = TransferSyntax.of("1.2.3.4");
    assertThat(unknown.explicitVr() && unknown.encapsulated()).isTrue();
    assertThat(unknown.bigEndian() || unknown.deflated()).isFalse();
    assertThat(TransferSyntax.isKnown("1.2.3.4")).isFalse();
  }

  private static List<String> csv(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
