package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Subject;
import org.farsight.ecg.scp.ScpReader;
import org.farsight.ecg.waveform.WaveformReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code farsight ecg}, on files of the test data. */
class EcgCommandTest {
  private static final String NORMAL = "test-data/ecg/scp/hewan-normal.scp";

  private static final String INFARCT = "test-data/ecg/muse/hewan-inferior-infarct.xml";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tellsWhatAFileIsAndSays() {
    assertThat(run("ecg", NORMAL)).isZero();
    assertThat(out.toString())
        .contains("hewan-normal.scp: SCP-ECG", "孙丽华", "V6 ", "5000", "measurements: ", "窦性心律");
  }

  @Test
  void tellsWhichRulesOfTheCriticalValuesAreHitAndWhichNobodyCanDecide() throws IOException {
    Path json = folder.resolve("a.json");
    assertThat(run("ecg", INFARCT, "--json", json + "")).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("critical values: [1-9]\\d* hit, \\d+ undecided, \\d+ clear")
        .containsPattern("HIT  .*[Ii]nfarct.* \\[.+]: .+")
        .containsPattern("\\?    .+\\[.+]: needs ");
    assertThat(Files.readString(json)).contains("\"outcome\":\"hit\"", "\"critical\":[{\"rule\"");
    assertThat(err.toString()).contains("not signed by a chief reader");

    assertThat(run("ecg", INFARCT, "--lang", "zh")).isZero();
    assertThat(out.toString()).containsPattern("HIT  .*心肌梗死");
    assertThat(run("ecg", NORMAL)).isZero();
    assertThat(out.toString()).contains("critical values: 0 hit");
  }

  @Test
  void aTableOfCriticalValuesOrAListThatIsNotThereIsSaid() {
    assertThat(run("ecg", NORMAL, "--critical", "none.yaml")).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("no table of critical values at none.yaml");
    assertThat(run("ecg", NORMAL, "--critical-list", "nobody")).isEqualTo(Main.WRONG_USE);
    assertThat(err.toString()).contains("nobody is no list of");
  }

  @Test
  void tellsWhatTheCarrierOfAPageSaysAndThatThereIsNothingToDraw() {
    String page = "test-data/ecg/pdf/hewan-normal-page.hl7";
    assertThat(run("ecg", page)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("application/pdf", "samples   none", "周子轩");
    assertThat(run("ecg", page, "--svg", folder.resolve("a.svg") + "")).isEqualTo(Main.FAILED);
    assertThat(err.toString()).contains("there is nothing to draw");
  }

  @Test
  void leavesThePersonOutWhereAsked() {
    assertThat(run("ecg", "--no-patient", NORMAL)).isZero();
    assertThat(out.toString()).doesNotContain("孙丽华", "HW101644").contains("SCP-ECG");
  }

  @Test
  void writesDrawingsAndJson() throws IOException {
    Path svg = folder.resolve("a.svg");
    Path pdf = folder.resolve("a.pdf");
    Path json = folder.resolve("a.json");
    int status =
        run(
            "ecg",
            NORMAL,
            "--svg",
            svg + "",
            "--pdf",
            pdf + "",
            "--json",
            json + "",
            "--speed",
            "50",
            "--lang",
            "en",
            "--site",
            "河湾社区卫生服务中心");
    assertThat(status).as(err.toString()).isZero();
    assertThat(Files.readString(svg)).contains("data-speed=\"50\"", "sheet 1/2", "河湾社区卫生服务中心");
    assertThat(Files.readString(folder.resolve("a-2.svg"))).contains("sheet 2/2");
    assertThat(new String(Files.readAllBytes(pdf), 0, 5, "ISO-8859-1")).isEqualTo("%PDF-");
    assertThat(Files.readString(json)).startsWith("{\"format\":{\"id\":\"scp-ecg\"");
  }

  @Test
  void writesADicomObjectWithEverySampleAndWithoutThePersonWhereAsked() throws Exception {
    Path dicom = folder.resolve("a.dcm");
    assertThat(run("ecg", NORMAL, "--dicom", dicom + "")).as(err.toString()).isZero();
    Recording source = new ScpReader().read(Files.readAllBytes(Path.of(NORMAL)));
    Recording made = new WaveformReader().read(Files.readAllBytes(dicom));
    assertThat(made.sampleDigest()).isEqualTo(source.sampleDigest());
    assertThat(made.subject().ids()).isEqualTo(source.subject().ids());

    assertThat(run("ecg", NORMAL, "--no-patient", "--dicom", dicom + "")).isZero();
    Recording nobody = new WaveformReader().read(Files.readAllBytes(dicom));
    assertThat(nobody.sampleDigest()).isEqualTo(source.sampleDigest());
    assertThat(nobody.subject()).isEqualTo(Subject.UNNAMED);
    assertThat(run("ecg", "--dicom", folder.resolve("b.dcm") + "", dicom + "")).isZero();
    assertThat(out.toString()).contains("DICOM waveform");
  }

  @Test
  void aBrokenFileIsToldWithItsPlaceAndTheOthersAreStillPrinted() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(NORMAL));
    Path cut = Files.write(folder.resolve("cut.scp"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(run("ecg", cut.toString(), "pom.xml", NORMAL)).isEqualTo(Main.FAILED);
    assertThat(err.toString())
        .containsPattern("cut\\.scp: .+ at ")
        .contains("pom.xml: no ECG format known here at byte 0", "2 of 3 files cannot be read");
    assertThat(out.toString()).contains("SCP-ECG");
  }

  @Test
  void anOptionThatMakesNoSenseIsWrongUse() {
    assertThat(run("ecg", NORMAL, "--gain", "7")).isEqualTo(Main.WRONG_USE);
    assertThat(err.toString()).contains("gain is 5, 10 or 20");
    assertThat(run("ecg", NORMAL, NORMAL, "--svg", "x.svg")).isEqualTo(Main.WRONG_USE);
  }

  private int run(String... arguments) {
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
    return Main.commandLine(console).execute(arguments);
  }
}
