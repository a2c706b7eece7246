package org.farsight.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(contents.size());
      for (Content content : contents) {
        text(out, content.digest());
        text(out, content.file());
        out.writeLong(content.offset());
        out.writeLong(content.length());
      }
      out.writeInt(changes.size());
      for (Change change : changes) {
        text(out, change.sql());
        out.writeInt(change.rows());
        out.writeInt(change.values().size());
        for (Object value : change.values()) {
          value(out, value);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be written", e);
    }
    return bytes.toByteArray();
  }

  private static void value(DataOutputStream out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte('0');
      case String text -> {
        out.writeByte('S');
        text(out, text);
      }
      case Long number -> {
        out.writeByte('L');
        out.writeLong(number);
      }
      case Integer number -> {
        out.writeByte('I');
        out.writeInt(number);
      }
      case Object other -> throw new IllegalArgumentException("a " + other.getClass());
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
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
      for (int left = in.readInt(); left > 0; left--) {
        String sql = text(in);
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
