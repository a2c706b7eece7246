package org.farsight.ecg.scp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes SCP-ECG records for tests, from EN 1064 and without a line of the reader: little-endian
 * fields, sections with their CRCs, and samples as the standard's code table wants them.
 */
public final class ScpText {
  private static final int POINTERS = 12;
  private static final int HEADER = 16;

  private final Map<Integer, byte[]> sections = new TreeMap<>();
  private int version = 20;

  /** The version of the standard times ten, as each section header names it. */
  public ScpText version(int timesTen) {
    version = timesTen;
    return this;
  }

  /** Adds a section, or replaces it. */
  public ScpText with(int number, byte[] data) {
    sections.put(number, data);
    return this;
  }

  /** Leaves a section out. */
  public ScpText without(int number) {
    sections.remove(number);
    return this;
  }

  /** The record: its header, section 0 with twelve or more pointers, the sections in order. */
  public byte[] record() {
    int pointers =
        Math.max(POINTERS, sections.keySet().stream().mapToInt(n -> n + 1).max().orElse(0));
    Fields zero = new Fields();
    int next = 6 + HEADER + 10 * pointers;
    for (int number = 0; number < pointers; number++) {
      boolean there = number == 0 || sections.containsKey(number);
      int length = !there ? 0 : number == 0 ? HEADER + 10 * pointers : HEADER + even(number).length;
      zero.u16(number).u32(length).u32(!there ? 0 : number == 0 ? 7 : next + 1);
      next += number == 0 ? 0 : length;
    }
    Fields body = new Fields();
    body.bytes(section(0, zero.toBytes(), "SCPECG".getBytes(StandardCharsets.US_ASCII)));
    for (int number : sections.keySet()) {
      body.bytes(section(number, even(number), new byte[6]));
    }
    byte[] all = body.toBytes();
    Fields record = new Fields().u32(all.length + 6).bytes(all);
    return new Fields().u16(crc(record.toBytes())).bytes(record.toBytes()).toBytes();
  }

  /** Each section has an even length (EN 1064 §5.2). */
  private byte[] even(int number) {
    byte[] data = sections.getOrDefault(number, new byte[0]);
    return data.length % 2 == 0 ? data : new Fields().bytes(data).u8(0).toBytes();
  }

  private byte[] section(int number, byte[] data, byte[] reserved) {
    byte[] rest =
        new Fields()
            .u16(number)
            .u32(HEADER + data.length)
            .u8(version)
            .u8(version)
            .bytes(reserved)
            .bytes(data)
            .toBytes();
    return new Fields().u16(crc(rest)).bytes(rest).toBytes();
  }

  /** Polynomial 1021H from FFFFH, by long division of the bits. */
  static int crc(byte[] bytes) {
    int remainder = 0xFFFF;
    for (byte one : bytes) {
      for (int bit = 7; bit >= 0; bit--) {
        boolean out = (remainder >> 15 & 1) != (one >> bit & 1);
        remainder = (remainder << 1 ^ (out ? 0x1021 : 0)) & 0xFFFF;
      }
    }
    return remainder;
  }

  /** Little-endian fields one after the other. */
  public static final class Fields {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Fields u8(int value) {
      out.write(value);
      return this;
    }

    public Fields u16(int value) {
      return u8(value).u8(value >> 8);
    }

    public Fields u32(long value) {
      return u16((int) value).u16((int) (value >> 16));
    }

    public Fields bytes(byte[] value) {
      out.writeBytes(value);
      return this;
    }

    /** A field of section 1: tag, length, value. */
    public Fields tag(int tag, byte[] value) {
      return u8(tag).u16(value.length).bytes(value);
    }

    /** A field of section 1 with text and the zero byte that ends it. */
    public Fields text(int tag, String text, Charset charset) {
      return tag(tag, new Fields().bytes(text.getBytes(charset)).u8(0).toBytes());
    }

    public byte[] toBytes() {
      return out.toByteArray();
    }
  }

  /** The leads of section 3, all from sample 1 to the last. */
  public static byte[] leads(int samples, boolean beatSubtracted, int... numbers) {
    int together = numbers.length < 32 ? numbers.length << 3 | 4 : 4;
    Fields section = new Fields().u8(numbers.length).u8(together | (beatSubtracted ? 1 : 0));
    for (int number : numbers) {
      section.u32(1).u32(samples).u8(number);
    }
    return section.toBytes();
  }

  /** Section 5 or 6 around the bytes of each lead. */
  public static byte[] signal(int nanovolts, int microseconds, int encoding, List<byte[]> leads) {
    Fields section = new Fields().u16(nanovolts).u16(microseconds).u8(encoding).u8(0);
    leads.forEach(lead -> section.u16(lead.length));
    leads.forEach(section::bytes);
    return section.toBytes();
  }

  /** 16-bit integers. */
  public static byte[] plain(int[] samples) {
    Fields fields = new Fields();
    for (int sample : samples) {
      fields.u16(sample);
    }
    return fields.toBytes();
  }

  /** The first or second differences of samples; what has no predecessor stays as it is. */
  public static int[] differences(int[] samples, int order) {
    int[] out = samples.clone();
    for (int i = samples.length - 1; order > 0 && i >= order; i--) {
      int before = samples[i - 1];
      out[i] -= order == 1 ? before : 2 * before - samples[i - 2];
    }
    return out;
  }

  /**
   * Values in the standard's code: ones as many as the size, a zero, the sign; else 8 or 16 bits.
   */
  public static byte[] coded(int[] values) {
    Bits bits = new Bits();
    for (int value : values) {
      int size = Math.abs(value);
      if (size <= 8) {
        bits.add("1".repeat(size) + "0" + (size == 0 ? "" : value < 0 ? "1" : "0"));
      } else if (value >= -128 && value <= 127) {
        bits.add("1111111110").number(value, 8);
      } else {
        bits.add("1111111111").number(value, 16);
      }
    }
    return bits.toBytes();
  }

  /** Bits, the first one highest in its byte; filled with zeros to an even number of bytes. */
  public static final class Bits {
    private final List<Integer> bits = new ArrayList<>();

    public Bits add(String zerosAndOnes) {
      zerosAndOnes.chars().forEach(c -> bits.add(c - '0'));
      return this;
    }

    public Bits number(int value, int width) {
      for (int i = width - 1; i >= 0; i--) {
        bits.add(value >> i & 1);
      }
      return this;
    }

    public byte[] toBytes() {
      byte[] bytes = new byte[(bits.size() + 15) / 16 * 2];
      for (int i = 0; i < bits.size(); i++) {
        bytes[i / 8] |= (byte) (bits.get(i) << 7 - i % 8);
      }
      return bytes;
    }
  }
}
