package org.farsight.fuzz;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.ecg.contec.ContecText;
import org.farsight.ecg.edf.EdfText;
import org.farsight.ecg.scp.ScpText;
import org.farsight.ecg.scp.ScpText.Fields;
import org.farsight.ecg.sierra.SierraText;
import org.farsight.ecg.waveform.EcgObject;

/** Small ECG files: the generated ones with few leads and samples left, and some made for it. */
final class EcgSeeds {
  private static final Path FILES = Path.of("test-data", "ecg");
  private static final int[] SAMPLES = {0, 4, 9, 12, 3, -40, 300, 20, 4, 1, 0, 0};
  private static final int[] BEAT = {1, 2, 3, 2};

  private EcgSeeds() {}

  /** Each file for each of so many readers. */
  static Stream<byte[]> chosen(int readers, List<byte[]> files) {
    return files.stream()
        .flatMap(file -> IntStream.range(0, readers).mapToObj(choice -> chosen(choice, file)));
  }

  private static byte[] chosen(int choice, byte[] file) {
    byte[] seed = new byte[file.length + 1];
    seed[0] = (byte) choice;
    System.arraycopy(file, 0, seed, 1, file.length);
    return seed;
  }

  static List<byte[]> aecg() throws IOException {
    return shortened(
        "aecg",
        text ->
            text.replaceAll("(<digits>\\s*(?:-?\\d+\\s+){6})[^<]*", "$1")
                .replaceAll(
                    "<component><sequence>\\s*<code code=\"MDC_ECG_LEAD_(?:AV|V[2-6])"
                        + "(?s:.*?)</sequence></component>",
                    ""));
  }

  static List<byte[]> muse() throws IOException {
    return shortened(
        "muse",
        text ->
            text.replaceAll("(<WaveFormData>\\s*[A-Za-z0-9+/]{16})[^<]*", "$1")
                .replaceAll(
                    "<LeadData>(?:(?!</LeadData>)(?s:.))*<LeadID>V[2-6](?s:.*?)</LeadData>", "")
                .replaceAll("<NumberofLeads>\\d+", "<NumberofLeads>3")
                .replaceAll("<LeadSampleCountTotal>\\d+", "<LeadSampleCountTotal>6")
                .replaceAll("<LeadByteCountTotal>\\d+", "<LeadByteCountTotal>12")
                .replaceAll("<LeadDataCRC32>\\d+</LeadDataCRC32>", "")
                .replaceAll("<QRS><Number>(?:[3-9]|1\\d)(?s:.*?)</QRS>\\s*", ""));
  }

  static List<byte[]> cardiosoft() throws IOException {
    return shortened(
        "cardiosoft",
        text ->
            text.replaceAll("<WaveformData lead=\"(?:aV|V[2-6])[^<]*</WaveformData>\\s*", "")
                .replaceAll("(<WaveformData[^>]*>\\s*(?:-?\\d+,){5}-?\\d+)[^<]*", "$1")
                .replaceAll("<NumberOfLeads>\\d+", "<NumberOfLeads>4")
                .replaceAll("<ChannelSampleCountTotal>\\d+", "<ChannelSampleCountTotal>6"));
  }

  /** Byte for byte, in whatever character set a file is. */
  private static List<byte[]> shortened(String format, UnaryOperator<String> samples)
      throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(FILES.resolve(format))) {
      for (Path file : all.sorted().toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        files.add(samples.apply(text).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  static List<byte[]> edf() {
    String[] range = {"-3276.8", "3276.7", "-32768", "32767"};
    byte[] samples = EdfText.samples(1, -2, 300);
    return List.of(
        new EdfText()
            .signal("ECG II", "uV", 3, range)
            .signal("Pressure", "mmHg", 3, range)
            .record(samples, samples)
            .record(samples, samples)
            .file(),
        new EdfText()
            .patient("QS1 F 02-MAR-1951 Li_Xiuying")
            .reserved("EDF+C")
            .signal("ECG V1", "mV", 3, range)
            .annotations(40)
            .record(samples, EdfText.lists("+0;;$+0.5~0.2;Beat;$"))
            .record(samples, EdfText.lists("+1;;$"))
            .file(),
        new EdfText()
            .reserved("EDF+D")
            .signal("I", "uV", 3, range)
            .annotations(16)
            .record(samples, EdfText.lists("+0;;$"))
            .record(samples, EdfText.lists("+4;;$"))
            .file());
  }

  /** Three rows of eight samples, one of them missing, and a name in GBK. */
  static List<byte[]> contec() {
    List<int[]> columns =
        IntStream.range(0, 8)
            .mapToObj(column -> new int[] {2048 + column, column == 7 ? 0x6800 : 2000, 2100})
            .toList();
    return List.of(
        new ContecText("0000007", "2026-03-02 08:33:07").write(columns),
        new ContecText("0000012", "2026-03-02 08:33:07")
            .person("王建国", Charset.forName("GBK"), 1, 40)
            .write(columns));
  }

  static List<byte[]> sierra() {
    int[] one = {1, 2, 3, 4};
    int[] two = {3, 2, -5, 40};
    int[] three = {2, 0, -8, 36};
    int[] half = {-2, -2, 1, -22};
    List<int[]> leads = List.of(one, two, three, half, half, two);
    byte[] xli = SierraText.xli(SierraText.stored(leads));
    return List.of(
        sierra("compressflag=\"True\" compressmethod=\"XLI\"", "I II III aVR aVL aVF", xli),
        sierra("", "V1", SierraText.plain(one)));
  }

  private static byte[] sierra(String compression, String labels, byte[] data) {
    String text =
        """
        <restingecgdata xmlns="http://www3.medical.philips.com"><documentinfo>
        <documenttype>SierraECG</documenttype><documentversion>1.03</documentversion>
        </documentinfo><dataacquisition date="2026-03-02" time="08:33:07"><machine
        machineid="7" detaildescription="A:B:1">Cart</machine><signalcharacteristics>
        <acquisitiontype>STD-12</acquisitiontype></signalcharacteristics></dataacquisition>
        <patient><generalpatientdata><patientid>7</patientid><name><lastname>Li</lastname>
        </name><age><dateofbirth>2001-05-18</dateofbirth></age><sex>Female</sex>
        </generalpatientdata></patient><interpretations><interpretation>
        <interpretationmeasurements><heartrate>72</heartrate></interpretationmeasurements>
        <statement><leftstatement>sinus</leftstatement></statement></interpretation>
        </interpretations><waveforms><parsedwaveforms dataencoding="Base64" %s
        numberofleads="%d" leadlabels="%s" durationperchannel="8" samplespersecond="500"
        resolution="5" signaloffset="0" signalsigned="True" bitspersample="16">
        %s</parsedwaveforms></waveforms></restingecgdata>
        """
            .formatted(compression, labels.split(" ").length, labels, SierraText.base64(data));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<byte[]> oru() {
    String head =
        "MSH|^~\\&|ECG|LAKE|FARSIGHT|CORE|20260302080500+0800||ORU^R01^ORU_R01|17|P|2.5\r"
            + "PID|1||8^^^LAKE^MR~33^^^^NI||王^建国^^^^^L^I~Wang^Jianguo^^^^^L^A||19680314|M\r"
            + "OBR|1|P1^HIS|F1^ECG|93000^12-lead ECG^C4|||20260302080307.25+0800\r";
    String channel =
        "OBX|1|TS|9&TIM|1|20260302080307+0800||||||F\r"
            + "OBX|2|CD|9&CHN|1|1&I^^2.5&uV^1.02&4&0.002^500^-2048&2047~2&II||||||F\r";
    String scp = Base64.getEncoder().encodeToString(scp().get(1));
    return Stream.of(
            head + channel + "OBX|3|NA|9&WAV|1|1^-2^^4~5^6^7^8||||||F\r",
            head + channel + "OBX|3|MA|9&WAV|1|1^2~3^4~^6~7||||||F\r",
            head
                + channel
                + "OBX|3|NA|9&WAV|1|1^2~3^4||||||F\r"
                + "OBX|4|CE|9&ANO|1|9903^Beat marker||||||F\r"
                + "OBX|5|TS|9&TIM|1|20260302080307.07+0800||||||F\r"
                + "OBX|6|NA|9&WAV|1|8^9~1^2||||||F\r",
            head + "OBX|1|ED|1^ECG||SCP^Application^SCP^Base64^" + scp + "||||||F\r",
            head + "OBX|1|ED|PDF^ECG||LAKE^Application^PDF^Base64^JVBERi0xLjQK||||||F\r",
            head + "OBX|1|NM|8601-7^HR^LN||72|/min|||||F\rOBX|2|TX|18844-1^X^LN||sinus||||||F\r")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  static List<byte[]> scp() {
    byte[] beat = ScpText.coded(ScpText.differences(BEAT, 1));
    byte[] rhythm = ScpText.coded(ScpText.differences(SAMPLES, 1));
    Fields complexes = new Fields().u16(8).u16(2).u16(1).u16(0).u32(2).u32(3).u32(4);
    Fields measured = new Fields().u8(1).u8(0).u16(830).u16(820);
    for (int value : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 0, 72, 72, 400}) {
      measured.u16(value);
    }
    Fields text = new Fields().u8(0).bytes(new byte[7]).u8(1).u8(1).u16(3).bytes(new byte[3]);
    Fields tables = new Fields().u16(2).u16(2);
    tables.u8(1).u8(1).u8(1).u16(0).u32(0).u8(2).u8(2).u8(1).u16(-4).u32(1);
    tables.u16(1).u8(1).u8(1).u8(1).u16(7).u32(0);
    ScpText whole =
        new ScpText()
            .with(1, new Fields().tag(2, new byte[] {'7', 0}).u8(255).u16(0).toBytes())
            .with(2, new Fields().u16(19999).toBytes())
            .with(3, ScpText.leads(SAMPLES.length, true, 1, 2))
            .with(4, complexes.u32(2).u32(4).toBytes())
            .with(5, ScpText.signal(5000, 2000, 1, List.of(beat, beat)))
            .with(6, ScpText.signal(5000, 2000, 1, List.of(rhythm, rhythm)))
            .with(7, measured.u8(1).u16(0).toBytes())
            .with(8, text.toBytes())
            .with(10, new Fields().u16(1).u16(0).u16(1).u16(4).u16(90).u16(150).toBytes())
            .with(11, text.toBytes());
    List<byte[]> plain =
        List.of(ScpText.plain(ScpText.differences(SAMPLES, 2)), ScpText.plain(SAMPLES));
    ScpText small =
        new ScpText()
            .with(1, new Fields().text(2, "7", StandardCharsets.UTF_8).u8(255).u16(0).toBytes())
            .with(3, ScpText.leads(SAMPLES.length, false, 1, 2))
            .with(6, ScpText.signal(2500, 1000, 2, plain));
    byte[] bits = new ScpText.Bits().add("01001010").toBytes();
    ScpText own =
        new ScpText()
            .version(13)
            .with(1, new Fields().u8(255).u16(0).toBytes())
            .with(2, tables.toBytes())
            .with(3, ScpText.leads(4, false, 1))
            .with(6, ScpText.signal(5000, 2000, 0, List.of(bits)));
    return List.of(whole.record(), small.record(), own.record());
  }

  static List<byte[]> waveform() {
    DataSet beats = EcgObject.of(SAMPLES, SAMPLES);
    DataSet median = EcgObject.group("SS", 16, BEAT, BEAT);
    beats.putItems(
        Tag.WAVEFORM_SEQUENCE, beats.items(Tag.WAVEFORM_SEQUENCE).getFirst().copy(), median);
    DataSet bytes = EcgObject.header();
    bytes.putItems(Tag.WAVEFORM_SEQUENCE, EcgObject.group("SB", 8, BEAT));
    DataSet wide = EcgObject.header();
    wide.putItems(Tag.WAVEFORM_SEQUENCE, EcgObject.group("SL", 32, SAMPLES));
    return Stream.of(beats, bytes, wide)
        .flatMap(
            object ->
                Arrays.stream(
                        new TransferSyntax[] {
                          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN
                        })
                    .map(syntax -> EcgObject.file(object, syntax)))
        .toList();
  }
}
