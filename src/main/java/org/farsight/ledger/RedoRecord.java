package org.farsight.ledger;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.farsight.exchange.Content;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction did: enough to do it again.
 *
 * @param contents bytes that must be whole for it to count: they were synced beside this record
 * @param changes its statements in order
 */
record RedoRecord(List<Content> contents, List<Change> changes) {

  /**
   * A statement.
   *
   * @param values each null, a String, a Long or an Integer
   * @param rows how many it changed
   */
  record Change(String sql, List<@Nullable Object> values, int rows) {
    @Override
    public String toString() {
      return "Change[" + sql + "]"; // values may name a person
    }
  }

  RedoRecord {
    contents = List.copyOf(contents);
    changes = List.copyOf(changes);
  }

  byte[] toBytes() {
    RedoOutput out = new RedoOutput();
    out.int32(contents.size());
    for (Content content : contents) {
      out.text(content.digest());
      out.text(content.file());
      out.int64(content.offset());
      out.int64(content.length());
    }
    out.int32(changes.size());
    List<String> named = new ArrayList<>();
    for (Change change : changes) {
      sql(out, named, change.sql());
      out.int32(change.rows());
      out.int32(change.values().size());
      for (Object value : change.values()) {
        value(out, value);
      }
    }
    return out.toBytes();
  }

  /** The objects of a group come with the same statements: each is written out once. */
  private static void sql(RedoOutput out, List<String> named, String sql) {
    int known = named.indexOf(sql);
    out.int32(known < 0 ? named.size() : known);
    if (known < 0) {
      named.add(sql);
      out.text(sql);
    }
  }

  private static void value(RedoOutput out, @Nullable Object value) {
    switch (value) {
      case null -> out.int8('0');
      case String text -> {
        out.int8('S');
        out.text(text);
      }
      case Long number -> {
        out.int8('L');
        out.int64(number);
      }
      case Integer number -> {
        out.int8('I');
        out.int32(number);
      }
      case Object other -> throw new IllegalArgumentException("a " + other.getClass());
    }
  }

  /**
   * Reads what {@link #toBytes} wrote; the caller has seen by a checksum that it is whole.
   *
   * @throws IOException if it was written by another version
   */
  static RedoRecord of(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      List<Content> contents = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        contents.add(new Content(text(in), text(in), in.readLong(), in.readLong()));
      }
      List<Change> changes = new ArrayList<>();
      List<String> named = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        String sql = sql(in, named);
        int rows = in.readInt();
        List<@Nullable Object> values = new ArrayList<>();
        for (int more = in.readInt(); more > 0; more--) {
          values.add(value(in));
        }
        changes.add(new Change(sql, values, rows));
      }
      return new RedoRecord(contents, changes);
    }
  }

  private static String sql(DataInputStream in, List<String> named) throws IOException {
    int number = in.readInt();
    if (number < 0 || number > named.size()) {
      throw new IOException("statement " + number + " in the redo log");
    }
    if (number == named.size()) {
      named.add(text(in));
    }
    return named.get(number);
  }

  private static @Nullable Object value(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case '0' -> null;
      case 'S' -> text(in);
      case 'L' -> in.readLong();
      case 'I' -> in.readInt();
      default -> throw new IOException("a value of kind " + kind + " in the redo log");
    };
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("a text of " + length + " bytes in the redo log is cut");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
