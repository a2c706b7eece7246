package org.farsight.dicom.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the standard's tables that lie beside the classes: tab-separated, {@code #} comments. */
final class TableResource {

  private TableResource() {}

  /** The rows of a table, each checked to have the given number of columns. */
  static List<String[]> rows(String name, int columns) {
    try (InputStream in = TableResource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("table " + name + " is not on the class path");
      }
      List<String[]> rows = new ArrayList<>();
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] row = line.split("\t", -1);
          if (row.length != columns) {
            throw new IllegalStateException("table " + name + " has a broken row: " + line);
          }
          rows.add(row);
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read table " + name, e);
    }
  }
}
