package org.farsight.ecg.contec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes Contec's native file, well or badly. */
public final class ContecText {
  private static final int FOOTER = 37;

  private final byte[] header = new byte[43];

  /** A file of this case and time, with nothing of the person. */
  public ContecText(String number, String time) {
    put(0, number.getBytes(StandardCharsets.US_ASCII));
    put(10, time.getBytes(StandardCharsets.US_ASCII));
    header[40] = (byte) 255;
  }

  /** The person; the name is cut to the seven bytes that the field has. */
  public ContecText person(String name, Charset charset, int sex, int age) {
    byte[] bytes = name.getBytes(charset);
    put(32, Arrays.copyOf(bytes, Math.min(7, bytes.length)));
    header[40] = (byte) sex;
    header[41] = (byte) age;
    return this;
  }

  /** The file; {@code columns} are what stands in it, that is 2048 for 0 mV. */
  public byte[] write(List<int[]> columns) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    for (int i = 0; i < columns.getFirst().length; i++) {
      for (int[] column : columns) {
        out.write(column[i]);
        out.write(column[i] >> Byte.SIZE);
      }
    }
    out.writeBytes(new byte[FOOTER]);
    return out.toByteArray();
  }

  private void put(int at, byte[] bytes) {
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
