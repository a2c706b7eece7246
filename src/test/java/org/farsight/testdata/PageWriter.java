package org.farsight.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.farsight.ecg.LeadId;

/** Writes lead II of a synthetic ECG as a PDF of one page: all that some carts hand over. */
final class PageWriter {
  private static final int WIDTH = 842;
  private static final int HEIGHT = 200;
  private static final int EVERY = 4;

  private final SyntheticEcg ecg;

  PageWriter(SyntheticEcg ecg) {
    this.ecg = ecg;
  }

  byte[] write() {
    byte[] curve = curve().getBytes(StandardCharsets.US_ASCII);
    List<byte[]> objects = new ArrayList<>();
    objects.add(text("<< /Type /Catalog /Pages 2 0 R >>"));
    objects.add(text("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
    objects.add(
        text(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << >> >>"
                .formatted(WIDTH, HEIGHT)));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(text("<< /Length " + curve.length + " >>\nstream\n"));
    stream.writeBytes(curve);
    stream.writeBytes(text("endstream"));
    objects.add(stream.toByteArray());
    return file(objects);
  }

  /** One second to 80 points, 1 mV to 28. */
  private String curve() {
    int[] samples = Objects.requireNonNull(ecg.generate().leads().get(LeadId.II));
    StringBuilder path = new StringBuilder("0.5 w\n");
    for (int i = 0; i < samples.length; i += EVERY) {
      double millivolt = samples[i] * ecg.microvoltsPerStep().doubleValue() / 1000;
      path.append(
          String.format(
              Locale.ROOT,
              "%.1f %.1f %s\n",
              20 + 80.0 * i / ecg.samplesPerSecond(),
              HEIGHT / 2.0 + 28 * millivolt,
              i == 0 ? "m" : "l"));
    }
    return path.append("S\n").toString();
  }

  private static byte[] file(List<byte[]> objects) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(text("%PDF-1.4\n"));
    StringBuilder table = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      table.append("%010d 00000 n \n".formatted(file.size()));
      file.writeBytes(text((i + 1) + " 0 obj\n"));
      file.writeBytes(objects.get(i));
      file.writeBytes(text("\nendobj\n"));
    }
    int at = file.size();
    int size = objects.size() + 1;
    file.writeBytes(text("xref\n0 " + size + "\n" + table));
    file.writeBytes(text("trailer << /Size " + size + " /Root 1 0 R >>\nstartxref\n" + at));
    file.writeBytes(text("\n%%EOF\n"));
    return file.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
