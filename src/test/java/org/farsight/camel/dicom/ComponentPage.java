package org.farsight.camel.dicom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The tables of {@code docs/dicom-component.adoc}, made from the component's metadata in the form
 * that Camel's own pages have. {@code main} writes them.
 */
final class ComponentPage {

  static final Path PAGE = Path.of("docs/dicom-component.adoc");

  private ComponentPage() {}

  /** The metadata that Camel's tools read: catalogue, completion in editors, validation. */
  static JsonNode metadata() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            DicomComponent.class.getResourceAsStream(
                "/META-INF/org/farsight/camel/dicom/dicom.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** The page with its tables as the metadata say. */
  static String current(String page) throws IOException {
    JsonNode metadata = metadata();
    String text = replace(page, "component options", options(metadata.get("componentProperties")));
    text = replace(text, "endpoint options", options(metadata.get("properties")));
    return replace(text, "message headers", options(metadata.get("headers")));
  }

  private static String replace(String page, String what, String table) {
    String start = "// " + what + ": START\n";
    String end = "// " + what + ": END\n";
    int from = page.indexOf(start) + start.length();
    int to = page.indexOf(end);
    if (from < start.length() || to < from) {
      throw new IllegalStateException("the page has no place for the " + what);
    }
    return page.substring(0, from) + table + page.substring(to);
  }

  private static String options(JsonNode properties) {
    StringBuilder table =
        new StringBuilder(
            """
            [width="100%",cols="2,5,^1,2",options="header"]
            |===
            | Name | Description | Default | Type
            """);
    properties.properties().forEach(each -> row(table, each.getKey(), each.getValue()));
    return table.append("|===\n").toString();
  }

  private static void row(StringBuilder table, String key, JsonNode option) {
    table.append("\n| *").append(key).append('*');
    String group = option.path("label").asText();
    if (!group.isEmpty()) {
      table.append(" (").append(group.replace(",", ", ")).append(')');
    }
    if (option.path("required").asBoolean()) {
      table.append(" *Required*");
    }
    table.append("\n| ").append(option.path("description").asText().replace("|", "\\|"));
    if (option.has("enum")) {
      table.append(" Values: ");
      String comma = "";
      for (JsonNode value : option.get("enum")) {
        table.append(comma).append(value.asText());
        comma = ", ";
      }
      table.append('.');
    }
    table.append("\n| ").append(option.path("defaultValue").asText());
    String type = option.path("javaType").asText();
    table.append("\n| ").append(type.substring(type.lastIndexOf('.') + 1)).append('\n');
  }

  /** Writes the tables. */
  public static void main(String[] args) throws IOException {
    Files.writeString(PAGE, current(Files.readString(PAGE)));
  }
}
