package org.farsight.dicom.io;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.farsight.peer.Pydicom;

/** What pydicom reads from files; skips the calling test where pydicom is not installed. */
final class PydicomValues {

  /** One element: tag path, VR, kind (text, numbers, bytes, items) and value. */
  record Row(Path file, String path, String vr, String kind, String value) {}

  private PydicomValues() {}

  static List<Row> of(List<Path> files) throws IOException, InterruptedException {
    String names = files.stream().map(Path::toString).collect(Collectors.joining("\n", "", "\n"));
    List<Row> rows = new ArrayList<>();
    for (String line :
        Pydicom.run(PydicomValues.class, "pydicom_values.py", names).split("\n", -1)) {
      String[] cells = line.split("\t", -1);
      if (cells.length == 5) {
        String value =
            cells[3].equals("text")
                ? URLDecoder.decode(cells[4].replace("+", "%2B"), StandardCharsets.UTF_8)
                : cells[4];
        rows.add(new Row(Path.of(cells[0]), cells[1], cells[2], cells[3], value));
      }
    }
    return rows;
  }
}
