package org.farsight.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.junit.jupiter.api.Test;

/**
 * The generated images are what their generator meant to readers that share no code with it: ours,
 * and DCMTK's and pydicom's where installed.
 */
class ImagesReadByOthersTest {
  private static final Path IMAGES = Path.of("test-data/dicom");
  private static final String PYTHON =
      """
      import hashlib, pathlib, pydicom, sys
      pydicom.config.settings.reading_validation_mode = pydicom.config.RAISE
      for path in sorted(pathlib.Path(sys.argv[1]).rglob('*.dcm')):
          data = pydicom.dcmread(path)
          for element in data.iterall():
              element.value
          pixels = data.pixel_array.tobytes() if 'PixelData' in data else b''
          line = [path.as_posix(), str(data.PatientName.ideographic), str(data.PatientName.phonetic),
                  hashlib.sha256(pixels).hexdigest()]
          sys.stdout.buffer.write(('\\t'.join(line) + '\\n').encode('utf-8'))
      """;

  @Test
  void oursReadsEveryValueStrictly() throws IOException {
    for (ImageStudy study : GenerateImages.STUDIES) {
      for (Path path : files(IMAGES.resolve(study.name()))) {
        DataSet object;
        try (Part10File file = Part10File.open(path)) {
          object = file.readDataSet(ReadOptions.STRICT.withMaxValueLength(16 << 20));
        }
        assertThat(object.personName(Tag.PATIENT_NAME).orElseThrow().text())
            .isEqualTo(study.patient().personName());
        assertThat(object.string(Tag.PATIENT_ID)).contains(study.site().patientId(study.patient()));
        assertThat(object.string(Tag.STUDY_DESCRIPTION)).contains(study.description());
        assertThat(object.string(Tag.INSTITUTION_NAME)).contains(study.site().name());
        assertThat(object.item(Tag.OTHER_PATIENT_IDS_SEQUENCE).orElseThrow().string(Tag.PATIENT_ID))
            .contains(study.patient().idCard());
      }
    }
  }

  @Test
  void dcmtkHasNothingToSay() throws Exception {
    assumeTrue(run(List.of("dcmdump", "--version")).isPresent(), "DCMTK is not installed");
    for (Path path : files(IMAGES)) {
      assertThat(run(List.of("dcmdump", "-q", "-M", path.toString())).orElseThrow().complaints())
          .as("what dcmdump complains of in %s", path)
          .isEmpty();
    }
  }

  @Test
  void pydicomReadsTheNamesAndThePixels() throws Exception {
    String python = python();
    Run read = run(List.of(python, "-c", PYTHON, IMAGES.toString())).orElseThrow();
    assertThat(read.complaints()).isEmpty();

    Map<String, ImageStudy> studies = new HashMap<>();
    GenerateImages.STUDIES.forEach(study -> studies.put(study.name(), study));
    int seen = 0;
    for (String line : read.output().lines().toList()) {
      List<String> parts = List.of(line.split("\t"));
      String name = parts.get(0).replaceFirst("^test-data/dicom/(.+)/[^/]+$", "$1");
      ImageStudy study = studies.get(name);
      if (study != null) {
        seen++;
        assertThat(parts.get(1)).isEqualTo(study.patient().nameIdeographic());
        assertThat(parts.get(2)).isEqualTo(study.patient().namePhonetic());
        if (study.name().equals("us/heart")) {
          assertThat(parts.get(3)).as("frames out of the RLE").isEqualTo(heart(study));
        }
      }
    }
    assertThat(seen).isEqualTo(GenerateImages.files().size());
  }

  /** The digest of the frames before they were compressed. */
  private static String heart(ImageStudy study) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(study.seed());
    for (int frame = 0; frame < 12; frame++) {
      digest.update(Ultrasound.frame(256, 192, frame / 12.0, random));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private record Run(String output, String complaints) {}

  /** What a program said; empty where it is not installed or fails. */
  private static Optional<Run> run(List<String> command) throws Exception {
    Path complaints = Files.createTempFile("complaints", ".txt");
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command)).redirectError(complaints.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0
          ? Optional.of(new Run(output, Files.readString(complaints)))
          : Optional.empty();
    } catch (IOException notInstalled) {
      return Optional.empty();
    } finally {
      Files.delete(complaints);
    }
  }

  private static String python() throws Exception {
    for (String candidate : List.of("/usr/bin/python3", "python3")) {
      if (run(List.of(candidate, "-c", "import numpy, pydicom")).isPresent()) {
        return candidate;
      }
    }
    assumeTrue(false, "no Python with pydicom and numpy");
    throw new IllegalStateException("the assumption has ended the test");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
