package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.Samples;
import org.farsight.cli.Main;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.waveform.WaveformReader;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.SampledDataCodec;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the FHIR server holds of an ECG are the integers of the file. */
@Timeout(600)
class EcgSamplesIT {
  private static final Pattern DIGITS = Pattern.compile("<(?:\\w+:)?digits>([^<]*)<");

  private final EcgFormats formats = EcgFormats.standard();
  @TempDir Path folder;
  private int leads;
  private long integers;

  /** A file that can be read, with what is kept of it. */
  private record Ecg(Path path, byte[] bytes, String digest, Recording recording) {
    /** Whether it is pushed as a file, and no DICOM object. */
    boolean isFile() {
      return !recording.format().equals(WaveformReader.FORMAT);
    }

    /** Whether it is the same ECG as another file is. */
    boolean sameAs(Ecg other) {
      return recording.subject().id().equals(other.recording.subject().id())
          && recording.acquisition().start().equals(other.recording.acquisition().start())
          && recording.sampleDigest().equals(other.recording.sampleDigest());
    }

    @Override
    public String toString() {
      return path.getFileName().toString();
    }
  }

  @Test
  void eachLeadOfThisProjectsFilesDecodesIntegerForInteger() throws Exception {
    List<Path> paths = new ArrayList<>(SampleFiles.below(Path.of("test-data/ecg/aecg")));
    paths.addAll(SampleFiles.below(Path.of("test-data/ecg/scp")));
    paths.addAll(SampleFiles.below(Path.of("test-data/ecg/muse")));
    paths.addAll(SampleFiles.below(Path.of("test-data/ecg/cardiosoft")));
    paths.addAll(SampleFiles.below(Path.of("test-data/ecg/edf")));
    paths.addAll(SampleFiles.below(Path.of("test-data/ecg/sierra")));
    paths.addAll(
        SampleFiles.below(Path.of("test-data/ecg/hl7v2")).stream()
            // read without our readers elsewhere, since its SCP record must be unwrapped first
            .filter(path -> !path.toString().endsWith("-scp.hl7"))
            .toList());
    paths.addAll(SampleFiles.below(Path.of("test-data/ecg/contec")));
    paths.addAll(SampleFiles.below(Path.of("test-data/dicom/ecg")));
    List<Ecg> files = readable(paths);
    assertThat(files).hasSameSizeAs(paths);
    comeBack(files);
  }

  @Test
  void eachLeadOfOtherMakersFilesDecodesIntegerForInteger() throws Exception {
    List<Path> paths = new ArrayList<>(Samples.files("ecg-formats", path -> true));
    paths.addAll(Samples.files("dicom-ecg", path -> true));
    List<Ecg> files = readable(paths);
    assertThat(files).hasSizeGreaterThanOrEqualTo(5);
    comeBack(files);
  }

  private void comeBack(List<Ecg> files) throws Exception {
    Set<Ecg> again = new HashSet<>();
    FhirServer fhir = FhirServer.at(HospitalServer.require().url());
    try (RunningEngine engine =
        RunningEngine.in(
            folder,
            "dicom.unknown-callers=accept",
            EngineHome.fhir(HospitalServer.require().url()))) {
      for (Ecg file : files) {
        send(engine, file);
      }
      for (Ecg file : files) {
        JsonNode exchange = engine.view().awaitDelivered(exchangeKey(file), 1);
        if (EngineView.story(exchange, "en").stream().anyMatch(line -> line.contains("same ECG"))) {
          again.add(file);
        }
      }
    }
    for (Ecg file : files) {
      if (again.contains(file)) {
        // its integers are there already, of another file
        assertThat(files)
            .as(file.toString())
            .anyMatch(other -> !again.contains(other) && other.sameAs(file));
      } else {
        holds(fhir, file);
      }
    }
    System.out.printf(
        "%d ECGs, %d leads, %d integers are at the FHIR server as in the file: %s%n",
        files.size(), leads, integers, files);
  }

  private void holds(FhirServer fhir, Ecg file) throws Exception {
    List<int[]> independent = independent(file);
    isThere(
        fhir.one(Observation.class, Identifiers.CONTENT, file.digest()),
        file.recording().leads(),
        independent,
        file);
    int number = 1;
    for (FurtherWaveform further : file.recording().further()) {
      String part = file.digest() + "/waveform/" + number++;
      isThere(
          fhir.one(Observation.class, Identifiers.ECG_PART, part),
          further.leads(),
          independent,
          file);
    }
  }

  private void isThere(
      Observation observation, List<Lead> expected, List<int[]> independent, Ecg file) {
    assertThat(observation.getComponent()).as(file.toString()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Lead lead = expected.get(i);
      var data = observation.getComponent().get(i).getValueSampledData();
      String which = file + " lead " + lead.label();
      assertThat(SampledDataCodec.decode(data)).as(which).isEqualTo(lead.samples());
      assertThat(data.getFactor()).as(which).isEqualByComparingTo(lead.scale());
      if (!lead.isDerived() && lead.samples().missingCount() == 0) {
        int[] decoded =
            Arrays.stream(data.getData().split(" ")).mapToInt(Integer::parseInt).toArray();
        assertThat(independent)
            .as("%s, read without our readers", which)
            .anyMatch(samples -> Arrays.equals(samples, decoded));
      }
      leads++;
      integers += lead.samples().length();
    }
  }

  private List<Ecg> readable(List<Path> paths) throws IOException {
    List<Ecg> files = new ArrayList<>();
    for (Path path : paths) {
      byte[] bytes = Files.readAllBytes(path);
      var reader = formats.readerOf(bytes);
      if (reader.isEmpty()) {
        continue;
      }
      try {
        Recording recording = reader.get().read(bytes);
        boolean dicom = reader.get().format().equals(WaveformReader.FORMAT);
        String digest = dicom ? Digest.ofDataSet(path) : Digest.of(bytes);
        files.add(new Ecg(path, bytes, digest, recording));
      } catch (EcgFormatException e) {
        System.out.println("not readable: " + path.getFileName() + ": " + e.getMessage());
      }
    }
    return files;
  }

  private static void send(RunningEngine engine, Ecg file) {
    String to =
        file.isFile()
            ? engine.view().base()
            : "127.0.0.1:" + engine.engine().dicomPort() + "/FARSIGHT";
    List<String> arguments = new ArrayList<>(List.of("send", file.path().toString(), "--to", to));
    if (file.isFile()) {
      arguments.addAll(List.of("--site", EngineHome.SITE));
    }
    Command.Run run = Command.farsight(arguments.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
  }

  /** Text by which the exchange is found: a study, or the id that a digest leads to. */
  private static String exchangeKey(Ecg file) throws IOException {
    if (file.isFile()) {
      return file.digest();
    }
    try (Part10File part10 = Part10File.open(file.path())) {
      DataSet header = part10.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.WAVEFORM_SEQUENCE));
      return header.string(Tag.SOP_INSTANCE_UID).orElseThrow();
    }
  }

  private static List<int[]> independent(Ecg file) throws Exception {
    return switch (file.recording().format().id()) {
      case "aecg" -> digits(file);
      case "scp-ecg" -> rows("read_scp.py", "struct", file);
      case "hl7v2" -> rows("read_oru.py", "sys", file);
      case "edf" -> rows("read_edf.py", "struct", file);
      case "cardiosoft" -> rows("read_cardiosoft.py", "xml.etree.ElementTree", file);
      case "muse" -> rows("read_muse.py", "xml.etree.ElementTree", file);
      case "contec" -> rows("read_contec.py", "struct", file);
      case "sierra" -> rows("read_sierra.py", "xml.etree.ElementTree", file);
      default -> interleaved(file);
    };
  }

  private static List<int[]> rows(String script, String module, Ecg file) throws Exception {
    return IndependentReader.read(script, module, file.path()).stream()
        .map(IndependentReader.Row::samples)
        .toList();
  }

  /** Every list of integers in an aECG, found without reading XML. */
  private static List<int[]> digits(Ecg file) {
    List<int[]> found = new ArrayList<>();
    Matcher matcher = DIGITS.matcher(new String(file.bytes(), charset(file.bytes())));
    while (matcher.find()) {
      found.add(
          Arrays.stream(matcher.group(1).strip().split("\\s+"))
              .mapToInt(word -> Integer.parseInt(word))
              .toArray());
    }
    return found;
  }

  private static Charset charset(byte[] bytes) {
    if (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
      return StandardCharsets.UTF_16;
    }
    // digits are the same in all the rest
    return StandardCharsets.ISO_8859_1;
  }

  /** Every channel of every multiplex group of a DICOM ECG, taken apart by hand. */
  private static List<int[]> interleaved(Ecg file) throws IOException {
    List<int[]> found = new ArrayList<>();
    try (Part10File part10 = Part10File.read(new ByteArrayInputStream(file.bytes()))) {
      for (DataSet group : part10.readDataSet(ReadOptions.DEFAULT).items(Tag.WAVEFORM_SEQUENCE)) {
        int channels = group.integer(Tag.NUMBER_OF_WAVEFORM_CHANNELS).orElseThrow();
        int samples = group.integer(Tag.NUMBER_OF_WAVEFORM_SAMPLES).orElseThrow();
        assertThat(Optional.of(group.integer(Tag.WAVEFORM_BITS_ALLOCATED).orElseThrow()))
            .contains(16);
        var data =
            ByteBuffer.wrap(group.bytes(Tag.WAVEFORM_DATA))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        for (int channel = 0; channel < channels; channel++) {
          int[] lead = new int[samples];
          for (int i = 0; i < samples; i++) {
            lead[i] = data.get(i * channels + channel);
          }
          found.add(lead);
        }
      }
    }
    return found;
  }
}
