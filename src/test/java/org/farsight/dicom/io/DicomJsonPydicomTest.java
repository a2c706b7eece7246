package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.farsight.Samples;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.peer.Pydicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DICOM JSON both ways against pydicom, over all samples that both can read. */
final class DicomJsonPydicomTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ReadOptions OPTIONS =
      ReadOptions.DEFAULT.withMaxValueLength(64 << 20).withMaxMemory(512L << 20);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void whatPydicomWritesIsWhatWeWrite() throws Exception {
    Map<Path, JsonNode> theirs = new HashMap<>();
    StringBuilder input = new StringBuilder();
    samples().forEach(file -> input.append("to ").append(file).append('\n'));
    for (String line :
        Pydicom.run(PydicomValues.class, "pydicom_json.py", input.toString()).split("\n")) {
      String[] cells = line.split("\t", 2);
      theirs.put(Path.of(cells[0]), JSON.readTree(cells[1]));
    }
    List<String> differences = new ArrayList<>();
    int attributes = 0;
    for (Map.Entry<Path, JsonNode> entry : theirs.entrySet()) {
      DataSet set = plain(read(entry.getKey()));
      JsonNode ours = JSON.readTree(DicomJson.toBytes(set));
      attributes +=
          compare(entry.getKey().getFileName().toString(), ours, entry.getValue(), differences);
    }
    assertThat(theirs).hasSizeGreaterThan(60);
    assertThat(attributes).isGreaterThan(5_000);
    assertThat(differences).isEmpty();
  }

  @Test
  void whatWeWriteReadsAsTheSameDataSetInPydicom() throws Exception {
    Map<Path, DataSet> written = new HashMap<>();
    StringBuilder input = new StringBuilder();
    for (Path file : samples()) {
      DataSet set = plain(read(file));
      Path json = folder.resolve(written.size() + ".json");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DicomJsonWriter writer = new DicomJsonWriter(bytes)) {
        writer.write(set);
      }
      Files.write(json, bytes.toByteArray());
      written.put(json, DicomJson.read(bytes.toByteArray(), OPTIONS).getFirst());
      input.append("from ").append(json).append('\n');
    }
    Pydicom.run(PydicomValues.class, "pydicom_json.py", input.toString());
    List<String> differences = new ArrayList<>();
    for (Map.Entry<Path, DataSet> entry : written.entrySet()) {
      DataSet back = read(Path.of(entry.getKey() + ".dcm"));
      JsonNode ours = JSON.readTree(DicomJson.toBytes(entry.getValue()));
      JsonNode theirs = JSON.readTree(DicomJson.toBytes(back));
      compare(entry.getKey().getFileName().toString(), ours, theirs, differences);
    }
    assertThat(written).hasSizeGreaterThan(60);
    assertThat(differences).isEmpty();
  }

  private static List<Path> samples() {
    List<Path> all = new ArrayList<>(Samples.files("dicom-images", DicomJsonPydicomTest::isSound));
    all.addAll(Samples.files("dicom-charsets", DicomJsonPydicomTest::isSound));
    all.addAll(Samples.files("dicom-ecg", DicomJsonPydicomTest::isSound));
    return all;
  }

  /** Not malformed; and not the one where pydicom takes ISO_IR 13 as Shift JIS. */
  private static boolean isSound(Path file) {
    String name = file.toString();
    return name.endsWith(".dcm")
        && !name.contains("malformed")
        && !name.endsWith("Lena-shift-jis.dcm");
  }

  private static DataSet read(Path path) throws IOException {
    try (Part10File file = Part10File.open(path)) {
      return file.readDataSet(OPTIONS);
    }
  }

  /** Without pixels and without what the script leaves out. */
  private static DataSet plain(DataSet set) {
    return set.copy().remove(Tag.PIXEL_DATA).remove(0x0008_2112);
  }

  /** Compares by meaning; gives the number of attributes. */
  private static int compare(
      String path, JsonNode ours, JsonNode theirs, List<String> differences) {
    int count = 0;
    TreeSet<String> names = new TreeSet<>();
    ours.fieldNames().forEachRemaining(names::add);
    theirs.fieldNames().forEachRemaining(names::add);
    names.remove("00080005"); // ours says UTF-8, which JSON is
    names.removeIf(name -> name.endsWith("0000")); // group lengths have no place in JSON
    for (String name : names) {
      count++;
      String here = path + "." + name;
      JsonNode a = ours.path(name);
      JsonNode b = theirs.path(name);
      if (a.path("vr").asText().equals("SQ")) {
        int items = Math.max(a.path("Value").size(), b.path("Value").size());
        for (int i = 0; i < items; i++) {
          count += compare(here, a.path("Value").path(i), b.path("Value").path(i), differences);
        }
      } else if (isPrivateUn(name, a)) {
        count--; // pydicom knows dictionaries of makers
      } else if (!a.path("vr").equals(b.path("vr")) || !same(a, b)) {
        differences.add(here + ": " + cut(a) + " / " + cut(b));
      }
    }
    return count;
  }

  private static boolean isPrivateUn(String name, JsonNode ours) {
    return (name.charAt(3) & 1) != 0 && ours.path("vr").asText().equals("UN");
  }

  private static String cut(JsonNode node) {
    String text = node.toString();
    return text.substring(0, Math.min(120, text.length()));
  }

  private static boolean same(JsonNode a, JsonNode b) {
    VR vr = VR.valueOf(a.path("vr").asText());
    if (a.has("InlineBinary") || b.has("InlineBinary")) {
      byte[] x = Base64.getDecoder().decode(a.path("InlineBinary").asText());
      byte[] y = Base64.getDecoder().decode(b.path("InlineBinary").asText());
      return java.util.Arrays.equals(even(vr, x), even(vr, y));
    }
    List<String> x = values(vr, a.path("Value"));
    List<String> y = values(vr, b.path("Value"));
    return x.equals(y);
  }

  private static byte[] even(VR vr, byte[] bytes) {
    return new DataSet()
        .put(new Element.Value(Tag.PIXEL_DATA, vr, bytes, false))
        .bytes(Tag.PIXEL_DATA);
  }

  private static List<String> values(VR vr, JsonNode values) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      texts.add(
          switch (vr) {
            case PN ->
                value.path("Alphabetic").asText("").strip()
                    + "="
                    + value.path("Ideographic").asText("").strip()
                    + "="
                    + value.path("Phonetic").asText("").strip();
            case DS, IS, FL, FD, US, UL, SS, SL, SV, UV -> number(value.asText(""));
            default -> value.asText("").equals("null") ? "" : value.asText("").strip();
          });
    }
    while (!texts.isEmpty() && texts.getLast().replace("=", "").isEmpty()) {
      texts.removeLast();
    }
    return texts;
  }

  private static String number(String text) {
    try {
      return Float.toString(Float.parseFloat(text) + 0.0f);
    } catch (NumberFormatException e) {
      return text.equals("null") ? "" : text;
    }
  }
}
