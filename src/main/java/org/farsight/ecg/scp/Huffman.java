package org.farsight.ecg.scp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;

/** The code tables of section 2, and samples decoded by them (EN 1064 section 2 and annex C). */
final class Huffman {
  /** In place of a count of tables: the table of the standard is meant. */
  static final int DEFAULT_TABLE = 19999;

  private static final int MOST_TABLES = 256;
  private static final int MOST_CODES = 4096;
  private static final int LONGEST_CODE = 32;

  /** Bits that are looked at together; two bytes hold them wherever they begin. */
  private static final int WINDOW = 8;

  private final List<Table> tables;

  private Huffman(List<Table> tables) {
    this.tables = tables;
  }

  /**
   * One code.
   *
   * @param prefix bits of the code itself
   * @param total bits of the code and of the value that follows it
   * @param keepsTable false: the code has no value and switches to table {@code base}, from 1
   * @param base the value of a code that no value follows
   */
  private record Code(int prefix, int total, boolean keepsTable, int base) {}

  /**
   * A binary tree in one array, because each bit of a recording takes a step in it, and beside it
   * what the next {@link #WINDOW} bits begin with, which most often is a whole code.
   */
  private static final class Table {
    /** Two children for each node: another node, or a leaf as the negative number of its code. */
    private int[] children = new int[2];

    private int nodes = 1;
    private final List<Code> codes = new ArrayList<>();

    /** By the bits, the first one highest: number of the code, from 1; 0 where it is longer. */
    private final short[] whole = new short[1 << WINDOW];

    /**
     * @param bits the code, its first bit lowest
     * @return false where it is the beginning of another code, or another one is of it
     */
    boolean add(Code code, long bits) {
      codes.add(code);
      if (code.prefix() <= WINDOW) {
        int first = Integer.reverse((int) bits << Integer.SIZE - code.prefix());
        int free = WINDOW - code.prefix();
        Arrays.fill(whole, first << free, first + 1 << free, (short) codes.size());
      }
      int node = 0;
      for (int i = 0; i < code.prefix(); i++) {
        int child = 2 * node + (int) (bits >> i & 1);
        int next = children[child];
        boolean last = i == code.prefix() - 1;
        if (next < 0 || last && next != 0) {
          return false;
        }
        if (last) {
          children[child] = -codes.size();
        } else if (next == 0) {
          node = nodes++;
          children = Arrays.copyOf(children, 2 * nodes);
          children[child] = node;
        } else {
          node = next;
        }
      }
      return true;
    }
  }

  /** The table of EN 1064 annex C.3.7.6: small differences in few bits, others as they are. */
  static Huffman standard() {
    Table table = new Table();
    boolean ok = table.add(new Code(1, 1, true, 0), 0);
    for (int size = 1; size <= 8; size++) {
      long ones = (1L << size) - 1; // as many ones, a zero, the sign
      ok &= table.add(new Code(size + 2, size + 2, true, size), ones);
      ok &= table.add(new Code(size + 2, size + 2, true, -size), ones | 1L << size + 1);
    }
    ok &= table.add(new Code(10, 18, true, 0), 0x1FF);
    ok &= table.add(new Code(10, 26, true, 0), 0x3FF);
    if (!ok) {
      throw new IllegalStateException("the standard's table contradicts itself");
    }
    return new Huffman(List.of(table));
  }

  /** Reads section 2. */
  static Huffman read(ScpInput section) throws EcgFormatException {
    int count = section.u16();
    if (count == DEFAULT_TABLE) {
      return standard();
    }
    if (count < 1 || count > MOST_TABLES) {
      throw section.fault(count + " code tables; 1 to " + MOST_TABLES + " can be");
    }
    List<Table> tables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tables.add(table(section, count));
    }
    return new Huffman(tables);
  }

  private static Table table(ScpInput section, int tables) throws EcgFormatException {
    int count = section.u16();
    if (count < 1 || count > MOST_CODES) {
      throw section.fault(count + " codes in a table; 1 to " + MOST_CODES + " can be");
    }
    Table table = new Table();
    for (int i = 0; i < count; i++) {
      int prefix = section.u8();
      int total = section.u8();
      boolean keepsTable = section.u8() != 0;
      int base = section.s16();
      long bits = section.u32();
      if (prefix < 1 || prefix > LONGEST_CODE || total < prefix || total - prefix > 16) {
        throw section.fault("a code of " + prefix + " bits and " + total + " with its value");
      }
      if (!keepsTable && (base < 1 || base > tables)) {
        throw section.fault("a switch to table " + base + " of " + tables);
      }
      if (!table.add(new Code(prefix, total, keepsTable, base), bits)) {
        throw section.fault("a code that begins like another");
      }
    }
    return table;
  }

  /**
   * Decodes values.
   *
   * @param data the bits, the highest of each byte first
   * @param count how many values
   * @return the values, or empty where the bits end before
   * @throws EcgFormatException where bits are no code
   */
  Optional<int[]> decode(byte[] data, int count, ScpInput place) throws EcgFormatException {
    // the shortest code has one bit, so that the count is bounded by what is there
    if (count > data.length * 8L) {
      return Optional.empty();
    }
    int[] values = new int[count];
    Bits bits = new Bits(data);
    Table table = tables.getFirst();
    int done = 0;
    while (done < count) {
      int number = table.whole[bits.window()];
      if (number > 0) {
        bits.position += table.codes.get(number - 1).prefix();
      } else {
        number = longCode(table, bits, place);
      }
      if (number == 0 || bits.position > data.length * 8L) {
        return Optional.empty();
      }
      Code code = table.codes.get(number - 1);
      if (!code.keepsTable()) {
        table = tables.get(code.base() - 1);
      } else if (code.total() == code.prefix()) {
        values[done++] = code.base();
      } else {
        Optional<Integer> value = bits.signed(code.total() - code.prefix());
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values[done++] = value.get();
      }
    }
    return Optional.of(values);
  }

  /** The number of the next code, bit by bit; 0 where the bits end before. */
  private static int longCode(Table table, Bits bits, ScpInput place) throws EcgFormatException {
    int node = 0;
    while (node >= 0) {
      int bit = bits.next();
      if (bit < 0) {
        return 0;
      }
      node = table.children[2 * node + bit];
      if (node == 0) {
        throw place.fault("bits that are no code, before bit " + bits.position);
      }
    }
    return -node;
  }

  private static final class Bits {
    private final byte[] data;
    private int position;

    Bits(byte[] data) {
      this.data = data;
    }

    /** The next bits without reading them, zeros behind the end. */
    int window() {
      int at = position >> 3;
      int first = at < data.length ? data[at] & 0xFF : 0;
      int second = at + 1 < data.length ? data[at + 1] & 0xFF : 0;
      return (first << 8 | second) >> 16 - WINDOW - (position & 7) & (1 << WINDOW) - 1;
    }

    int next() {
      int at = position >> 3;
      if (at >= data.length) {
        return -1;
      }
      return data[at] >> 7 - (position++ & 7) & 1;
    }

    /** Two's complement of so many bits, the highest first. */
    Optional<Integer> signed(int count) {
      int value = 0;
      for (int i = 0; i < count; i++) {
        int bit = next();
        if (bit < 0) {
          return Optional.empty();
        }
        value = value << 1 | bit;
      }
      return Optional.of(value << 32 - count >> 32 - count);
    }
  }
}
