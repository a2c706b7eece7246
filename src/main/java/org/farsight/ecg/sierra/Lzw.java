package org.farsight.ecg.sierra;

/**
 * LZW (Welch 1984) as XLI uses it: codes of ten bits, the most significant first, all of one width.
 * 0 to 255 are bytes, 256 to 1022 strings in the order in which they came up, 1023 ends the data;
 * when the table is full it stays as it is.
 */
final class Lzw {
  private static final int WIDTH = 10;
  private static final int FIRST_STRING = 256;

  /** The code behind the last one. */
  static final int END = (1 << WIDTH) - 1;

  private final byte[] in;
  private final int end;
  private final int[] prefix = new int[END];
  private final byte[] last = new byte[END];
  private final int[] length = new int[END];
  private int next = FIRST_STRING;
  private int at;
  private int bits;
  private int held;

  private Lzw(byte[] in, int from, int to) {
    this.in = in;
    this.at = from;
    this.end = to;
    for (int i = 0; i < FIRST_STRING; i++) {
      last[i] = (byte) i;
      length[i] = 1;
    }
  }

  /**
   * What the codes between two offsets stand for.
   *
   * @param most how many bytes it may be; a file that stands for more is not decoded further
   * @throws Fault if it is more, if a code has no meaning, or if the end code is missing
   */
  static byte[] decode(byte[] in, int from, int to, int most) throws Fault {
    return new Lzw(in, from, to).decode(most);
  }

  /** The codes cannot be decoded. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    /** Index in the input of the byte up to which it was read. */
    final int at;

    Fault(String what, int at) {
      super(what);
      this.at = at;
    }
  }

  private byte[] decode(int most) throws Fault {
    byte[] out = new byte[most];
    int size = 0;
    int previous = END;
    int code = code();
    while (code != END) {
      boolean unknown = code >= next;
      if (unknown && (code > next || previous == END || next == END)) {
        throw new Fault("a code that stands for nothing", at);
      }
      int known = unknown ? previous : code;
      byte first = first(known);
      int added = length[known] + (unknown ? 1 : 0);
      if (added > most - size) {
        throw new Fault("more than the " + most + " bytes of this channel", at);
      }
      write(known, out, size);
      if (unknown) {
        out[size + added - 1] = first;
      }
      size += added;
      if (previous != END && next < END) {
        prefix[next] = previous;
        last[next] = first;
        length[next] = length[previous] + 1;
        next++;
      }
      previous = code;
      code = code();
    }
    if (size != most) {
      throw new Fault(size + " bytes instead of the " + most + " of this channel", at);
    }
    return out;
  }

  /** The next code; what is left behind the end code, at most nine bits, is padding. */
  private int code() throws Fault {
    while (bits < WIDTH) {
      if (at == end) {
        throw new Fault("no end code", at);
      }
      held = held << Byte.SIZE | in[at++] & 0xFF;
      bits += Byte.SIZE;
    }
    bits -= WIDTH;
    int code = held >>> bits;
    held &= (1 << bits) - 1;
    return code;
  }

  private byte first(int code) {
    int here = code;
    while (here >= FIRST_STRING) {
      here = prefix[here];
    }
    return last[here];
  }

  private void write(int code, byte[] out, int from) {
    int here = code;
    for (int i = from + length[code] - 1; i >= from; i--) {
      out[i] = last[here];
      here = prefix[here];
    }
  }
}
