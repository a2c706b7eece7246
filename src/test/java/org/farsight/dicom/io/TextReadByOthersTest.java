package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.farsight.dicom.data.CharacterSetEvidence;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names in three groups, several values and lines of text in every defined Specific Character Set
 * (PS3.3 §C.12.1.1.2): what we write is what we, DCMTK and pydicom read.
 */
final class TextReadByOthersTest {
  private static final List<TransferSyntax> SYNTAXES =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

  /**
   * A character set and a text of it.
   *
   * @param terms of (0008,0005), separated by backslashes
   * @param word one that needs the set
   */
  private record Case(String terms, String word) {
    /** DCMTK 3.6.7 has no Latin 9, and Debian's has no Japanese to convert with. */
    boolean isBeyondDcmtk() {
      return terms.contains("203") || terms.contains("IR 87");
    }

    /** pydicom 2.3 has no Latin 9. */
    boolean isBeyondPydicom() {
      return terms.contains("203");
    }

    String name() {
      return "Zhang^San=" + word + "^" + word + "=" + word + "^x";
    }
  }

  /** PS3.3 tables C.12-2 to C.12-5, one row per row, and GBK. */
  private static final List<Case> CASES =
      List.of(
          new Case("ISO_IR 100", "Jérôme"),
          new Case("ISO_IR 101", "Wałęsa"),
          new Case("ISO_IR 109", "Ħanġ"),
          new Case("ISO_IR 110", "Čārlis"),
          new Case("ISO_IR 144", "Люкceмбypг"),
          new Case("ISO_IR 127", "قباني"),
          new Case("ISO_IR 126", "Διονυσιος"),
          new Case("ISO_IR 138", "שרון"),
          new Case("ISO_IR 148", "Çavuşoğlu"),
          new Case("ISO_IR 203", "Œuvre€"),
          new Case("ISO_IR 166", "นามสกุล"),
          new Case("ISO_IR 13", "ﾔﾏﾀﾞ"),
          new Case("ISO_IR 192", "王小東𠮷é"),
          new Case("GB18030", "张小东镕𠮷㐂"),
          new Case("GBK", "张小东镕"),
          new Case("ISO 2022 IR 6\\ISO 2022 IR 100", "Jérôme"),
          new Case("\\ISO 2022 IR 101", "Wałęsa"),
          new Case("\\ISO 2022 IR 109", "Ħanġ"),
          new Case("\\ISO 2022 IR 110", "Čārlis"),
          new Case("\\ISO 2022 IR 144", "Люкceмбypг"),
          new Case("\\ISO 2022 IR 127", "قباني"),
          new Case("\\ISO 2022 IR 126", "Διονυσιος"),
          new Case("\\ISO 2022 IR 138", "שרון"),
          new Case("\\ISO 2022 IR 148", "Çavuşoğlu"),
          new Case("\\ISO 2022 IR 203", "Œuvre€"),
          new Case("\\ISO 2022 IR 166", "นามสกุล"),
          new Case("ISO 2022 IR 13\\ISO 2022 IR 87", "ﾔﾏﾀﾞ山田太郎"),
          new Case("\\ISO 2022 IR 87", "山田太郎"),
          new Case("\\ISO 2022 IR 87\\ISO 2022 IR 159", "山田鷗丂"),
          new Case("\\ISO 2022 IR 149", "洪吉洞홍길동"),
          new Case("\\ISO 2022 IR 58", "张小东"),
          new Case("ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126", "JéЛюΔι"));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void oursReadsWhatItWrote() throws IOException {
    for (Map.Entry<Path, Case> file : written().entrySet()) {
      try (Part10File part10 = Part10File.open(file.getKey())) {
        DataSet read = part10.readDataSet(ReadOptions.STRICT);
        Case is = file.getValue();
        assertThat(read).isEqualTo(object(is));
        assertThat(read.personName(Tag.PATIENT_NAME).orElseThrow().text()).isEqualTo(is.name());
        assertThat(read.strings(Tag.OTHER_PATIENT_NAMES)).containsExactly(is.name(), is.word());
        assertThat(read.string(Tag.IMAGE_COMMENTS)).contains(is.word() + "\r\n" + is.word());
        assertThat(read.characterSet().unknownTerms()).isEmpty();
        assertThat(CharacterSetEvidence.examine(read)).as(is.terms()).isEmpty();
      }
    }
  }

  @Test
  void dcmtkReadsIt() throws Exception {
    assumeTrue(run("dcmdump", "--version").exit() == 0, "DCMTK is not installed");
    List<String> differences = new ArrayList<>();
    for (Map.Entry<Path, Case> file : written().entrySet()) {
      Run dump = run("dcmdump", "-q", "-M", file.getKey().toString());
      assertThat(dump.output()).as(file.getValue().terms()).doesNotContain("E: ", "W: ");
      Run text = run("dcmdump", "-q", "+U8", "+L", file.getKey().toString());
      if (!text.output().contains("[" + file.getValue().name())
          && !(text.exit() != 0 && file.getValue().isBeyondDcmtk())) {
        differences.add(file.getValue().terms() + ": " + text.output());
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void pydicomReadsIt() throws Exception {
    Map<Path, Case> written = written();
    List<String> differences = new ArrayList<>();
    int names = 0;
    for (PydicomValues.Row row : PydicomValues.of(List.copyOf(written.keySet()))) {
      Case is = Objects.requireNonNull(written.get(row.file()));
      String expected =
          switch (row.path()) {
            case "(0010,0010)" -> is.name();
            case "(0010,1001)" -> is.name() + "\\" + is.word();
            case "(0020,4000)" -> is.word() + "\r\n" + is.word();
            case "(0040,A730)[1].(0040,A160)" -> is.word();
            default -> row.value().replace("\u001B$)A", "");
          };
      // pydicom 2.3 leaves the escape sequence to IR 58 where it stands
      String value = row.value().replace("\u001B$)A", "");
      names += row.path().equals("(0010,0010)") ? 1 : 0;
      if (!value.equals(expected) && !is.isBeyondPydicom()) {
        differences.add(is.terms() + " " + row.path() + " " + value);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(names).isEqualTo(written.size());
  }

  private Map<Path, Case> written() throws IOException {
    Map<Path, Case> files = new HashMap<>();
    for (int i = 0; i < CASES.size(); i++) {
      for (TransferSyntax syntax : SYNTAXES) {
        Path file = folder.resolve(i + "-" + syntax.uid() + ".dcm");
        try (OutputStream out = Files.newOutputStream(file)) {
          Part10File.write(out, object(CASES.get(i)), syntax, "FARSIGHT");
        }
        files.put(file, CASES.get(i));
      }
    }
    return files;
  }

  private static DataSet object(Case is) {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, is.terms().split("\\\\", -1))
            .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, "2.25.4711")
            .put(Tag.PATIENT_NAME, VR.PN, is.name())
            .put(Tag.OTHER_PATIENT_NAMES, VR.PN, is.name(), is.word())
            .put(Tag.IMAGE_COMMENTS, VR.LT, is.word() + "\r\n" + is.word());
    dataSet.addItem(Tag.CONTENT_SEQUENCE).put(Tag.TEXT_VALUE, VR.UT, is.word());
    return dataSet;
  }

  private record Run(int exit, String output) {}

  private static Run run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException notInstalled) {
      return new Run(-1, "");
    }
  }
}
