package org.farsight.ecg.sierra;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what the reader reads, in the opposite direction: XLI, and small documents around it. */
public final class SierraText {
  private static final int WIDTH = 10;
  private static final int END = (1 << WIDTH) - 1;
  private static final int BIAS = 64;

  private SierraText() {}

  /** What XLI stores for these leads: from the third to the sixth the difference to the rule. */
  public static List<int[]> stored(List<int[]> leads) {
    List<int[]> stored = new ArrayList<>();
    leads.forEach(lead -> stored.add(lead.clone()));
    for (int i = 0; i < leads.getFirst().length; i++) {
      int one = leads.get(0)[i];
      int two = leads.get(1)[i];
      int three = leads.get(2)[i];
      stored.get(2)[i] = two - one - three;
      stored.get(3)[i] = -((one + two) / 2) - leads.get(3)[i];
      stored.get(4)[i] = (one - three) / 2 - leads.get(4)[i];
      stored.get(5)[i] = (two + three) / 2 - leads.get(5)[i];
    }
    return stored;
  }

  /** The blocks of these channels, one behind the other. */
  public static byte[] xli(List<int[]> channels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    channels.forEach(channel -> out.writeBytes(block(channel)));
    return out.toByteArray();
  }

  private static byte[] block(int[] samples) {
    int count = samples.length;
    int[] values = new int[count];
    int first = 0;
    for (int i = 0; i < count; i++) {
      int difference = i < 2 ? 0 : 2 * samples[i - 1] - samples[i - 2] - samples[i];
      if (i < 2) {
        values[i] = samples[i];
      } else if (i == 2) {
        first = difference;
      } else {
        values[i - 1] = difference + BIAS;
      }
    }
    byte[] bytes = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (values[i] >> Byte.SIZE);
      bytes[count + i] = (byte) values[i];
    }
    return block(1, (short) first, lzw(bytes));
  }

  /** A block with this head. */
  static byte[] block(int kind, short first, byte[] codes) {
    return ByteBuffer.allocate(8 + codes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(codes.length)
        .putShort((short) kind)
        .putShort(first)
        .put(codes)
        .array();
  }

  /** LZW by a table of strings; the reader has one of prefixes. */
  static byte[] lzw(byte[] bytes) {
    Map<List<Byte>, Integer> table = new HashMap<>();
    for (int i = 0; i < 256; i++) {
      table.put(List.of((byte) i), i);
    }
    List<Integer> codes = new ArrayList<>();
    List<Byte> string = new ArrayList<>();
    for (byte b : bytes) {
      List<Byte> longer = new ArrayList<>(string);
      longer.add(b);
      if (!table.containsKey(longer)) {
        codes.add(table.get(string));
        if (table.size() < END) {
          table.put(List.copyOf(longer), table.size());
        }
        longer = new ArrayList<>(List.of(b));
      }
      string = longer;
    }
    if (!string.isEmpty()) {
      codes.add(table.get(string));
    }
    codes.add(END);
    return packed(codes);
  }

  /** Codes of ten bits, the most significant bit first, filled up with zeros. */
  static byte[] packed(List<Integer> codes) {
    byte[] packed = new byte[(codes.size() * WIDTH + 7) / 8];
    for (int i = 0; i < codes.size() * WIDTH; i++) {
      int bit = codes.get(i / WIDTH) >> (WIDTH - 1 - i % WIDTH) & 1;
      packed[i / 8] |= (byte) (bit << (7 - i % 8));
    }
    return packed;
  }

  /** 16-bit little-endian integers. */
  public static byte[] plain(int... samples) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(samples).forEach(sample -> bytes.putShort((short) sample));
    return bytes.array();
  }

  /** Base64 in lines, as carts write it. */
  public static String base64(byte[] bytes) {
    return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes);
  }
}
